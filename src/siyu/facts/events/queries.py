"""Every statement the events room sends."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow as pa

from siyu.facts.events.contract import NOBODY, Event
from siyu.facts.warehouse.service import Warehouse

_STAMP = pa.timestamp("ms", tz="UTC")
_TEXTS = pa.list_(pa.string())
_INTS = pa.list_(pa.int64())
_STALE = "subject_id IN {subjects:Array(UUID)} AND event_id NOT IN {current:Array(UUID)}"
_SHOWN = """
    event_id, event, person_id, time, source, subject_id, currency, amount_cents,
    items.sku AS skus, items.name AS names, items.quantity AS quantities, items.amount_cents AS amounts, properties
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


def insert(warehouse: Warehouse, events: Sequence[Event], *, received_at: datetime) -> None:
    warehouse.insert("events", _columns(events, received_at))


def of_person(
    warehouse: Warehouse, person_id: UUID, *, event: str | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[dict[str, Any]]:
    conditions = ["person_id = {person:UUID}"]
    parameters: dict[str, Any] = {"person": person_id, "limit": limit}
    if event:
        conditions.append("event = {event:String}")
        parameters["event"] = event
    if before:
        conditions.append("(time, event_id) < (fromUnixTimestamp64Milli({before_ms:Int64}, 'UTC'), {before_id:UUID})")
        parameters |= {"before_ms": round(before[0].timestamp() * 1000), "before_id": before[1]}
    sql = f"""
    SELECT {_SHOWN} FROM events
    WHERE {" AND ".join(conditions)} ORDER BY time DESC, event_id DESC LIMIT {{limit:UInt32}}
    """
    return warehouse.named(sql, parameters)


def _columns(events: Sequence[Event], received_at: datetime) -> pa.Table:
    def texts(values: Sequence[Any]) -> Any:
        return pa.array([str(value) for value in values], pa.string())

    return pa.table(
        {
            "event_id": texts([event.id for event in events]),
            "event": texts([event.name for event in events]),
            "person_id": texts([event.person_id or NOBODY for event in events]),
            "time": pa.array([event.time for event in events], _STAMP),
            "received_at": pa.array([received_at] * len(events), _STAMP),
            "source": texts([event.source for event in events]),
            "subject_id": texts([event.subject_id or NOBODY for event in events]),
            "currency": texts([event.currency for event in events]),
            "amount_cents": pa.array([event.amount_cents for event in events], pa.int64()),
            "items.sku": pa.array([event.items.skus for event in events], _TEXTS),
            "items.name": pa.array([event.items.names for event in events], _TEXTS),
            "items.quantity": pa.array([event.items.quantities for event in events], _INTS),
            "items.amount_cents": pa.array([event.items.amounts_cents for event in events], _INTS),
            "properties": texts([json.dumps(event.properties, ensure_ascii=False, default=str) for event in events]),
        }
    )
