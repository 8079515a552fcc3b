"""Read what a sender wrote: every field of the envelope by its kind and limit, or the reason why the hit is refused."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, Final
from uuid import UUID, uuid5

from siyu.flows.ingest import clockwork
from siyu.flows.ingest.contract import (
    DEPTH_MAX,
    NAME_CHARS_MAX,
    PROPERTIES_MAX,
    TRUSTED_TYPES,
    TYPES,
    VERBS,
    Hit,
)
from siyu.flows.ingest.identities import Unusable, identities_of

MESSAGE_ID_CHARS_MAX: Final = 100
_NAMES: Final = {
    "page": "page_viewed", "screen": "screen_viewed", "identify": "identified", "group": "group_assigned",
    "alias": "aliased", "bind": "identity_bound", "unbind": "identity_unbound", "profile": "profile_changed",
    "item_set": "item_recorded", "item_delete": "item_removed",
}  # fmt: skip
"""Calls that carry no name of their own stand in the log under these."""
PLAIN_MAX: Final = 100
_PLAIN: Final = 2**63
_INT_MIN, _INT_MAX = -(2**63), 2**64 - 1


class Unfit(Exception):
    """The hit cannot be taken: a code of `reasons.REASONS`, and where."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def check_shape(hits: Sequence[Hit]) -> list[Hit]:
    """Fill in what the envelope says; the hits it says enough for go on."""
    return [hit for hit in hits if _fits(hit)]


def _fits(hit: Hit) -> bool:
    try:
        _read(hit)
    except Unfit as why:
        hit.end("quarantined", why.code, why.detail[:200])
    except Unusable as why:
        hit.end("quarantined", why.code, why.detail[:200])
    return hit.fate == "kept"


def _read(hit: Hit) -> None:
    _read_type(hit)
    _read_message_id(hit)
    _read_name(hit)
    hit.properties = _object(hit.raw, "properties")
    hit.context = _object(hit.raw, "context")
    if not _is_plain(hit.properties):
        check_properties(hit.properties)
    if hit.raw.get("traits"):
        check_properties(_object(hit.raw, "traits"))
    _read_times(hit)
    _read_call(hit)
    identities_of(hit)


def _read_type(hit: Hit) -> None:
    found = hit.raw.get("type")
    if not isinstance(found, str) or found not in TYPES:
        raise Unfit("type_unknown", str(found))
    if found in TRUSTED_TYPES and not hit.key.is_trusted:
        raise Unfit("type_not_public", found)
    hit.type = found


def _read_message_id(hit: Hit) -> None:
    """The id in the log: the sender's own UUID, or one that follows from their text. Ours where they sent none."""
    found = hit.raw.get("messageId")
    if found is None:
        hit.marks.append("id_made")
        return
    if not isinstance(found, str) or not 1 <= len(found) <= MESSAGE_ID_CHARS_MAX:
        raise Unfit("message_id_invalid")
    hit.message_id = found
    hit.id = event_id(found, hit.key.id)


def event_id(message_id: str, key_id: UUID) -> UUID:
    """A text that is no UUID is only unique among its sender's."""
    try:
        return UUID(message_id)
    except ValueError:
        return uuid5(key_id, message_id)


def _read_name(hit: Hit) -> None:
    if hit.type != "track":
        hit.name = _NAMES[hit.type]
        return
    name = hit.raw.get("event")
    if name is None or name == "":
        raise Unfit("name_missing")
    if not isinstance(name, str) or len(name) > NAME_CHARS_MAX or not name.isprintable() or not name.strip():
        raise Unfit("name_invalid")
    hit.name = name.strip()


def _object(raw: dict[str, Any], field: str) -> dict[str, Any]:
    found = raw.get(field)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unfit("field_invalid", field)
    return found


