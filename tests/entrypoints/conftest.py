"""One application over real stores, and callers of every kind at its doors."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from sqlalchemy import Engine

from siyu.entrypoints.api import build_api
from siyu.entrypoints.house import House
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest.service import open_ingest
from siyu.kernel.settings import Settings
from siyu.kernel.tx import Begin
from siyu.migrations import history
from siyu.team.staff.contract import Role
from tests.conftest import Hand
from tests.entrypoints.doors import Door, signed_in

SignIn = Callable[[Role], Door]


@pytest.fixture(scope="session", autouse=True)
def _plain_tracebacks() -> None:
    """As the server logs them: the library's own default draws every local variable, for seconds."""
    renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.stdlib.add_log_level, renderer])


@pytest.fixture
def house(settings: Settings, engine: Engine, begin: Begin, warehouse: Warehouse, clock: Hand, tmp_path: Path) -> House:
    """The house as `siyu.app` puts it together, but nothing turns in it: a test delivers when it wants to."""
    settings.data_dir.mkdir()
    standstill = threading.Lock()
    return House(
        settings=settings,
        engine=engine,
        begin=begin,
        warehouse=warehouse,
        started_at=clock.now,
        version="1.2.3",
        database_kind="embedded",
        static_dir=tmp_path / "static",
        migrate=history.upgrade,
        standstill=standstill,
        fingerprint_key=b"a key for these tests",
        ingest=open_ingest(begin, warehouse, key=b"another key", clock=clock, standstill=standstill),
    )


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for every request of the run."""
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture(scope="session")
def built() -> list[FastAPI]:
    """Where the application is kept once it is built: from test to test only the house it stands in differs."""
    return []


@pytest.fixture
def api(house: House, built: list[FastAPI], portal: BlockingPortal) -> FastAPI:
    if not built:
        built.append(build_api(house))
    built[0].state.house = house
    built[0].state.portal = portal
    return built[0]


@pytest.fixture
def anybody(api: FastAPI) -> Door:
    """Somebody who has not signed in."""
    return Door(api)


@pytest.fixture
def door(house: House, api: FastAPI) -> Door:
    """The owner."""
    return signed_in(house, api, "owner")


@pytest.fixture
def sign_in(house: House, api: FastAPI) -> SignIn:
    return lambda role: signed_in(house, api, role)
