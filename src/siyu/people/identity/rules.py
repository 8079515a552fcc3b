"""Who is to hold identifiers that nobody holds yet, and how an identifier is shown to who may not see it whole."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from uuid import UUID

from siyu.people.identity.contract import DEVICE, Claim, Identifier

Key = tuple[Identifier, ...]


def shared_out(
    keys: Sequence[Key], held: Mapping[Identifier, UUID], new_id: Callable[[], UUID]
) -> dict[Identifier, UUID]:
    """The holder of every identifier: what is held stays, the rest follows the keys it stands in, or gets somebody new.

    Keys that name somebody known are served first, in order; then those that share a free identifier with these. So
    keys that hang together share one person in whatever order they come, and nobody is made who is known already.
    """
    holders = dict(held)
    sharing = _by_identifier(keys)
    _spread([key for key in keys if any(identifier in held for identifier in key)], sharing, holders)
    for key in keys:
        if key and key[0] not in holders:
            holders[key[0]] = new_id()
            _spread(sharing[key[0]], sharing, holders)
    return holders


def keys_of(claims: Sequence[Claim], taken: Collection[Identifier]) -> list[Key]:
    """The set of identifiers that counts for each claim.

    A device says who uses it only as long as nobody has: it joins the first who claims it, and never brings a second
    person to the first. `taken` are the devices of people who are known by more than devices.
    """
    first: dict[Identifier, Identifier] = {}
    keys: list[Key] = []
    for known, name in claims:
        device = Identifier(DEVICE, name)
        if not known:
            keys.append((device,) if name else ())
        elif name and device not in taken and first.setdefault(device, known[0]) in known:
            keys.append((*known, device))
        else:
            keys.append(known)
    return keys


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


def _by_identifier(keys: Sequence[Key]) -> dict[Identifier, list[Key]]:
    sharing: dict[Identifier, list[Key]] = {}
    for key in keys:
        for identifier in key:
            sharing.setdefault(identifier, []).append(key)
    return sharing


def _spread(reached: Iterable[Key], sharing: Mapping[Identifier, list[Key]], holders: dict[Identifier, UUID]) -> None:
    """Give each reached key's free identifiers to the holder of its most trusted one, and so reach further keys."""
    waiting = deque(reached)
    while waiting:
        key = waiting.popleft()
        person_id = next(holders[identifier] for identifier in key if identifier in holders)
        for identifier in key:
            if identifier not in holders:
                holders[identifier] = person_id
                waiting.extend(sharing[identifier])


def spellings(text: str) -> tuple[str, ...]:
    """How the start of an identifier somebody types may stand in the record: phones have their country code there."""
    digits = text.replace(" ", "").replace("-", "")
    return (text, f"+86{digits}") if digits.isdigit() and digits.isascii() else (text,)
