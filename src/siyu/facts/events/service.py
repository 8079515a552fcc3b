"""Write events once, correct them when their subject changed, read them back by person."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from siyu.facts.events import queries
from siyu.facts.events.contract import NOBODY, Event, Items
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel import metrics
from siyu.kernel.tx import Tx


def append(tx: Tx, warehouse: Warehouse, *, events: Sequence[Event]) -> int:
    """Write those events the log does not hold yet (told by id), so that a retry counts nothing twice; how many."""
    told = {event.id: event for event in events}
    if not told:
        return 0
    present = queries.present_ids(warehouse, list(told))
    fresh = [event for event in told.values() if event.id not in present]
    if fresh:
        queries.insert(warehouse, fresh, received_at=tx.now)
    for event in fresh:
        metrics.EVENTS_WRITTEN.labels(event.name).inc()
    return len(fresh)


def restate(tx: Tx, warehouse: Warehouse, *, events: Sequence[Event]) -> int:
    """Append events that replace all earlier ones about the same subjects; how many were new."""
    subject_ids = [event.subject_id for event in events if event.subject_id]
    current_ids = [event.id for event in events]
    if subject_ids and queries.stale_subjects(warehouse, subject_ids, current_ids):
        queries.delete_stale(warehouse, subject_ids, current_ids)
    return append(tx, warehouse, events=events)


def timeline(
    warehouse: Warehouse, *, person_id: UUID, event: str | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[Event]:
    """The person's events, newest first; `before` is the (time, id) of the last one already seen."""
    rows = queries.of_person(warehouse, person_id, event=event, before=before, limit=limit)
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
    )
