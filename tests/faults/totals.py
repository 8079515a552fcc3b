"""What an order file holds, what the server says it holds, and waiting for the one to become the other."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.server import Server

ORDERS, LINES, PEOPLE = 4_000, 4, 700
WAIT_SECONDS_MAX = 120
POLL_SECONDS = 0.05
NET_CENTS = sum((number % 90 + 10) * 100 * LINES for number in range(ORDERS))


@dataclass(frozen=True)
class Totals:
    documents: int
    people: int
    net_cents: int
    events: int


WHOLE = Totals(ORDERS, PEOPLE, NET_CENTS, ORDERS)


def write_orders(path: Path) -> Path:
    """ORDERS documents of LINES lines each, by PEOPLE people."""
    with path.open("w", encoding="utf-8") as file:
        file.write("order_no,paid_at,sku,product,quantity,unit_price,member_id\n")
        for number in range(ORDERS):
            day = f"2026-{number % 9 + 1:02}-{number % 28 + 1:02} 10:00:00"
            for line in range(LINES):
                price = number % 90 + 10
                file.write(f"N{number:06},{day},S{line},Thing {line},1,{price}.00,M{number % PEOPLE}\n")
    return path


def begin_import(server: Server, file: Path) -> str:
    """Upload the file and start its import; the import's id."""
    uploaded = server.client.post("/v1/imports/files", params={"name": file.name}, content=file.read_bytes())
    wanted = {"file_id": uploaded.json()["id"], "mapping": "orders"}
    headers = {"Idempotency-Key": uploaded.json()["id"]}
    return str(server.client.post("/v1/imports", json=wanted, headers=headers).json()["id"])


def progress(server: Server, import_id: str) -> dict[str, Any]:
    """The import as it stands; an empty answer while the server is out of reach of its database."""
    try:
        answer = server.client.get(f"/v1/imports/{import_id}")
    except httpx.HTTPError:
        return {}
    found: dict[str, Any] = answer.json() if answer.is_success else {}
    return found


def finish(server: Server, import_id: str) -> dict[str, Any]:
    """Wait until the import has ended and every fact is delivered."""
    wait_for(lambda: progress(server, import_id).get("state") in ("done", "failed"))
    wait_for(lambda: server.client.get("/v1/system").json()["outbox"]["waiting"] == 0)
    return progress(server, import_id)


def totals(server: Server) -> Totals:
    """What the server says: documents and people of the record, money and events of the log."""
    overview = server.client.get("/v1/insight/overview").json()
    return Totals(
        documents=server.client.get("/v1/orders?limit=1").json()["total"],
        people=overview["people"]["value"],
        net_cents=overview["net_revenue_cents"]["value"],
        events=overview["documents"],
    )


def wait_for(is_so: Callable[[], bool]) -> None:
    """Ask until it is so, or fail when it takes too long."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to be so in time"
        time.sleep(POLL_SECONDS)
