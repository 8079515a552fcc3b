"""Which traits are contact details, and how they are shown to somebody who may not see them whole."""

_HIDDEN = frozenset(
    {"address", "receiver", "receiver_phone", "receiver_address", "id_card", "real_name", "phone", "email"}
)


def shown_trait(name: str, value: str) -> str:
    """The value, or its first character where the trait is a contact detail."""
    return f"{value[:1]}***" if name in _HIDDEN else value
