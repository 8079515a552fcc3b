"""Events as the server reads them: the envelope put together, checked, and written as one line of JSON."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from siyu.client.contract import EVENT_BYTES_MAX, Envelope, EventInvalid, EventTooLarge, Json
from siyu.client.world import World

_ABOUT_NOBODY = frozenset({"item_set", "item_delete"})
_OBJECTS = ("properties", "traits")
_ENVELOPE = {
    "user_id": "userId", "anonymous_id": "anonymousId", "identities": "identities", "context": "context",
}  # fmt: skip


def made(kind: str, said: Mapping[str, Any], envelope: Envelope, world: World) -> Json:
    """The event of this type; raises EventInvalid when it is about nobody."""
    if unknown := envelope.keys() - Envelope.__annotations__.keys():
        raise EventInvalid(problem=f"nothing is known as {', '.join(sorted(unknown))}")
    about = {name: envelope.get(key) for key, name in _ENVELOPE.items()}
    if kind not in _ABOUT_NOBODY and not (about["userId"] or about["anonymousId"] or about["identities"]):
        raise EventInvalid(problem="say who it is about: user_id, anonymous_id or identities")
    whole = {
        "type": kind,
        "messageId": envelope.get("message_id") or world.new_id(),
        **{name: _object(name, value) if name in _OBJECTS else value for name, value in said.items()},
        **about,
        "timestamp": _moment(envelope.get("timestamp") or world.now()),
    }
    return {name: value for name, value in whole.items() if value is not None}


def line(event: Json) -> bytes:
    """The event as JSON without line ends; raises EventInvalid or EventTooLarge."""
    try:
        text = json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
        written = text.encode()
    except UnicodeEncodeError:  # half a character: escaped, it passes, and the server mends it
        written = json.dumps(event, allow_nan=False, separators=(",", ":"), default=_plain).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise EventInvalid(problem=str(error)) from None
    if len(written) > EVENT_BYTES_MAX:
        raise EventTooLarge(bytes=len(written), limit=EVENT_BYTES_MAX)
    return written


def named(name: object, what: str) -> str:
    """A name or id that must be there; raises EventInvalid."""
    if not isinstance(name, str) or not name.strip():
        raise EventInvalid(problem=f"{what} must be text that is not blank")
    return name


def iso(moment: datetime) -> str:
    """With milliseconds and zone."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _object(name: str, value: object) -> Json:
    if not isinstance(value, Mapping):
        raise EventInvalid(problem=f"{name} must be a mapping of names to values")
    return dict(value)


def _moment(given: datetime | str) -> str:
    if isinstance(given, str):
        return given
    if given.tzinfo is None:
        raise EventInvalid(problem=f"the timestamp {given} does not say its zone")
    return iso(given)


def _plain(value: object) -> Any:
    """What JSON has no word for, as the next best thing."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case set() | frozenset():
            return sorted(value, key=str)
        case Mapping():
            return dict(value)
        case _:
            raise TypeError(f"{type(value).__name__} cannot be written as JSON")
