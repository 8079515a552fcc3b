"""A person's timeline as it goes out: events with what they speak of, and the cursor to go on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from siyu.facts.events import service as events
from siyu.facts.events.contract import Event
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel.pages import CursorUnreadable

Position = tuple[datetime, UUID]


def timeline_page(
    warehouse: Warehouse, *, person_ids: Sequence[UUID], event: str | None, before: Position | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Up to `limit` events, newest first, and the cursor of the next page (None on the last)."""
    found = events.timeline(warehouse, person_ids=person_ids, event=event, before=before, limit=limit + 1)
    page = found[:limit]
    more = f"{round(page[-1].time.timestamp() * 1000)}.{page[-1].id}" if len(found) > limit else None
    return [_shown(item) for item in page], more


def position(cursor: str | None) -> Position | None:
    """Where a cursor points; raises CursorUnreadable."""
    if cursor is None:
        return None
    try:
        at_ms, _, event_id = cursor.partition(".")
        return datetime.fromtimestamp(int(at_ms) / 1000, UTC), UUID(event_id)
    except (ValueError, OverflowError, OSError) as error:
        raise CursorUnreadable from error


def _shown(item: Event) -> dict[str, Any]:
    properties: dict[str, Any] = dict(item.properties)
    if item.currency:
        properties |= {"currency": item.currency, "amount_cents": item.amount_cents}
    if item.subject_id:
        properties["order_id"] = item.subject_id
    if item.items.skus:
        names = ("sku", "name", "quantity", "amount_cents")
        properties["items"] = [dict(zip(names, line, strict=True)) for line in zip(*item.items, strict=True)]
    return {"id": item.id, "event": item.name, "time": item.time, "source": item.source, "properties": properties}
