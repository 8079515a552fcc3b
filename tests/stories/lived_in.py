"""A house of its own in the stores of the run, with relay and jobs turning in it as in `siyu up`."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import clickhouse_connect
from anyio.from_thread import start_blocking_portal
from sqlalchemy import Engine, create_engine, make_url, text

from siyu.entrypoints.api import build_api
from siyu.entrypoints.house import House
from siyu.facts.warehouse.ddl import Place
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest.service import open_ingest
from siyu.flows.jobs import BOOK
from siyu.flows.listeners import LISTENERS
from siyu.kernel import db
from siyu.kernel.clock import utc_now
from siyu.kernel.jobs import Worker
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.relay import Relay
from siyu.kernel.settings import Settings
from siyu.kernel.tx import beginner
from siyu.kernel.wheel import Wheel
from siyu.migrations import history
from tests.entrypoints.doors import Door, signed_in

WAIT_SECONDS_MAX = 180
POLL_SECONDS = 0.05
ENDED = ("done", "failed", "cancelled")


@contextmanager
def opened(postgres: EmbeddedPostgres, scratch: Path, settings: Settings, name: str) -> Iterator[House]:
    """A house over a database of this name in each store: one process can open only one engine of either kind."""
    settings.data_dir.mkdir(parents=True)
    engine = _database(postgres, name)
    warehouse = _warehouse(scratch / "clickhouse", name)
    begin, standstill = beginner(engine, utc_now), threading.Lock()
    yield House(
        settings=settings,
        engine=engine,
        begin=begin,
        warehouse=warehouse,
        started_at=utc_now(),
        version="1.2.3",
        database_kind="embedded",
        static_dir=settings.data_dir / "static",
        migrate=history.upgrade,
        standstill=standstill,
        fingerprint_key=b"a key for these tests",
        ingest=open_ingest(begin, warehouse, key=b"another key", clock=utc_now, standstill=standstill),
    )
    warehouse.close()
    engine.dispose()


@contextmanager
def turning(house: House) -> Iterator[None]:
    """Relay, sweep and jobs, until the block ends."""
    stores = {"begin": house.begin, "warehouse": house.warehouse, "settings": house.settings}
    wheel = Wheel(Relay(house.begin, LISTENERS, stores), house.begin, house.standstill)
    url = house.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    worker = Worker(url, BOOK, stores, stalled_at_start_seconds=0)
    wheel.start()
    worker.start()
    yield
    worker.stop()
    wheel.stop()


@contextmanager
def owner_of(house: House) -> Iterator[Door]:
    """The owner in a browser."""
    with start_blocking_portal() as portal:
        api = build_api(house)
        api.state.portal = portal
        yield signed_in(house, api, "owner")


def begin_import(door: Door, content: bytes, *, mapping: str, dry_run: bool = False) -> str:
    """Upload and start; the import's id."""
    uploaded = door.upload(content)
    assert uploaded.status_code == 201, uploaded.text
    wanted = {"file_id": uploaded.json()["id"], "mapping": mapping, "dry_run": dry_run}
    return str(door.post("/v1/imports", wanted)["id"])


def finish(door: Door, import_id: str) -> dict[str, Any]:
    """The import when it has ended and every fact it told is delivered."""
    wait_for(lambda: door.get(f"/v1/imports/{import_id}")["state"] in ENDED)
    wait_for(lambda: door.get("/v1/system")["outbox"]["waiting"] == 0)
    ended: dict[str, Any] = door.get(f"/v1/imports/{import_id}")
    return ended


def wait_for(is_so: Callable[[], bool]) -> None:
    """Ask until it is so, or fail when it takes too long."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(POLL_SECONDS)


def _database(postgres: EmbeddedPostgres, name: str) -> Engine:
    url = make_url(postgres.url)
    server = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    engine = db.connect(url.set(database=name).render_as_string(hide_password=False), connections_max=20)
    history.upgrade(engine)
    return engine


def _warehouse(folder: Path, name: str) -> Warehouse:
    with clickhouse_connect.get_client(interface="chdb", path=str(folder)) as client:
        client.command(f"CREATE DATABASE {name}")
    place = Place(is_embedded=True)
    opening = Warehouse(lambda: clickhouse_connect.get_client(interface="chdb", path=str(folder), database=name), place)
    opening.migrate()
    return opening
