"""A server with a year of real orders, imported once for all stories that read them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.server import Server
from tests.faults.totals import finish

ORDERS = Path("examples/online_retail/online_retail_2010_2011.parquet")
EMAIL, PASSWORD = "owner@brand.example", "three calm green herons"


def import_orders(server: Server, key: str) -> dict[str, Any]:
    """Upload and import the bundled orders; the import as it ended."""
    uploaded = server.client.post("/v1/imports/files", params={"name": ORDERS.name}, content=ORDERS.read_bytes())
    wanted = {"file_id": uploaded.json()["id"], "mapping": "online_retail"}
    started = server.client.post("/v1/imports", json=wanted, headers={"Idempotency-Key": key})
    return finish(server, str(started.json()["id"]))


@pytest.fixture(scope="session")
def retail() -> Iterator[Server]:
    with Server(SIYU_BRAND__TIME_ZONE="Europe/London", SIYU_BRAND__CURRENCY="GBP") as server:
        hired = {"email": EMAIL, "name": "Ada", "role": "owner", "password": PASSWORD}
        server.client.post("/v1/staff", json=hired, headers={"Idempotency-Key": "owner"}).raise_for_status()
        yield server


@pytest.fixture(scope="session")
def first_import(retail: Server) -> dict[str, Any]:
    return import_orders(retail, "first")
