"""Write events once, correct them when their subject changed, read them back by person."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa

from siyu.facts.events import queries
from siyu.facts.events.columns import block, block_of, json_text
from siyu.facts.events.contract import NOBODY, Event, Items, SeenEvent, SeenProperty
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel import metrics
from siyu.kernel.tx import Tx

__all__ = [
    "append", "block", "dictionary", "json_text", "note_people", "per_day", "present", "properties_of",
    "restate", "running_sessions", "timeline", "write",
]  # fmt: skip
PROPERTIES_SAMPLE = 10_000


def append(tx: Tx, warehouse: Warehouse, *, events: Sequence[Event]) -> int:
    """Write those events the log does not hold yet (told by id), so that a retry counts nothing twice; how many."""
    told = {event.id: event for event in events}
    if not told:
        return 0
    present = queries.present_ids(warehouse, list(told))
    fresh = [event for event in told.values() if event.id not in present]
    if fresh:
        write(warehouse, block_of(fresh, received_at=tx.now))
    return len(fresh)


def restate(tx: Tx, warehouse: Warehouse, *, events: Sequence[Event]) -> int:
    """Append events that replace all earlier ones about the same subjects; how many were new."""
    subject_ids = [event.subject_id for event in events if event.subject_id]
    current_ids = [event.id for event in events]
    if subject_ids and queries.stale_subjects(warehouse, subject_ids, current_ids):
        queries.delete_stale(warehouse, subject_ids, current_ids)
    return append(tx, warehouse, events=events)


def write(warehouse: Warehouse, rows: pa.Table) -> None:
    """Insert a block (see `block`) whose events the caller knows the log does not hold; on return it is on disk."""
    queries.insert(warehouse, rows)
    for count in rows["type"].value_counts().to_pylist():
        metrics.EVENTS_WRITTEN.labels(count["values"]).inc(count["counts"])


def present(warehouse: Warehouse, *, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these events the log holds."""
    return queries.present_ids(warehouse, ids) if ids else set()


def running_sessions(warehouse: Warehouse, *, since: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """Everybody's latest session with an event since then: person, session, time of its last event."""
    return [(who, which, last.replace(tzinfo=UTC)) for who, which, last in queries.sessions_since(warehouse, since)]


def dictionary(warehouse: Warehouse, *, now: datetime) -> list[SeenEvent]:
    """Every name the log holds, with its volume; the first 5,000 by name."""
    return [
        SeenEvent(
            row["name"], row["kind"], row["count"], row["count_week"],
            row["first_time"].replace(tzinfo=UTC), row["last_time"].replace(tzinfo=UTC),
        )
        for row in queries.seen_events(warehouse, now=now)
    ]  # fmt: skip


def properties_of(warehouse: Warehouse, *, event: str) -> list[SeenProperty]:
    """The properties the newest events of this name carry, with every type seen."""
    found = queries.seen_properties(warehouse, event, sample=PROPERTIES_SAMPLE)
    return [SeenProperty(name, tuple(types)) for name, types in sorted(found.items())]


def per_day(warehouse: Warehouse, *, event: str, since: datetime, time_zone: str) -> list[tuple[date, int]]:
    """How many came each day of the brand's; days without any are left out."""
    return queries.daily_counts(warehouse, event, since=since, time_zone=time_zone)


def note_people(warehouse: Warehouse, *, overrides: Sequence[tuple[UUID, UUID, int]]) -> None:
    """Tell the log who has become whom: (person, whom, version); the highest version counts."""
    if overrides:
        people, kept, versions = zip(*overrides, strict=True)
        columns = {"person_id": list(map(str, people)), "kept_id": list(map(str, kept)), "version": list(versions)}
        queries.note_people(warehouse, pa.table(columns))


def timeline(
    warehouse: Warehouse,
    *,
    person_ids: Sequence[UUID],
    event: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Event]:
    """The events of one person, under every id they were known by, newest first.

    `before` is the (time, id) of the last one already seen.
    """
    rows = queries.of_people(warehouse, person_ids, event=event, before=before, limit=limit)
    return [_event(row) for row in rows]


def _event(row: dict[str, Any]) -> Event:
    return Event(
        id=row["event_id"],
        name=row["event"],
        person_id=None if row["person_id"] == NOBODY else row["person_id"],
        time=row["time"].replace(tzinfo=UTC),
        source=row["source"],
        subject_id=None if row["subject_id"] == NOBODY else row["subject_id"],
        currency=row["currency"],
        amount_cents=row["amount_cents"],
        items=Items(row["skus"], row["names"], row["quantities"], row["amounts"]),
        properties=dict(row["properties"] or {}),
        type=row["type"],
        session_id=None if row["session_id"] == NOBODY else row["session_id"],
        marks=tuple(row["marks"]),
    )
