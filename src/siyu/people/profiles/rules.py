"""Which of a person's currencies a list shows, and how contact details are shown to who may not see them whole."""

from collections.abc import Sequence

from siyu.people.profiles.contract import Purchases

_HIDDEN = frozenset(
    {"address", "receiver", "receiver_phone", "receiver_address", "id_card", "real_name", "phone", "email"}
)


def main_purchases(items: Sequence[Purchases]) -> Purchases | None:
    """In the currency they bought most orders in; the first by its code where two are level."""
    return min(items, key=lambda item: (-item.orders, item.currency), default=None)


def shown_trait(name: str, value: str) -> str:
    """The value, or its first character where the trait is a contact detail."""
    return f"{value[:1]}***" if name in _HIDDEN else value
