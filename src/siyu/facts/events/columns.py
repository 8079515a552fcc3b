"""Events as columns: the one form in which they are spooled and inserted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
from pydantic_core import to_json

from siyu.facts.events.contract import NOBODY, Event

_STAMP = pa.timestamp("ms", tz="UTC")
_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_INTS = pa.list_(pa.int64())

SCHEMA: Final = pa.schema(
    {
        "event_id": _TEXT, "event": _TEXT, "person_id": _TEXT, "time": _STAMP, "received_at": _STAMP, "source": _TEXT,
        "subject_id": _TEXT, "currency": _TEXT, "amount_cents": pa.int64(),
        "items.sku": _TEXTS, "items.name": _TEXTS, "items.quantity": _INTS, "items.amount_cents": _INTS,
        "properties": _TEXT, "type": _TEXT, "anonymous_id": _TEXT, "session_id": _TEXT,
        "channel": _TEXT, "utm_source": _TEXT, "utm_medium": _TEXT, "utm_campaign": _TEXT, "channel_code": _TEXT,
        "inviter_id": _TEXT, "share_depth": pa.uint8(), "original_time": _STAMP, "sent_at": _STAMP,
        "marks": _TEXTS, "context": _TEXT,
    }
)  # fmt: skip
"""UUIDs travel as text; `properties` and `context` as JSON text."""

_NOBODY = str(NOBODY)
_ABSENT: Final[dict[str, Any]] = {
    "subject_id": _NOBODY, "session_id": _NOBODY, "inviter_id": _NOBODY, "amount_cents": 0, "share_depth": 0,
    "items.sku": [], "items.name": [], "items.quantity": [], "items.amount_cents": [], "marks": [],
    "original_time": None, "sent_at": None,
}  # fmt: skip


def block(columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """A block to insert; columns not given hold what stands for nothing."""
    rows = len(columns["event_id"])
    return pa.table(
        [
            pa.array(columns.get(name) or [_ABSENT.get(name, "")] * rows, SCHEMA.field(name).type)
            for name in SCHEMA.names
        ],
        schema=SCHEMA,
    )


def block_of(events: Sequence[Event], *, received_at: datetime) -> pa.Table:
    """The block of these events, all received at once."""
    touches = list(zip(*(event.touch for event in events), strict=True))
    return block(
        {
            "event_id": [str(event.id) for event in events],
            "event": [event.name for event in events],
            "person_id": [str(event.person_id or NOBODY) for event in events],
            "time": [event.time for event in events],
            "received_at": [received_at] * len(events),
            "source": [event.source for event in events],
            "subject_id": [str(event.subject_id or NOBODY) for event in events],
            "currency": [event.currency for event in events],
            "amount_cents": [event.amount_cents for event in events],
            "items.sku": [event.items.skus for event in events],
            "items.name": [event.items.names for event in events],
            "items.quantity": [event.items.quantities for event in events],
            "items.amount_cents": [event.items.amounts_cents for event in events],
            "properties": [json_text(event.properties) for event in events],
            "type": [event.type for event in events],
            "session_id": [str(event.session_id or NOBODY) for event in events],
            "channel": touches[0],
            "utm_source": touches[1],
            "utm_medium": touches[2],
            "utm_campaign": touches[3],
            "channel_code": touches[4],
            "inviter_id": [str(inviter) for inviter in touches[5]],
            "share_depth": touches[6],
            "marks": [list(event.marks) for event in events],
        }
    )


def json_text(value: dict[str, Any]) -> str:
    return to_json(value, fallback=str).decode()
