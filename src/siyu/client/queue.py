"""The queue between the verbs and the sender: bounded, in order, and nothing leaves it before it is settled."""

import threading
from collections import deque
from typing import Protocol

from siyu.client.contract import BATCH_BYTES_MAX, ClientClosed, QueueFull


class Store(Protocol):
    """Where the lines wait. `size_bytes` is what they take; the queue's lock guards every call but `make_durable`."""

    @property
    def count(self) -> int: ...
    @property
    def size_bytes(self) -> int: ...
    def add(self, line: bytes) -> int:
        """Its place, for `make_durable`."""

    def make_durable(self, place: int) -> None: ...
    def first(self, events_max: int, bytes_max: int) -> list[bytes]: ...
    def remove(self, count: int) -> None: ...
    def close(self) -> list[bytes]:
        """The lines that are lost with it."""


class Memory:
    """Lines in memory, gone with the process."""

    def __init__(self) -> None:
        self._lines: deque[bytes] = deque()
        self.size_bytes = 0

    @property
    def count(self) -> int:
        return len(self._lines)

    def add(self, line: bytes) -> int:
        self._lines.append(line)
        self.size_bytes += len(line)
        return 0

    def make_durable(self, place: int) -> None:
        """Memory is as durable as it gets."""

    def first(self, events_max: int, bytes_max: int) -> list[bytes]:
        found: list[bytes] = []
        for line in self._lines:
            bytes_max -= len(line) + 1
            if len(found) == events_max or (found and bytes_max < 0):
                break
            found.append(line)
        return found

    def remove(self, count: int) -> None:
        for _ in range(count):
            self.size_bytes -= len(self._lines.popleft())

    def close(self) -> list[bytes]:
        return list(self._lines)


class Queue:
    """Counts what was accepted and what is settled, so that one can wait for either."""

    def __init__(self, store: Store, *, bytes_max: int, batch_max: int) -> None:
        self._store, self._bytes_max, self._batch_max = store, bytes_max, batch_max
        self._changed = threading.Condition()
        self._accepted, self._settled = store.count, 0
        self._rushed = self._accepted
        self._is_ending = self._is_still = self._is_closed = False

    def put(self, line: bytes, *, wait_seconds: float) -> None:
        """Accept a line, or raise QueueFull when there is no room for it within that time."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_closed or self._has_room(line), wait_seconds):
                raise QueueFull(bytes=self._store.size_bytes, seconds=wait_seconds)
            if self._is_closed:
                raise ClientClosed
            place = self._store.add(line)
        try:
            self._store.make_durable(place)
        finally:  # even where that failed, the line is in the store
            with self._changed:
                self._accepted += 1
                if self._waiting <= 1 or self._is_due():
                    self._changed.notify_all()

    def gather(self, *, linger_seconds: float) -> list[bytes]:
        """The next batch, once it is full, rushed, or its first event has waited; [] when the queue has ended empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting > 0 or self._is_ending)
            self._changed.wait_for(self._is_due, linger_seconds)
            return self._store.first(self._batch_max, BATCH_BYTES_MAX)

    def settle(self, count: int) -> None:
        """The first `count` lines are done with."""
        with self._changed:
            if self._is_closed:  # the answer came after we had stopped waiting for it
                return
            self._store.remove(count)
            self._settled += count
            self._changed.notify_all()

    def rush(self, *, seconds_max: float) -> bool:
        """Send what is accepted by now without delay; whether it was settled within that time."""
        with self._changed:
            wanted = self._rushed = self._accepted
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._settled >= wanted or self._is_still, seconds_max)
            return self._settled >= wanted

    def end(self) -> None:
        """Wait for nothing more; what is left goes out without delay."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()

    def stand_still(self) -> None:
        """Nobody takes from it any more."""
        with self._changed:
            self._is_still = True
            self._changed.notify_all()

    def close(self) -> tuple[int, list[bytes]]:
        """Take nothing more. How many lines are not settled, and those of them that are lost."""
        with self._changed:
            count = self._store.count
            self._is_closed = True
            self._changed.notify_all()
            return count, self._store.close()

    @property
    def _waiting(self) -> int:
        return self._accepted - self._settled

    def _has_room(self, line: bytes) -> bool:
        return self._store.count == 0 or self._store.size_bytes + len(line) <= self._bytes_max

    def _is_due(self) -> bool:
        is_full = self._waiting >= self._batch_max or self._store.size_bytes >= BATCH_BYTES_MAX
        return is_full or self._is_ending or self._settled < self._rushed
