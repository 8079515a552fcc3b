"""The threads that work without being asked: the relay, and a sweep of what has served its time."""

import threading
from datetime import timedelta

import structlog

from siyu.kernel import idempotency, metrics, relay
from siyu.kernel.relay import Relay
from siyu.kernel.tx import SYSTEM, Begin

IDLE_SECONDS = 0.5
SWEEP_SECONDS = 3600
OUTBOX_DAYS = 7
ANSWERS_DAYS = 7
log = structlog.get_logger()


class Wheel:
    """Turns the relay until stopped; can be paused while a backup is taken."""

    def __init__(self, turning: Relay, begin: Begin) -> None:
        self._relay = turning
        self._begin = begin
        self._stopping = threading.Event()
        self.paused = threading.Lock()
        """Held by whoever needs the event log to stand still against the outbox."""
        self._threads = [
            threading.Thread(target=self._turn, name="relay", daemon=True),
            threading.Thread(target=self._sweep, name="sweep", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(10)

    def _turn(self) -> None:
        while not self._stopping.is_set():
            try:
                with self.paused:
                    delivered = self._relay.deliver(batch_max=10)
            except Exception:  # a store that is away for a moment must not end the relay
                log.warning("relay_waits", exc_info=True)
                delivered = 0
                self._stopping.wait(2)
            if not delivered:
                self._stopping.wait(IDLE_SECONDS)

    def _sweep(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._begin(SYSTEM) as tx:
                    relay.forget_delivered(tx, before=tx.now - timedelta(days=OUTBOX_DAYS))
                    idempotency.forget_answers(tx, before=tx.now - timedelta(days=ANSWERS_DAYS))
                    measure(*relay.waiting(tx))
            except Exception:
                log.warning("sweep_waits", exc_info=True)
            self._stopping.wait(SWEEP_SECONDS)


def measure(waiting: int, oldest_seconds: float, dead: int) -> None:
    metrics.OUTBOX_WAITING.set(waiting)
    metrics.OUTBOX_OLDEST_SECONDS.set(oldest_seconds)
    metrics.DEAD_LETTERS.set(dead)
