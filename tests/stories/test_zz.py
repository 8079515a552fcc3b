"""x"""
import time
def test_t(retail):
    for r in (retail.first, retail.second): print("RES", r["created_at"], r["finished_at"])
