"""Staged rows become events: straight into the log, each once, and whoever did it is known before."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from siyu.facts.events import service as events
from siyu.facts.events.contract import NOBODY
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.imports.codec import Staged, event_id, event_of, is_repeated
from siyu.flows.imports.contract import EventRow
from siyu.flows.imports.mapping import TOUCH_FIELDS
from siyu.flows.imports.writers import Write, Writer, Written
from siyu.flows.people import known_people
from siyu.kernel.tx import Tx
from siyu.people.identity.contract import Claim, Identifier

EVENTS_MAX = 4_000
Fresh = list[tuple[UUID, EventRow]]


def event_writer(warehouse: Warehouse) -> Writer:
    """Writes into this log; a dry run only looks which events it holds."""
    return Writer(partial(_ready, warehouse), partial(_rehearse, warehouse), documents=EVENTS_MAX)


def _ready(warehouse: Warehouse, tx: Tx, source: str, staged: Sequence[Staged]) -> Write:
    fresh, written = _told_apart(warehouse, source, staged)
    rows = events.block(_columns(tx, source, fresh)) if fresh else None

    def write(_tx: Tx, _source: str, _staged: Sequence[Staged]) -> Written:
        if rows is not None:
            events.write(warehouse, rows)
        return written

    return write


def _rehearse(warehouse: Warehouse, _tx: Tx, source: str, staged: Sequence[Staged]) -> Written:
    return _told_apart(warehouse, source, staged)[1]


def _told_apart(warehouse: Warehouse, source: str, staged: Sequence[Staged]) -> tuple[Fresh, Written]:
    """The events the log does not hold yet, and the count of all."""
    repeated = [(item, "event_repeated") for item in staged if is_repeated(item.document)]
    told = {event_id(source, item.document): item for item in staged if not is_repeated(item.document)}
    present = events.present(warehouse, ids=list(told))
    fresh = [(event, event_of(item)) for event, item in told.items() if event not in present]
    return fresh, Written(created=len(fresh), unchanged=len(told) - len(fresh), torn=repeated)


def _columns(tx: Tx, source: str, fresh: Fresh) -> dict[str, Sequence[Any]]:
    rows = [row for _, row in fresh]
    person_ids = _people(tx, source, rows)
    touches = [dict(row.touch) for row in rows]
    return {
        "event_id": [str(event) for event, _ in fresh],
        "event": [row.event for row in rows],
        "person_id": [str(person_id or NOBODY) for person_id in person_ids],
        "time": [datetime.fromtimestamp(row.happened_at_ms / 1000, UTC) for row in rows],
        "received_at": [tx.now] * len(rows),
        "source": [source] * len(rows),
        "properties": [events.json_text(dict(row.properties)) for row in rows],
        "type": ["track"] * len(rows),
        "anonymous_id": [row.anonymous_id for row in rows],
        "session_id": [str(_session_id(source, *pair)) for pair in zip(person_ids, rows, strict=True)],
        **{field: [touch.get(field, "") for touch in touches] for field in TOUCH_FIELDS},
    }


def _people(tx: Tx, source: str, rows: Sequence[EventRow]) -> list[UUID | None]:
    """Who did each event, made where nobody is known by it; None for an event of nobody."""
    told = [(row.identifiers, row.anonymous_id) for row in rows]
    claims = {(pairs, device): Claim(tuple(Identifier(*pair) for pair in pairs), device) for pairs, device in told}
    recognised = known_people(tx, list(claims.values()), source)
    people = dict(zip(claims, recognised.origins, strict=True))
    return [people[who] for who in told]


def _session_id(source: str, person_id: UUID | None, row: EventRow) -> UUID:
    """A session is of one person: many programs number the sessions of each visitor from one."""
    if not row.session:
        return NOBODY
    try:
        return UUID(row.session)
    except ValueError:
        return uuid5(person_id or event_id(source, "session"), row.session)
