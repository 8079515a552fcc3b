"""A request's bytes as events: gzip and JSON, bounded before they are read, halves of characters mended."""

import json
import zlib
from typing import Any

from pydantic_core import from_json

from siyu.flows.ingest.contract import BATCH_BYTES_MAX, BATCH_EVENTS_MAX, BatchTooLarge, BodyBroken

_DEPTH_MAX = 64


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body as it was before compression, never larger than a batch may be."""
    match encoding.strip().lower():
        case "" | "identity":
            plain = body
        case "gzip" | "x-gzip" | "deflate":
            plain = _inflated(body)
        case _:
            raise BodyBroken(reason="content-encoding")
    if len(plain) > BATCH_BYTES_MAX:
        raise BatchTooLarge(bytes_max=BATCH_BYTES_MAX, events_max=BATCH_EVENTS_MAX)
    return plain


def parsed(plain: bytes) -> tuple[dict[str, Any], bool]:
    """The JSON object, and whether its text may hold halves of characters, which only the lenient parser lets pass."""
    try:
        found, is_doubtful = from_json(plain, allow_inf_nan=False), False
    except ValueError:
        found, is_doubtful = _leniently(plain), True
    if not isinstance(found, dict):
        raise BodyBroken(reason="object")
    return found, is_doubtful


def batch_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a batch, each over the context they share."""
    events = body.get("batch")
    if not isinstance(events, list):
        raise BodyBroken(reason="batch")
    if len(events) > BATCH_EVENTS_MAX:
        raise BatchTooLarge(bytes_max=BATCH_BYTES_MAX, events_max=BATCH_EVENTS_MAX)
    shared = body.get("context")
    return [_over(shared, event) for event in events] if isinstance(shared, dict) and shared else events


def _over(shared: dict[str, Any], event: Any) -> Any:
    if not isinstance(event, dict):
        return event
    own = event.get("context")
    return {**event, "context": {**shared, **own}} if isinstance(own, dict) else {**event, "context": shared}


def _inflated(body: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        plain = inflater.decompress(body, BATCH_BYTES_MAX + 1)
    except zlib.error:
        raise BodyBroken(reason="gzip") from None
    if len(plain) <= BATCH_BYTES_MAX and not inflater.eof:
        raise BodyBroken(reason="gzip")
    return plain


def _leniently(plain: bytes) -> Any:
    try:
        found = json.loads(plain, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BodyBroken(reason="json") from None
    if _is_deep(found):
        raise BodyBroken(reason="depth")
    return found


def _is_deep(found: Any) -> bool:
    """Deeper than any honest sender nests; told without a recursion of our own."""
    level = [found]
    for _ in range(_DEPTH_MAX):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _no_constant(_name: str) -> None:
    raise ValueError
