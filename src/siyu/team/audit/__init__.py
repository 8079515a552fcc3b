"""
Audit: who did what, to what, from where, with before and after; written once and never changed.

Words     an entry is one deed of one actor on one subject.
Reads     nothing.
Tells     nothing.
Way in    service.py.
"""
