"""The log out of reach, or gone in the middle of an insert: events are answered all the same, and count once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import OperationalError
from sqlalchemy import create_engine

from siyu.facts.warehouse.contract import WarehouseUnavailable
from siyu.facts.warehouse.ddl import Place
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest.contract import IngestAway
from siyu.flows.ingest.hits import Delivery, hits_of
from siyu.flows.ingest.service import Ingest, open_ingest
from siyu.kernel.tx import Begin, beginner
from tests.conftest import Hand
from tests.flows.ingest.post import WEB, event, logged


class Weather:
    """Stands between the warehouse and its engine, and breaks what passes by as a broken network would."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.before_insert: Callable[[], None] = lambda: None
        self.after_insert: Callable[[], None] = lambda: None

    def insert_arrow(self, table: str, columns: Any) -> None:
        self.before_insert()
        self._client.insert_arrow(table, columns)
        self.after_insert()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def close(self) -> None:
        """The engine under it belongs to the whole run."""


def storm() -> None:
    raise OperationalError("the wire is cut")


@pytest.fixture
def weather(warehouse: Warehouse) -> Weather:
    with warehouse._client() as client:
        return Weather(client)


@pytest.fixture
def ingest(begin: Begin, weather: Weather, clock: Hand) -> Ingest:
    behind: Any = weather
    return house_of(begin, Warehouse(lambda: behind, Place(is_embedded=True)), clock)


def house_of(begin: Begin, warehouse: Warehouse, clock: Hand) -> Ingest:
    return open_ingest(begin, warehouse, key=b"k", clock=clock, standstill=threading.Lock())


def settled(ingest: Ingest, *events: Any) -> list[str]:
    """As the collector does it, in this thread."""
    hits = ingest.collector.settle(hits_of(Delivery(WEB, events, ingest.now_ms())))
    return [f"{hit.fate} {hit.code}".strip() for hit in hits]


def test_while_the_log_is_away_events_are_kept_and_doubles_told(ingest: Ingest, weather: Weather) -> None:
    weather.before_insert = storm
    sent = [event("a") for _ in range(5)]
    assert settled(ingest, *sent) == ["kept"] * 5
    for _ in range(3):
        with pytest.raises(WarehouseUnavailable):
            ingest.shipper.ship()
    assert settled(ingest, *sent, event("a")) == ["duplicate duplicate"] * 5 + ["kept"]
    weather.before_insert = lambda: None
    while ingest.shipper.ship():
        pass
    assert len(logged(ingest, "event")) == 6


def test_an_insert_whose_answer_never_came_is_not_repeated(ingest: Ingest, weather: Weather) -> None:
    weather.after_insert = storm
    settled(ingest, event("a"), event("b"))
    with pytest.raises(WarehouseUnavailable):
        ingest.shipper.ship()
    weather.after_insert = lambda: None
    settled(ingest, event("c"))
    while ingest.shipper.ship():
        pass
    assert logged(ingest, "event") == [("a",), ("b",), ("c",)]


def test_a_transaction_lost_after_the_insert_does_not_double_it(ingest: Ingest, weather: Weather, begin: Begin) -> None:
    """As when PostgreSQL dies between the insert and the commit: the blocks are still spooled."""

    def lose() -> None:
        raise ConnectionError("PostgreSQL is gone")

    settled(ingest, event("a"))
    weather.after_insert = lose
    with pytest.raises(WarehouseUnavailable):
        ingest.shipper.ship()
    weather.after_insert = lambda: None
    ingest.shipper.ship()
    assert logged(ingest, "event") == [("a",)]


def test_without_postgresql_senders_are_asked_to_come_again(warehouse: Warehouse, clock: Hand) -> None:
    nowhere = create_engine("postgresql+psycopg://127.0.0.1:1/nothing")
    away = house_of(beginner(nowhere, clock), warehouse, clock)
    with pytest.raises(IngestAway):
        settled(away, event("a"))
    assert logged(away, "event") == []
