"""Ingest as the rest of the house sees it: one object that runs, and verbs over what it left behind."""

import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from siyu.facts.events import service as events
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest import quarantine, queries, steps
from siyu.flows.ingest.collector import Collector
from siyu.flows.ingest.contract import Answer, Backlog, QuarantineFilter
from siyu.flows.ingest.hits import Delivery, hits_of
from siyu.flows.ingest.invitations import Invitations
from siyu.flows.ingest.live import LiveView
from siyu.flows.ingest.recent import KEPT_HOURS
from siyu.flows.ingest.sessions import PAUSE_MS
from siyu.flows.ingest.shipper import Shipper
from siyu.flows.ingest.steps import Desk
from siyu.kernel.clock import Clock
from siyu.kernel.ids import new_id
from siyu.kernel.tx import SYSTEM, Begin, Tx

REPLAY_BATCH = 500
REPLAY_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Ingest:
    """Everything that takes events in, in this process."""

    begin: Begin
    clock: Clock
    warehouse: Warehouse
    invitations: Invitations
    live: LiveView
    desk: Desk
    collector: Collector
    shipper: Shipper

    def now_ms(self) -> int:
        """When what arrives now was received."""
        return round(self.clock().timestamp() * 1000)

    def start(self, now: datetime, *, is_alone: bool) -> None:
        """Resume where the last process stopped; one that is alone need not leave its blocks to it for a while."""
        since = now - timedelta(milliseconds=PAUSE_MS)
        if is_alone:
            self.shipper.left_seconds = 0
        with self.begin(SYSTEM) as tx:
            steps.warm(tx, self.desk)
        self.desk.sessions.resume(events.running_sessions(self.warehouse, since=since))
        self.collector.start()
        self.shipper.start()

    def stop(self) -> None:
        self.collector.stop()
        self.shipper.stop()

    def take(self, delivery: Delivery) -> list[Answer]:
        """Take the delivery in this thread and carry it into the log: for imports, commands and tests."""
        hits = self.collector.settle(hits_of(delivery))
        self.live.add(hits)
        while self.shipper.ship():
            pass
        return [Answer(hit.message_id, hit.fate, hit.code, hit.detail) for hit in hits]


def open_ingest(
    begin: Begin, warehouse: Warehouse, *, key: bytes, clock: Clock, standstill: AbstractContextManager[object]
) -> Ingest:
    """Everything put together, standing still; `key` signs invitations."""
    committed = threading.Event()
    invitations = Invitations(key)
    live = LiveView()
    desk = Desk(invitations, new_id(clock()))
    return Ingest(
        begin=begin,
        clock=clock,
        warehouse=warehouse,
        invitations=invitations,
        live=live,
        desk=desk,
        collector=Collector(begin, desk, live, committed),
        shipper=Shipper(begin, warehouse, desk.process, committed, standstill),
    )


def replay(ingest: Ingest, *, chosen: QuarantineFilter) -> tuple[int, int]:
    """Send waiting hits through the steps again, REPLAY_MAX at most; how many were tried, how many came through."""
    tried = passed = 0
    after: UUID | None = None
    while tried < REPLAY_MAX:
        with ingest.begin(SYSTEM) as tx:
            hits = quarantine.claim(tx, chosen=chosen, limit=REPLAY_BATCH, after=after)
        if not hits:
            break
        after = hits[-1].id
        done = ingest.collector.settle(hits)
        with ingest.begin(SYSTEM) as tx:
            quarantine.settle(tx, done)
        tried += len(done)
        passed += sum(hit.fate != "quarantined" for hit in done)
    return tried, passed


def backlog(tx: Tx) -> Backlog:
    """What waits: for the log, and for somebody to look at it."""
    spooled, oldest = queries.spooled(tx.db)
    waiting = queries.count_quarantined(tx.db, QuarantineFilter(state="waiting"))
    return Backlog(spooled, (tx.now - oldest).total_seconds() if oldest else 0.0, waiting)


def forget_old(tx: Tx) -> int:
    """Drop taken ids past their 48 hours and quarantined hits past their days; how many hits."""
    queries.forget_taken(tx.db, before=tx.now - timedelta(hours=KEPT_HOURS + 4))
    return quarantine.forget_old(tx)
