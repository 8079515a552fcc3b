"""What a change makes of a trait, which of a person's currencies a list shows, and how contact details are shown."""

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from siyu.people.profiles.contract import TRAIT_LENGTH_MAX, Purchases, TraitChange

_HIDDEN = frozenset(
    {"address", "receiver", "receiver_phone", "receiver_address", "id_card", "real_name", "phone", "email"}
)


def main_purchases(items: Sequence[Purchases]) -> Purchases | None:
    """In the currency they bought most orders in; the first by its code where two are level."""
    return min(items, key=lambda item: (-item.orders, item.currency), default=None)


def shown_trait(name: str, value: str) -> str:
    """The value, or its first character where the trait is a contact detail."""
    return f"{value[:1]}***" if name in _HIDDEN else value


def changed_trait(current: str | None, change: TraitChange) -> str | None:
    """The trait's text after the change; None where there is none. What cannot be done leaves it as it is."""
    match change.verb:
        case "unset" | "delete":
            return None
        case "set_once" if current is not None:
            return current
        case "increment":
            return _incremented(current, change.value)
        case "append":
            return _appended(current, change.value)
        case _:
            return None if change.value is None else trait_text(change.value)


def trait_text(value: Any) -> str:
    """JSON as a trait keeps it: text as it is, everything else as JSON, never longer than a trait may be."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\x00", "")[:TRAIT_LENGTH_MAX]


def _incremented(current: str | None, value: Any) -> str | None:
    try:
        total = Decimal(current or "0") + Decimal(str(value))
    except InvalidOperation:
        return current
    return f"{total:f}" if total.is_finite() and total.adjusted() < 30 else current


def _appended(current: str | None, value: Any) -> str | None:
    """A list that holds each value once; one that would grow too long stays as it is."""
    listed = _listed(current)
    fresh = [item for item in (value if isinstance(value, list) else [value]) if item not in listed]
    text = json.dumps([*listed, *fresh], ensure_ascii=False)
    return text if len(text) <= TRAIT_LENGTH_MAX else current


def _listed(current: str | None) -> list[Any]:
    if current is None:
        return []
    try:
        found = json.loads(current)
    except ValueError:
        found = current
    return found if isinstance(found, list) else [found]
