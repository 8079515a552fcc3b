"""Who a hit says it is about: typed identifiers, most trusted first, without the values that mean nobody."""

from typing import Any, Final

from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.identifiers import identifier
from siyu.flows.ingest.contract import ID_CHARS_MAX, Hit
from siyu.people.identity import service as identity
from siyu.people.identity.contract import DEVICE, IDENTIFIER_TYPES, Identifier

_TRUST: Final = {kind: place for place, kind in enumerate(IDENTIFIER_TYPES)}
PHONE_REGION: Final = "CN"


class Unusable(Exception):
    """An identifier cannot be read: a code of `reasons.REASONS`, and which."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def identities_of(hit: Hit) -> None:
    """Fill in who the hit is about; an item row is about nobody."""
    if hit.type in ("item_set", "item_delete"):
        return
    device = _usable(hit, DEVICE, hit.raw.get("anonymousId"))
    named = {} if hit.type == "unbind" else _typed(hit)
    named |= _usable(hit, "member_id", hit.raw.get("userId"))
    if hit.type == "alias":
        device |= _usable(hit, DEVICE, hit.raw.get("previousId"))
    if not named and not device:
        raise Unusable("nobody")
    hit.anonymous_id = device.get(DEVICE, "")
    found = [Identifier(kind, value) for kind, value in named.items()]
    hit.identities = tuple(sorted(found, key=lambda item: _TRUST[item.type]))


def typed_identities(raw: dict[str, Any]) -> dict[str, str]:
    """The `identities` object, read and checked; values that mean nobody are left out."""
    listed = raw.get("identities")
    if listed is None:
        return {}
    if not isinstance(listed, dict):
        raise Unusable("field_invalid", "identities")
    unknown = [kind for kind in listed if kind not in _TRUST]
    if unknown:
        raise Unusable("identity_unknown", unknown[0])
    read = {kind: _read(kind, value) for kind, value in listed.items() if value not in (None, "")}
    return {kind: value for kind, value in read.items() if not identity.is_blocked(kind, value)}


def _typed(hit: Hit) -> dict[str, str]:
    listed = hit.raw.get("identities")
    if not listed:
        return {}
    found = typed_identities(hit.raw)
    if isinstance(listed, dict) and len(found) < len(listed):
        _mark(hit)
    found.pop(DEVICE, None)
    return found


def _usable(hit: Hit, kind: str, value: Any) -> dict[str, str]:
    if value is None or value == "":
        return {}
    read = _read(kind, value)
    if identity.is_blocked(kind, read):
        _mark(hit)
        return {}
    return {kind: read}


def _read(kind: str, value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > ID_CHARS_MAX or "\x00" in value:
        raise Unusable("identity_invalid", kind)
    if kind in ("phone", "email") and not identity.is_blocked(kind, value):
        return _contact(kind, value)
    return value.strip()


def _contact(kind: str, value: str) -> str:
    try:
        return identifier(kind, value, PHONE_REGION)
    except Unfit:
        raise Unusable("identity_invalid", kind) from None


def _mark(hit: Hit) -> None:
    if "identity_ignored" not in hit.marks:
        hit.marks.append("identity_ignored")
