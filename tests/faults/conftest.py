"""Servers to be killed, and an order file with totals everybody knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.server import Server
from tests.faults.totals import write_orders


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(SIYU_BRAND__TIME_ZONE="Asia/Shanghai", SIYU_BRAND__CURRENCY="CNY") as started:
        yield started


@pytest.fixture(scope="session")
def orders_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_orders(tmp_path_factory.mktemp("orders") / "orders.csv")
