"""Commands beside a running server: import, ask, back up, wipe, restore."""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bench.server import Server
from tests.cli.conftest import Siyu

OWNER = {"email": "owner@example.com", "name": "Owner", "password": "correct horse battery"}
ORDERS = """order_no,paid_at,sku,product,quantity,amount,member_id
1,2026-01-05 10:00,T1,绿茶,1,10.00,M1
2,2026-01-06 10:00,T1,绿茶,2,20.00,M2
3,never,T1,绿茶,2,20.00,M2
"""
MAPPING = """name: mine
title: {zh: 我的, en: Mine}
about: {zh: 我的, en: Mine}
kind: orders
source: mine
columns: {document: nr, placed_at: day, amount: sum}
identifiers: {member_id: who}
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def totals(server: Server) -> dict[str, Any]:
    lists = {
        path: server.client.get(f"/v1/{path}?limit=1").json()["total"] for path in ("orders", "people", "products")
    }
    overview = server.client.get("/v1/insight/overview").json()
    return {**lists, "net": overview["net_revenue_cents"]["value"], "documents": overview["documents"]}


def test_a_dry_run_says_what_would_come_and_leaves_nothing(siyu: Siyu, server: Server, orders: Path) -> None:
    done = siyu("import", "orders", str(orders), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "dry run" in done.stdout
    assert "new 2" in done.stdout
    assert totals(server)["orders"] == 0


def test_an_import_counts_and_keeps_what_it_rejected_beside_the_file(siyu: Siyu, server: Server, orders: Path) -> None:
    done = siyu("import", "orders", str(orders))
    assert done.returncode == 0, done.stderr
    assert "new 2" in done.stdout
    assert "time_unreadable" in done.stdout
    assert "never" in orders.with_name("orders.rejected.csv").read_text(encoding="utf-8-sig")
    assert totals(server)["orders"] == 2


def test_a_mapping_of_ones_own_is_read_from_its_file(siyu: Siyu, server: Server, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MAPPING)
    (tmp_path / "mine.csv").write_text("nr,day,sum,who\nX1,2026-01-05,5.00,M3\n")
    done = siyu("import", "orders", str(tmp_path / "mine.csv"), "--mapping", str(tmp_path / "mine.yaml"))
    assert done.returncode == 0, done.stderr
    assert server.client.get("/v1/orders?source=mine").json()["total"] == 1


def test_a_file_that_cannot_be_imported_is_one_clear_line(siyu: Siyu, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    done = siyu("import", "orders", str(tmp_path / "wrong.csv"))
    assert (done.returncode, "mapping_column_missing" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr


def test_the_api_is_called_with_the_key_of_this_machine(siyu: Siyu, tmp_path: Path) -> None:
    body = tmp_path / "key.json"
    body.write_text(json.dumps({"name": "ERP", "kind": "secret", "scopes": ["people:read"]}))
    with ThreadPoolExecutor() as pool:
        made = pool.submit(siyu, "api", "POST", "/v1/api-keys", f"@{body}")
        refused = pool.submit(siyu, "api", "get", "/v1/nothing").result()
    assert json.loads(made.result().stdout)["secret"]
    assert (refused.returncode, "not_found" in refused.stderr) == (1, True), refused.stderr


def test_status_and_doctor_show_how_the_server_is_doing(siyu: Siyu) -> None:
    with ThreadPoolExecutor() as pool:
        status, doctor = pool.map(siyu, ("status", "doctor"))
    assert status.returncode == 0
    assert all(word in status.stdout for word in ("PostgreSQL", "ClickHouse", "outbox", "disk"))
    assert "database" in doctor.stdout


def test_backup_wipe_restore_gives_the_same_totals_and_login(
    siyu: Siyu, server: Server, orders: Path, tmp_path: Path
) -> None:
    if not totals(server)["orders"]:
        siyu("import", "orders", str(orders))
    found = re.search(r"token=(\S+)", server.output)
    assert found, server.output
    assert server.client.post("/v1/setup", json={**OWNER, "token": found.group(1)}).is_success
    before = totals(server)
    assert before["orders"] >= 1
    folder = tmp_path / "backup"
    taken = siyu("backup", str(folder))
    assert taken.returncode == 0, taken.stderr
    running = siyu("restore", str(folder), "--yes")
    assert (running.returncode, "server_running" in running.stderr) == (1, True)
    server.stop()
    shutil.rmtree(server.data_dir)
    restored = siyu("restore", str(folder), "--yes")
    assert restored.returncode == 0, restored.stderr
    server.start()
    assert totals(server) == before
    assert server.client.get("/v1/setup").json() == {"needs_owner": False}
    login = {name: OWNER[name] for name in ("email", "password")}
    assert server.client.post("/v1/session", json=login, headers={"Authorization": ""}).is_success
