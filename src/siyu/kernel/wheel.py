"""The threads that work without being asked: the relay, and a sweep of what has served its time."""

import threading
from contextlib import AbstractContextManager
from datetime import timedelta

import structlog

from siyu.kernel import idempotency, relay
from siyu.kernel.relay import Relay
from siyu.kernel.tx import SYSTEM, Begin

IDLE_SECONDS = 0.5
SWEEP_SECONDS = 3600
OUTBOX_DAYS = 7
ANSWERS_DAYS = 7
log = structlog.get_logger()


class Wheel:
    """Turns the relay until stopped; rests while somebody holds `standstill`, such as a backup."""

    def __init__(self, turning: Relay, begin: Begin, standstill: AbstractContextManager[object]) -> None:
        self._relay = turning
        self._begin = begin
        self._standstill = standstill
        self._stopping = threading.Event()
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
                with self._standstill:
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
                    relay.measure(tx)
            except Exception:
                log.warning("sweep_waits", exc_info=True)
            self._stopping.wait(SWEEP_SECONDS)
