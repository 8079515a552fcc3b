"""Every statement the events room sends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa

from siyu.facts.events.contract import NOBODY
from siyu.facts.warehouse.service import Warehouse

_STALE = "subject_id IN {subjects:Array(UUID)} AND event_id NOT IN {current:Array(UUID)}"
_SHOWN = """
    event_id, event, person_id, time, source, subject_id, currency, amount_cents,
    items.sku AS skus, items.name AS names, items.quantity AS quantities, items.amount_cents AS amounts, properties,
    type, session_id, marks
"""


def present_ids(warehouse: Warehouse, ids: Sequence[UUID]) -> set[UUID]:
    sql = "SELECT event_id FROM events WHERE event_id IN {ids:Array(UUID)}"
    return {row[0] for row in warehouse.rows(sql, {"ids": list(ids)})}


def stale_subjects(warehouse: Warehouse, subject_ids: Sequence[UUID], current_ids: Sequence[UUID]) -> int:
    sql = f"SELECT count() FROM events WHERE {_STALE}"
    return int(warehouse.rows(sql, {"subjects": list(subject_ids), "current": list(current_ids)})[0][0])


def delete_stale(warehouse: Warehouse, subject_ids: Sequence[UUID], current_ids: Sequence[UUID]) -> None:
    sql = f"ALTER TABLE events DELETE WHERE {_STALE} SETTINGS mutations_sync = 1"
    warehouse.command(sql, {"subjects": list(subject_ids), "current": list(current_ids)})


def insert(warehouse: Warehouse, block: pa.Table) -> None:
    warehouse.insert("events", block)


def sessions_since(warehouse: Warehouse, since: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """The latest session of everybody seen since then: person, session, time of its last event."""
    sql = """
    SELECT person_id, argMax(session_id, time), max(time) FROM events
    WHERE time >= fromUnixTimestamp64Milli({ms:Int64}, 'UTC') AND session_id != {nobody:UUID} GROUP BY person_id
    """
    return [(a, b, c) for a, b, c in warehouse.rows(sql, {"ms": _ms(since), "nobody": NOBODY})]


def seen_events(warehouse: Warehouse, *, now: datetime) -> list[dict[str, Any]]:
    sql = """
    SELECT event AS name, any(type) AS kind, count() AS count, min(time) AS first_time, max(time) AS last_time,
        countIf(time >= fromUnixTimestamp64Milli({week_ms:Int64}, 'UTC')) AS count_week
    FROM events GROUP BY event ORDER BY event LIMIT 5000
    """
    return warehouse.named(sql, {"week_ms": _ms(now) - 7 * 86_400_000})


def seen_properties(warehouse: Warehouse, event: str, *, sample: int) -> dict[str, list[str]]:
    """Paths and types in the newest events of this name."""
    sql = """
    SELECT distinctJSONPathsAndTypes(properties)
    FROM (SELECT properties FROM events WHERE event = {event:String} ORDER BY time DESC LIMIT {sample:UInt32})
    """
    return dict(warehouse.rows(sql, {"event": event, "sample": sample})[0][0])


def daily_counts(warehouse: Warehouse, event: str, *, since: datetime, time_zone: str) -> list[tuple[Any, int]]:
    sql = """
    SELECT toDate(time, {zone:String}) AS day, count() FROM events
    WHERE event = {event:String} AND time >= fromUnixTimestamp64Milli({ms:Int64}, 'UTC') GROUP BY day ORDER BY day
    """
    rows = warehouse.rows(sql, {"event": event, "zone": time_zone, "ms": _ms(since)})
    return [(day, count) for day, count in rows]


def note_people(warehouse: Warehouse, overrides: pa.Table) -> None:
    warehouse.insert("person_overrides", overrides)


def of_people(
    warehouse: Warehouse,
    person_ids: Sequence[UUID],
    *,
    event: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[dict[str, Any]]:
    conditions = ["person_id IN {people:Array(UUID)}"]
    parameters: dict[str, Any] = {"people": list(person_ids), "limit": limit}
    if event:
        conditions.append("event = {event:String}")
        parameters["event"] = event
    if before:
        conditions.append("(time, event_id) < (fromUnixTimestamp64Milli({before_ms:Int64}, 'UTC'), {before_id:UUID})")
        parameters |= {"before_ms": _ms(before[0]), "before_id": before[1]}
    sql = f"""
    SELECT {_SHOWN} FROM events
    WHERE {" AND ".join(conditions)} ORDER BY time DESC, event_id DESC LIMIT {{limit:UInt32}}
    """
    return warehouse.named(sql, parameters)


def _ms(time: datetime) -> int:
    return round(time.timestamp() * 1000)
