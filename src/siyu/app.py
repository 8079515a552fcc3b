"""The composition root: opens the stores, puts the house together, and is the only module that knows every floor."""

import gc
import importlib
import pkgutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

import structlog
from fastapi import FastAPI

from siyu import flows
from siyu.entrypoints.api import build_api, describe
from siyu.entrypoints.cli import call, care, import_file, serve, shell
from siyu.entrypoints.house import House
from siyu.facts.warehouse import service as warehouses
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest.service import open_ingest
from siyu.flows.jobs import BOOK
from siyu.flows.listeners import LISTENERS
from siyu.kernel import db, relay
from siyu.kernel.clock import Clock, utc_now
from siyu.kernel.data_dir import hold
from siyu.kernel.jobs import STALLED_SECONDS, Worker
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.relay import Relay
from siyu.kernel.secrets import secret_key
from siyu.kernel.settings import Settings
from siyu.kernel.tx import SYSTEM, beginner
from siyu.kernel.wheel import Wheel
from siyu.migrations import history

log = structlog.get_logger()


def load_flows() -> None:
    """Import every flow, so that listeners and jobs stand in their lists."""
    for module in pkgutil.walk_packages(flows.__path__, "siyu.flows."):
        if module.name.rsplit(".", 1)[-1].startswith(("when_", "jobs")):
            importlib.import_module(module.name)


@contextmanager
def open_house(settings: Settings, clock: Clock = utc_now) -> Iterator[House]:
    """The house with both stores started and migrated; nobody else may open the same data folder meanwhile."""
    with hold(settings.data_dir):
        postgres = _start_postgres(settings)
        url = settings.database.url.get_secret_value() if settings.database.url else postgres.url  # type: ignore[union-attr]
        engine = db.connect(url, connections_max=settings.database.connections_max)
        warehouse = _open_warehouse(settings)
        try:
            history.upgrade(engine)
            warehouse.migrate()
            begin, standstill = beginner(engine, clock), threading.Lock()
            key = secret_key(settings.data_dir / "invitations.key")
            yield House(
                settings=settings,
                engine=engine,
                begin=begin,
                warehouse=warehouse,
                started_at=clock(),
                version=metadata.version("siyu"),
                database_kind="embedded" if postgres else "server",
                static_dir=Path(str(resources.files("siyu"))) / "static",
                migrate=history.upgrade,
                standstill=standstill,
                fingerprint_key=secret_key(settings.data_dir / "fingerprint.key"),
                ingest=open_ingest(begin, warehouse, key=key, clock=clock, standstill=standstill),
            )
        finally:
            warehouse.close()
            engine.dispose()
            if postgres:
                postgres.stop()


def _start_postgres(settings: Settings) -> EmbeddedPostgres | None:
    if settings.database.url:
        return None
    postgres = EmbeddedPostgres(settings.data_dir / "postgres")
    postgres.start()
    postgres.watch()
    return postgres


def _open_warehouse(settings: Settings) -> Warehouse:
    if settings.warehouse.url:
        return warehouses.server(settings.warehouse.url.get_secret_value(), settings.warehouse.cluster)
    return warehouses.embedded(settings.data_dir / "clickhouse")


@dataclass(frozen=True, slots=True)
class Running:
    """A house with its API and the threads that turn in it."""

    house: House
    api: FastAPI


@contextmanager
def run_house(settings: Settings) -> Iterator[Running]:
    """The open house with relay, jobs and sweep turning; they end before the stores do."""
    load_flows()
    with open_house(settings) as house:
        stores = {"begin": house.begin, "warehouse": house.warehouse, "settings": settings}
        wheel = Wheel(Relay(house.begin, LISTENERS, stores), house.begin, house.standstill)
        url = house.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        is_alone = house.database_kind == "embedded"
        if is_alone:
            with house.begin(SYSTEM) as tx:
                relay.take_back_leases(tx)
        silent = 0 if is_alone else STALLED_SECONDS
        worker = Worker(url, BOOK, stores, stalled_at_start_seconds=silent)
        api = build_api(house)
        gc.freeze()  # what is here now stays: the collector need not look through it at every turn
        wheel.start()
        worker.start()
        house.ingest.start(utc_now(), is_alone=is_alone)
        try:
            yield Running(house, api)
        finally:
            house.ingest.stop()
            worker.stop()
            wheel.stop()


COMMANDS = (serve, import_file, call, care)
"""The modules whose import puts their commands into the shell."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The `siyu` command."""
    shell.run(shell.Composition(open_house=open_house, run_house=run_house, describe=describe), arguments)
