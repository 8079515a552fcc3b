"""Real stores for the cases that ask for them, opened at the first asking and emptied for every case."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, text

from siyu.facts.warehouse import service as warehouses
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel import db
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.tx import Begin, beginner
from siyu.migrations import history
from siyu.migrations.tables import METADATA

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class Stores:
    """`now` is what the clock says; a case may move it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._used: set[str] = set()
        self.now = BEGINNING

    @property
    def begin(self) -> Begin:
        self._used.add("record")
        return beginner(self.engine, lambda: self.now)

    @property
    def warehouse(self) -> Warehouse:
        """Asked for after PostgreSQL was started: nothing may fork once the engine is in the process."""
        _ = self.engine
        self._used.add("log")
        return self._opened_warehouse

    def empty(self) -> None:
        """As a case finds them."""
        self.now = BEGINNING
        if "record" in self._used:
            with self.engine.begin() as connection:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(text(f"TRUNCATE {', '.join(METADATA.tables)} RESTART IDENTITY CASCADE"))
        if "log" in self._used:
            self._opened_warehouse.command("TRUNCATE TABLE events")
        self._used.clear()

    @cached_property
    def engine(self) -> Engine:
        server = EmbeddedPostgres(self._folder / "postgres")
        server.start()
        self._stack.callback(server.stop)
        engine = db.connect(server.url, connections_max=10)
        self._stack.callback(engine.dispose)
        history.upgrade(engine)
        return engine

    @cached_property
    def _opened_warehouse(self) -> Warehouse:
        warehouse = warehouses.embedded(self._folder / "clickhouse")
        self._stack.callback(warehouse.close)
        warehouse.migrate()
        return warehouse

    @cached_property
    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="siyu-conformance-"))
        folder.chmod(0o755)
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder


@contextmanager
def opened() -> Iterator[Stores]:
    """Stores that are gone at the end."""
    with ExitStack() as stack:
        yield Stores(stack)
