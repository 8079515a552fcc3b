"""One request's events as hits, before anybody has looked into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from siyu.flows.ingest.contract import EVENT_BYTES_MAX, Hit, WriteKey


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request brought. `body_bytes` bounds every event in it; `is_doubtful` where text may hold halves."""

    key: WriteKey
    events: Sequence[Any]
    received_ms: int
    sent_at: Any = None
    user_agent: str = ""
    body_bytes: int = 0
    is_doubtful: bool = False


def hits_of(delivery: Delivery) -> list[Hit]:
    """A hit for every event, in order; what is no object or too large has met its end already."""
    return [_hit(delivery, event) for event in delivery.events]


def again(hit: Hit) -> Hit:
    """The same hit as it came in, untouched by any step."""
    return Hit(hit.raw, hit.key, hit.received_ms, hit.sent_at, hit.user_agent)


def _hit(delivery: Delivery, event: Any) -> Hit:
    hit = Hit(event, delivery.key, delivery.received_ms, delivery.sent_at, delivery.user_agent)
    if not isinstance(event, dict):
        hit.end("quarantined", "not_an_object")
        return hit
    if delivery.is_doubtful:
        hit.raw = mended(event)
        if hit.raw != event:
            hit.marks.append("text_repaired")
    if delivery.body_bytes > EVENT_BYTES_MAX and len(to_json(hit.raw)) > EVENT_BYTES_MAX:
        hit.end("quarantined", "event_too_large")
    return hit


def mended(value: Any) -> Any:
    """The value with every half of a character replaced by U+FFFD: text cut in the middle of an emoji, mostly."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {mended(name): mended(child) for name, child in value.items()}
        case list():
            return [mended(child) for child in value]
        case _:
            return value
