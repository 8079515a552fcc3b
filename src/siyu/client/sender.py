"""The thread that carries batches to the server: in order, again and again until there is an answer for each event."""

import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from siyu.client.answers import Answer, Later, Never, Settled, TooMuch, judge, wait_seconds
from siyu.client.contract import ClientError, Failure, Refused, Result
from siyu.client.envelope import iso
from siyu.client.queue import Queue
from siyu.client.world import World

Told = TypeVar("Told")
_EMPTY_SECONDS = 0.2
_CLOSING_SECONDS = 0.3
log = logging.getLogger("siyu.client")


class Transport(Protocol):
    """Carries the body of a batch to the server; what goes wrong on the way is an Answer, too."""

    def post(self, body: bytes) -> Answer: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who wants to hear what became of events; called in the sender's thread, before an event counts as settled."""

    on_result: Callable[[Result], None] | None
    on_error: Callable[[Failure], None] | None


class Sender:
    """Takes from the queue until told to stop. `refused` is why it gave up for good, if it did."""

    def __init__(
        self, queue: Queue, transport: Transport, listeners: Listeners, world: World, *, linger_seconds: float
    ) -> None:
        self._queue, self._transport, self._listeners, self._world = queue, transport, listeners, world
        self._linger_seconds = linger_seconds
        self._closing, self._stopped = threading.Event(), threading.Event()
        self._deadline = 0.0
        self.refused: Refused | None = None
        self._thread = threading.Thread(target=self._run, name="siyu-client", daemon=True)
        self._thread.start()

    def stop(self, *, seconds_max: float) -> None:
        """Send what is left without delay, for so long; then end, even in the middle of waiting for an answer."""
        self._deadline = self._world.monotonic() + seconds_max
        self._closing.set()
        self._queue.end()
        if threading.current_thread() is not self._thread:  # a listener may close the client
            self._thread.join(seconds_max)
        self._stopped.set()

    def tell_failed(self, lines: Sequence[bytes], error: ClientError) -> None:
        """Say of each event that it will not be sent any more."""
        for line in lines:
            failure = Failure(json.loads(line), error)
            if self._listeners.on_error:
                _call(self._listeners.on_error, failure)
            else:
                log.error("event_not_sent: %s (%s)", failure.event.get("messageId"), error)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set() and self._turn():
                pass
        finally:
            self._queue.stand_still()
            self._transport.close()

    def _turn(self) -> bool:
        """One batch, if there is one; whether to go on. What nobody foresaw is tried again as well."""
        try:
            batch = self._queue.gather(linger_seconds=self._linger_seconds)
            if batch:
                return self._deliver(batch)
        except Exception:
            log.exception("sender_failed")
        return not self._world.wait(self._closing, _EMPTY_SECONDS)

    def _deliver(self, batch: list[bytes]) -> bool:
        """Whether to go on: every event of the batch is settled then."""
        attempt = 0
        while True:
            match judge(self._transport.post(self._body(batch)), self._world.now()):
                case Settled(results):
                    self._tell(results)
                    self._queue.settle(len(batch))
                    return True
                case TooMuch(status, problem) if len(batch) == 1:
                    self.tell_failed(batch, Refused(status=status, problem=problem))
                    self._queue.settle(1)
                    return True
                case TooMuch():
                    half = len(batch) // 2
                    return self._deliver(batch[:half]) and self._deliver(batch[half:])
                case Never(status, problem):
                    self._give_up(Refused(status=status, problem=problem))
                    return False
                case Later(asked, problem):
                    self._pause(wait_seconds(attempt, asked, self._world.chance()), problem)
                    attempt += 1
                    if self._is_over():
                        return False

    def _body(self, batch: list[bytes]) -> bytes:
        """`sentAt` is of this try: the server tells a wrong clock by it."""
        return b'{"batch":[' + b",".join(batch) + b'],"sentAt":"' + iso(self._world.now()).encode() + b'"}'

    def _pause(self, seconds: float, problem: str) -> None:
        """Wait until the next try; when the client is closed meanwhile, tries come soon, whatever was asked for."""
        is_closing = self._closing.is_set()
        seconds = _CLOSING_SECONDS if is_closing else seconds
        log.warning("send_failed: %s; next try in %.1f s", problem, seconds)
        self._world.wait(self._stopped if is_closing else self._closing, seconds)

    def _is_over(self) -> bool:
        return self._stopped.is_set() or (self._closing.is_set() and self._world.monotonic() >= self._deadline)

    def _give_up(self, refused: Refused) -> None:
        self.refused = refused
        log.error("%s; nothing more is sent, and what waits stays where it is", refused)

    def _tell(self, results: Sequence[Result]) -> None:
        for result in results:
            if self._listeners.on_result:
                _call(self._listeners.on_result, result)
            elif result.status == "quarantined":
                log.warning("event_quarantined: %s (%s: %s)", result.message_id, result.code, result.message)


def _call(listener: Callable[[Told], None], told: Told) -> None:
    try:
        listener(told)
    except Exception:  # a listener's fault must not stop the sending
        log.exception("listener_failed")
