"""How an identifier is shown to who may not see it whole, and how one is looked for."""


def masked(kind: str, value: str) -> str:
    """Enough to recognise, not enough to use: 138****1234, l***@example.com; ids of systems are no contact details."""
    if kind == "phone":
        return value if len(value) < 7 else f"{value[:-8]}****{value[-4:]}"
    if kind == "email":
        name, _, domain = value.partition("@")
        return f"{name[:1]}***@{domain}"
    if kind.endswith("_buyer") and len(value) > 2:
        return f"{value[0]}***{value[-1]}"
    return value


def spellings(text: str) -> tuple[str, ...]:
    """How the start of an identifier somebody types may stand in the record: phones have their country code there."""
    digits = text.replace(" ", "").replace("-", "")
    return (text, f"+86{digits}") if digits.isdigit() and digits.isascii() else (text,)
