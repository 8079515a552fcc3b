"""The latest hits of this process with their fates, for people who watch events come in; never more than a thousand."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from siyu.facts.events.contract import NOBODY
from siyu.flows.ingest.contract import Fate, Hit
from siyu.people.identity import service as identity

SEEN_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Seen:
    """One hit as the console shows it; identifiers masked, traits left out. `number` grows with every hit."""

    number: int
    id: UUID
    at: datetime
    time: datetime
    fate: Fate
    code: str
    detail: str
    event: str
    type: str
    source: str
    person_id: UUID | None
    anonymous_id: str
    session_id: UUID | None
    channel: str
    marks: tuple[str, ...]
    identities: tuple[tuple[str, str], ...]
    properties: dict[str, Any]
    context: dict[str, Any]


class LiveView:
    """A window on what comes in; looking at it costs the senders nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hits: deque[tuple[int, Hit]] = deque(maxlen=SEEN_MAX)
        self._number = 0

    def add(self, hits: Sequence[Hit]) -> None:
        with self._lock:
            for hit in hits:
                self._number += 1
                self._hits.append((self._number, hit))

    def seen(
        self, *, after: int, limit: int, person_id: UUID | None, fate: str | None, q: str | None
    ) -> tuple[list[Seen], int]:
        """The newest first, those numbered after `after`; and the number of the newest of all."""
        with self._lock:
            hits, newest = list(self._hits), self._number
        return list(_chosen(hits, after, limit, person_id, (fate, q))), newest


def _chosen(
    hits: list[tuple[int, Hit]], after: int, limit: int, person_id: UUID | None, narrowed: tuple[str | None, str | None]
) -> Iterator[Seen]:
    fate, q = narrowed
    for number, hit in reversed(hits):
        if number <= after or not limit:
            return
        if person_id and hit.person_id != person_id:
            continue
        if (fate and hit.fate != fate) or (q and q.casefold() not in _searched(hit)):
            continue
        limit -= 1
        yield _seen(number, hit)


def _searched(hit: Hit) -> str:
    return f"{hit.name} {hit.anonymous_id} {hit.message_id} {hit.code}".casefold()


def _seen(number: int, hit: Hit) -> Seen:
    return Seen(
        number=number,
        id=hit.id,
        at=_at(hit.received_ms),
        time=_at(hit.time_ms or hit.received_ms),
        fate=hit.fate,
        code=hit.code,
        detail=hit.detail,
        event=hit.name,
        type=hit.type,
        source=hit.key.name,
        person_id=None if hit.person_id == NOBODY else hit.person_id,
        anonymous_id=hit.anonymous_id,
        session_id=None if hit.session_id == NOBODY else hit.session_id,
        channel=hit.touch.channel,
        marks=tuple(hit.marks),
        identities=tuple((item.type, identity.masked(item.type, item.value)) for item in hit.identities),
        properties=hit.properties,
        context={name: value for name, value in hit.context.items() if name not in ("ip", "traits", "inviterToken")},
    )


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
