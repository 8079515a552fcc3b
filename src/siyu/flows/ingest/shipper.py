"""Carries the spool into the event log: every block once, however often it is tried."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pyarrow as pa
import structlog

from siyu.facts.events import service as events
from siyu.facts.warehouse.contract import WarehouseRefused
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest import quarantine, queries
from siyu.flows.ingest.contract import Hit, WriteKey
from siyu.flows.ingest.tables import SpooledRow
from siyu.kernel.tx import SYSTEM, Begin, Tx

BLOCKS_MAX: Final = 50
GATHER_SECONDS: Final = 0.5
"""Between two inserts: each makes a part on disk, and parts want to be few."""
IDLE_SECONDS: Final = 1.0
LEFT_SECONDS: Final = 30
"""A block another process has not carried by then is carried by whoever finds it."""

log = structlog.get_logger()


class Shipper:
    """Ships while it runs; `committed` wakes it. Rests while somebody holds `standstill`."""

    def __init__(
        self,
        begin: Begin,
        warehouse: Warehouse,
        process: UUID,
        committed: threading.Event,
        standstill: AbstractContextManager[object],
    ) -> None:
        self._begin = begin
        self._warehouse = warehouse
        self._process = process
        self._committed = committed
        self._standstill = standstill
        self.left_seconds = LEFT_SECONDS
        self._tried_until = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._turn, name="shipper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._committed.set()
        self._thread.join(15)

    def ship(self) -> int:
        """Carry the oldest blocks into the log; how many there were. 0 when nothing waits."""
        with self._standstill, self._begin(SYSTEM) as tx:
            left_before = tx.now - timedelta(seconds=self.left_seconds)
            rows = queries.claim_spooled(tx.db, made_by=self._process, left_before=left_before, limit=BLOCKS_MAX)
            if rows:
                self._carry(tx, rows)
        return len(rows)

    def _carry(self, tx: Tx, rows: Sequence[SpooledRow]) -> None:
        """From here to the commit anything may fail: then these blocks are asked for in the log the next time."""
        known = self._tried_until
        self._tried_until = max(known, rows[-1].number)
        self._write(tx, pa.concat_tables([self._unknown_to_the_log(row, known) for row in rows]))
        queries.drop_spooled(tx.db, [row.number for row in rows])

    def _unknown_to_the_log(self, row: SpooledRow, tried_until: int) -> pa.Table:
        """The block's events. A block that may have been inserted before loses those the log has by now."""
        block = pa.ipc.open_stream(row.block).read_all()
        if row.made_by == self._process and row.number > tried_until:
            return block
        ids = [UUID(text) for text in block["event_id"].to_pylist()]
        present = events.present(self._warehouse, ids=ids)
        return block.filter(pa.array([event_id not in present for event_id in ids], pa.bool_()))

    def _write(self, tx: Tx, block: pa.Table) -> None:
        """What the warehouse refuses is found by halving and quarantined: one event must not stop the others."""
        if not len(block):
            return
        try:
            events.write(self._warehouse, block)
        except WarehouseRefused:
            if len(block) == 1:
                quarantine.put(tx, [_refused(block.to_pylist()[0])])
                return
            half = len(block) // 2
            self._write(tx, block.slice(0, half))
            self._write(tx, block.slice(half))

    def _turn(self) -> None:
        while not self._stopping.is_set():
            self._committed.wait(IDLE_SECONDS)
            self._committed.clear()
            try:
                while self.ship() and not self._stopping.is_set():
                    self._stopping.wait(GATHER_SECONDS)
            except Exception:  # a store that is away for a moment must not end the shipping
                log.warning("shipper_waits", exc_info=True)
                self._stopping.wait(2)


def _refused(row: dict[str, Any]) -> Hit:
    hit = Hit(
        raw={**_named(row), "row": {name: str(value) for name, value in row.items()}},
        key=WriteKey(UUID(int=0), row["source"], is_trusted=False),
        received_ms=round(row["received_at"].timestamp() * 1000),
        id=UUID(row["event_id"]),
        type=row["type"],
        name=row["event"],
    )
    hit.end("quarantined", "warehouse_refused")
    return hit


def _named(row: dict[str, Any]) -> dict[str, str]:
    return {"type": row["type"], "event": row["event"], "messageId": row["event_id"]}
