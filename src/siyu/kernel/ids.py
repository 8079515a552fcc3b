"""UUIDv7 identifiers that sort by creation, also within one millisecond (RFC 9562, a leading counter)."""

import secrets
import threading
from datetime import UTC, datetime
from uuid import UUID

_COUNTER_BITS = 26
_RANDOM_BITS = 48
_COUNTER_MAX = (1 << _COUNTER_BITS) - 1


class IdSource:
    """Makes strictly increasing ids; a clock that stands still or steps back does not break the order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_ms = 0
        self._counter = 0

    def next(self, now: datetime) -> UUID:
        now_ms = int(now.timestamp() * 1000)
        with self._lock:
            if now_ms > self._last_ms:
                self._last_ms, self._counter = now_ms, secrets.randbits(_COUNTER_BITS - 2)
            else:
                self._counter += 1
                if self._counter > _COUNTER_MAX:
                    self._last_ms, self._counter = self._last_ms + 1, 0
            return _compose(self._last_ms, self._counter)


def created_at(identifier: UUID) -> datetime:
    """The moment written in the first 48 bits of a UUIDv7."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)


def _compose(at_ms: int, counter: int) -> UUID:
    high = counter >> (_COUNTER_BITS - 12)
    low = counter & ((1 << (_COUNTER_BITS - 12)) - 1)
    value = at_ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return UUID(int=value)


_SOURCE = IdSource()


def new_id(now: datetime) -> UUID:
    """The next id of this process."""
    return _SOURCE.next(now)
