"""Group commit: requests wait together for one transaction, which the next group follows at once."""

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Final

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from siyu.flows.ingest import quarantine, steps
from siyu.flows.ingest.contract import Answer, Hit, IngestAway
from siyu.flows.ingest.hits import Delivery, again, hits_of
from siyu.flows.ingest.live import LiveView
from siyu.flows.ingest.steps import Desk
from siyu.kernel import metrics
from siyu.kernel.errors import Upstream
from siyu.kernel.tx import SYSTEM, Begin

GROUP_EVENTS: Final = 2_000
WAITING_EVENTS_MAX: Final = 20_000
"""More than this waiting means that the stores cannot keep up: senders are asked to come again."""

GATHER_SECONDS: Final = 0.010
"""A group waits so long for company: its transaction costs milliseconds of an interpreter that all need."""

log = structlog.get_logger()
Answers = list[Answer]


class Collector:
    """Takes deliveries from any thread and answers each when it is durable; `committed` is set after a group."""

    def __init__(self, begin: Begin, desk: Desk, live: LiveView, committed: threading.Event) -> None:
        self._begin = begin
        self._desk = desk
        self._live = live
        self._committed = committed
        self._waiting: deque[tuple[Delivery, Future[Answers]]] = deque()
        self._events = 0
        self._changed = threading.Condition()
        self._is_stopping = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._turn, name="collector", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Answer what waits, then end; what comes later is refused."""
        with self._changed:
            self._is_stopping = True
            self._ended.set()
            self._changed.notify()
        self._thread.join(15)

    def submit(self, delivery: Delivery) -> Future[Answers]:
        """The answers, one for each event in order, once they are durable; IngestAway when that cannot be now."""
        future: Future[Answers] = Future()
        with self._changed:
            if self._is_stopping or self._events >= WAITING_EVENTS_MAX:
                raise IngestAway(retry=True)
            self._waiting.append((delivery, future))
            self._events += len(delivery.events)
            self._changed.notify()
        return future

    def settle(self, hits: Sequence[Hit]) -> list[Hit]:
        """Take these hits now, in this thread; what makes a group fail is found by halving and refused alone."""
        try:
            with self._begin(SYSTEM) as tx:
                steps.take(tx, self._desk, hits)
        except (OperationalError, InterfaceError, Upstream) as error:
            log.warning("ingest_waits", error=str(error)[:300])
            raise IngestAway(retry=True) from error
        except Exception as error:  # noqa: BLE001  # whatever it is, it comes from one hit, and the others go on
            return self._settle_halves(hits, error)
        self._committed.set()
        return list(hits)

    def _settle_halves(self, hits: Sequence[Hit], error: Exception) -> list[Hit]:
        if len(hits) > 1:
            half = len(hits) // 2
            return self.settle([again(hit) for hit in hits[:half]]) + self.settle([again(hit) for hit in hits[half:]])
        log.error("hit_not_understood", exc_info=error)
        [hit] = hits
        hit.end("quarantined", "not_understood", type(error).__name__)
        with self._begin(SYSTEM) as tx:
            quarantine.put(tx, [hit])
        return [hit]

    def _turn(self) -> None:
        while True:
            group = self._next_group()
            if not group:
                return
            try:
                self._answer(group)
            except IngestAway:
                self._refuse(group)
            except Exception:  # whoever waits is told to come again; the next group may fare better
                log.exception("group_failed")
                self._refuse(group)

    def _refuse(self, group: list[tuple[Delivery, Future[Answers]]]) -> None:
        for _delivery, future in group:
            if not future.done():
                future.set_exception(IngestAway(retry=True))

    def _next_group(self) -> list[tuple[Delivery, Future[Answers]]]:
        """All that waits, up to a group's size; empty when it is time to end."""
        with self._changed:
            while not self._waiting and not self._is_stopping:
                self._changed.wait()
        self._ended.wait(GATHER_SECONDS)
        with self._changed:
            group: list[tuple[Delivery, Future[Answers]]] = []
            events = 0
            while self._waiting and (not group or events + len(self._waiting[0][0].events) <= GROUP_EVENTS):
                group.append(self._waiting.popleft())
                events += len(group[-1][0].events)
            self._events -= events
            return group

    def _answer(self, group: list[tuple[Delivery, Future[Answers]]]) -> None:
        hits = self.settle([hit for delivery, _ in group for hit in hits_of(delivery)])
        self._live.add(hits)
        for fate in ("kept", "duplicate", "dropped", "quarantined"):
            metrics.HITS.labels(fate).inc(sum(hit.fate == fate for hit in hits))
        start = 0
        for delivery, future in group:
            end = start + len(delivery.events)
            future.set_result([Answer(hit.message_id, hit.fate, hit.code, hit.detail) for hit in hits[start:end]])
            start = end