def _is_plain(properties: dict[str, Any]) -> bool:
    """Nothing in it could be refused: a few plain values, as nearly every event has."""
    if len(properties) > PLAIN_MAX:
        return False
    for name, value in properties.items():
        kind = type(value)
        if "." in name or not (
            kind is str or kind is bool or value is None or (kind is int and -_PLAIN < value < _PLAIN)
        ):
            return False
    return True


def check_properties(properties: dict[str, Any]) -> None:
    """Raise Unfit for more, deeper or larger values than the log can hold without losing any."""
    count, has_dots = 0, False
    waiting: list[tuple[Any, int]] = [(properties, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEPTH_MAX:
            raise Unfit("too_deep")
        if isinstance(value, dict):
            count += len(value)
            has_dots = has_dots or any("." in name for name in value)
        for child in value.values() if isinstance(value, dict) else value:
            _check_value(child)
            if isinstance(child, dict | list):
                waiting.append((child, depth + 1))
    if count > PROPERTIES_MAX:
        raise Unfit("too_many_properties", str(count))
    if has_dots:
        _check_paths(properties)


def _check_value(value: Any) -> None:
    kind = type(value)
    if (kind is int and not _INT_MIN <= value <= _INT_MAX) or (kind is float and not isfinite(value)):
        raise Unfit("number_out_of_range")


def _check_paths(properties: dict[str, Any]) -> None:
    """{"a": {"b": 1}, "a.b": 2} says one path twice."""
    paths: list[str] = []
    waiting = [("", properties)]
    while waiting:
        before, value = waiting.pop()
        for name, child in value.items():
            if isinstance(child, dict):
                waiting.append((f"{before}{name}.", child))
            else:
                paths.append(f"{before}{name}")
    if len(paths) != len(set(paths)):
        raise Unfit("property_ambiguous")


def _read_times(hit: Hit) -> None:
    try:
        hit.original_ms = clockwork.moment_ms(hit.raw.get("originalTimestamp") or hit.raw.get("timestamp"))
        hit.sent_ms = clockwork.moment_ms(hit.raw.get("sentAt") or hit.sent_at)
        time_ms = clockwork.corrected_ms(original=hit.original_ms, sent=hit.sent_ms, received=hit.received_ms)
    except (ValueError, OverflowError):
        raise Unfit("time_invalid", str(hit.raw.get("timestamp") or hit.raw.get("sentAt") or hit.sent_at)) from None
    if time_ms < clockwork.EARLIEST_MS:
        raise Unfit("time_out_of_range", str(hit.raw.get("timestamp")))
    if time_ms > hit.received_ms:
        hit.marks.append("time_clamped")
    hit.time_ms = min(time_ms, hit.received_ms)


def _read_call(hit: Hit) -> None:
    """What only one kind of call says, and what the log keeps of it: names of traits, never their values."""
    match hit.type:
        case "profile":
            if hit.raw.get("verb") not in VERBS:
                raise Unfit("verb_unknown", str(hit.raw.get("verb")))
            if hit.raw["verb"] == "delete" and not hit.key.is_trusted:
                raise Unfit("type_not_public", "delete")
            hit.properties = {"verb": hit.raw["verb"], "traits": sorted(_object(hit.raw, "traits"))}
        case "identify":
            hit.properties = {"traits": sorted(_object(hit.raw, "traits"))}
        case "group":
            hit.properties = {**hit.properties, "group_id": _text(hit.raw, "groupId")}
        case "item_set" | "item_delete":
            hit.properties = {"item_type": _text(hit.raw, "itemType"), "item_id": _text(hit.raw, "itemId")}
        case "page" | "screen":
            named = {key: hit.raw[key] for key in ("name", "category") if isinstance(hit.raw.get(key), str)}
            hit.properties = {**hit.properties, **named}


def _text(raw: dict[str, Any], field: str) -> str:
    found = raw.get(field)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not 1 <= len(found) <= 255 or "\x00" in found:
        raise Unfit("item_invalid" if field.startswith("item") else "field_invalid", field)
    return found
