"""Ask and fill the warehouse: values only ever travel as bound parameters, rows only ever as columns."""

import queue
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import clickhouse_connect
import pyarrow as pa
import structlog
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError
from clickhouse_connect.driver.query import QueryResult

from siyu.facts.warehouse.contract import WarehouseHealth, WarehouseRefused, WarehouseUnavailable
from siyu.facts.warehouse.ddl import Place, render

CLIENTS_MAX = 6
WAIT_SECONDS_MAX = 30
_READ_SETTINGS = {"readonly": 1, "max_execution_time": 60, "max_memory_usage": 4_000_000_000, "max_threads": 2}
_QUESTION = re.compile(r"\s*(SELECT|WITH)\b")

log = structlog.get_logger()


class Warehouse:
    """A bounded set of clients on one ClickHouse; every thread borrows one for one statement."""

    def __init__(self, open_client: Callable[[], Client], place: Place) -> None:
        self._open = open_client
        self._place = place
        self._idle: queue.LifoQueue[Client | None] = queue.LifoQueue()
        for _ in range(CLIENTS_MAX):
            self._idle.put(None)

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Every row of a SELECT; `{name:Type}` in the SQL takes `parameters["name"]`."""
        with self._answer(sql, parameters) as answer:
            return [tuple(row) for row in answer.result_rows]

    def named(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Every row of a SELECT by column name."""
        with self._answer(sql, parameters) as answer:
            return list(answer.named_results())

    def insert(self, table: str, columns: pa.Table) -> None:
        """Insert a block of columns; on return it is on disk."""
        with self._client() as client:
            client.insert_arrow(table, columns)

    def native(self, sql: str, parameters: Mapping[str, Any] | None = None) -> bytes:
        """The rows of a SELECT as ClickHouse's own Native blocks, for a backup."""
        with self._client() as client:
            return client.raw_query(sql, dict(parameters or {}), fmt="Native")

    def insert_native(self, table: str, blocks: bytes) -> None:
        """Insert what `native` gave."""
        with self._client() as client:
            client.raw_insert(table, insert_block=blocks, fmt="Native")

    def command(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        with self._client() as client:
            client.command(sql, dict(parameters or {}))

    def migrate(self) -> list[str]:
        """Run the numbered DDL files that have not run here yet; their names."""
        for statement in render(_JOURNAL, self._place):
            self.command(statement)
        done = {name for (name,) in self.rows("SELECT name FROM warehouse_migrations")}
        files = sorted(resources.files("siyu.migrations.warehouse").iterdir(), key=lambda file: file.name)
        fresh = [file for file in files if file.name.endswith(".sql") and file.name not in done]
        for file in fresh:
            for statement in render(file.read_text(), self._place):
                self.command(statement)
            self.command("INSERT INTO warehouse_migrations (name) VALUES ({name:String})", {"name": file.name})
        return [file.name for file in fresh]

    def health(self) -> WarehouseHealth:
        kind: Literal["embedded", "server"] = "embedded" if self._place.is_embedded else "server"
        try:
            version = str(self.rows("SELECT version()")[0][0])
            size = (
                "SELECT sum(bytes_on_disk), sumIf(rows, startsWith(table, 'events')) FROM system.parts "
                "WHERE active AND database = currentDatabase()"
            )
            size_bytes, rows = self.rows(size)[0]
        except WarehouseUnavailable:
            return WarehouseHealth(kind=kind, version="", size_bytes=0, rows=0, ok=False)
        return WarehouseHealth(kind=kind, version=version, size_bytes=size_bytes, rows=rows, ok=True)

    def close(self) -> None:
        while not self._idle.empty():
            client = self._idle.get_nowait()
            if client:
                client.close()

    @contextmanager
    def _answer(self, sql: str, parameters: Mapping[str, Any] | None) -> Iterator[QueryResult]:
        """Ask read-only. Anything but a question would, embedded, leave its client read-only for ever."""
        assert _QUESTION.match(sql), "only a SELECT can be asked"
        with self._client() as client:
            yield client.query(sql, dict(parameters or {}), settings=_READ_SETTINGS)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            client = self._idle.get(timeout=WAIT_SECONDS_MAX)
        except queue.Empty as error:
            raise WarehouseUnavailable(retry=True) from error
        try:
            client = client or self._open()
            yield client
        except (ClickHouseError, OSError) as error:
            log.warning("warehouse_failed", error=str(error)[:500])
            if _code(error) in _REFUSALS:
                raise WarehouseRefused(retry=False) from error
            raise WarehouseUnavailable(retry=True) from error
        finally:
            self._idle.put(client)


_REFUSALS = frozenset({6, 26, 27, 38, 41, 53, 69, 70, 72, 117, 376})
"""Errors that speak of the values, not of the engine: unparsable, out of range, of another type."""


def _code(error: Exception) -> int:
    found = re.search(r"Code: (\d+)", str(error))
    return int(found[1]) if found else 0


_JOURNAL = """
CREATE TABLE IF NOT EXISTS warehouse_migrations {on_cluster} (name String, ran_at DateTime64(3, 'UTC') DEFAULT now64(3))
ENGINE = {merge_tree} ORDER BY name {durable};
"""


def embedded(folder: Path) -> Warehouse:
    """The engine inside this process. One process and one folder; start PostgreSQL before calling this."""
    folder.mkdir(parents=True, exist_ok=True)
    return Warehouse(lambda: clickhouse_connect.get_client(interface="chdb", path=str(folder)), Place(is_embedded=True))


def server(url: str, cluster: str | None) -> Warehouse:
    """A ClickHouse server or cluster: `https://user:password@host:8443/database`."""
    return Warehouse(
        lambda: clickhouse_connect.get_client(dsn=url, autogenerate_session_id=False),
        Place(is_embedded=False, cluster=cluster),
    )
