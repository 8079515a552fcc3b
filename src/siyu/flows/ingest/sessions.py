"""Sessions: what a visitor does without a pause of thirty minutes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from siyu.facts.events.contract import NOBODY
from siyu.flows.ingest.contract import Hit

PAUSE_MS: Final = 30 * 60_000
_FORGET_EVERY: Final = 10_000
_NAMES_MAX: Final = 20_000


class Sessions:
    """The running session of everybody seen in the last half hour.

    An SDK names its sessions itself. Else a visitor's event within half an hour of their last one goes on with its
    session, a later one opens the next; an older one (a late or imported event) and a server's call on behalf of
    somebody who is not there belong to none.
    """

    def __init__(self) -> None:
        self._running: dict[UUID, tuple[UUID, int]] = {}
        self._names: dict[tuple[UUID, str | int], UUID] = {}
        self._since_forgotten = 0

    def resume(self, running: Iterable[tuple[UUID, UUID, datetime]]) -> None:
        """Know again what ran before a restart: person, session, time of its last event."""
        self._running |= {who: (session, round(last.timestamp() * 1000)) for who, session, last in running}

    def stamp_session(self, hits: Sequence[Hit]) -> None:
        for hit in hits:
            hit.session_id = self._named(hit) or self._continued(hit)
            if hit.session_id != NOBODY:
                self._note(hit)
        self._since_forgotten += len(hits)
        if hits and self._since_forgotten > _FORGET_EVERY:
            self._forget(hits[-1].received_ms)

    def _named(self, hit: Hit) -> UUID | None:
        session = hit.context.get("session")
        name = session.get("id") if isinstance(session, dict) else hit.context.get("sessionId")
        if not name or not isinstance(name, str | int):
            return None
        key = (hit.origin_id, name)
        if key not in self._names:
            if len(self._names) >= _NAMES_MAX:
                self._names.clear()
            self._names[key] = _session_id(hit.origin_id, str(name))
        return self._names[key]

    def _continued(self, hit: Hit) -> UUID:
        running = self._running.get(hit.origin_id)
        if running and abs(hit.time_ms - running[1]) <= PAUSE_MS:
            return running[0]
        if hit.anonymous_id and hit.received_ms - hit.time_ms <= PAUSE_MS:
            return uuid5(hit.origin_id, str(hit.id))
        return NOBODY

    def _note(self, hit: Hit) -> None:
        running = self._running.get(hit.origin_id)
        if running is None or hit.time_ms >= running[1]:
            self._running[hit.origin_id] = (hit.session_id, hit.time_ms)

    def _forget(self, now_ms: int) -> None:
        self._running = {who: run for who, run in self._running.items() if now_ms - run[1] <= PAUSE_MS}
        self._since_forgotten = 0


def _session_id(person_id: UUID, name: str) -> UUID:
    """A name that is no UUID is only unique among one person's."""
    try:
        return UUID(name)
    except ValueError:
        return uuid5(person_id, name[:255])
