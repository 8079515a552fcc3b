"""Find or make the person behind identifiers, many at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from siyu.kernel.tx import Tx
from siyu.people.identity import queries, rules
from siyu.people.identity.contract import DEVICE, Claim, Identifier, Link, PersonMissing, Resolved


def resolve(tx: Tx, *, keys: Sequence[tuple[Identifier, ...]], source: str) -> Resolved:
    """The person behind each set of identifiers (most trusted first), made if nobody holds any of them.

    A set without identifiers is a guest: None. Identifiers of a set that nobody holds yet are linked to its person, and
    sets that share one share the person; one that somebody else holds stays where it is: people are never merged
    silently.
    """
    asked = {identifier for key in keys for identifier in key}
    return _assign(tx, keys, source, queries.holders(tx.db, asked))


def recognise(tx: Tx, *, claims: Sequence[Claim], source: str) -> Resolved:
    """The person behind each claim, made if nobody is known by it; None for an empty one.

    Whoever a device was seen with first keeps it: a second member on a shop's tablet is a person of their own.
    """
    devices = {Identifier(DEVICE, claim.device) for claim in claims if claim.device}
    held = queries.claimed(tx.db, devices.union(*(claim.known for claim in claims)))
    taken = {device for device in devices if device in held and held[device][1]}
    keys = rules.keys_of(claims, taken)
    asked = {identifier for key in keys for identifier in key}
    return _assign(tx, keys, source, {item: person_id for item, (person_id, _) in held.items() if item in asked})


def unlink(tx: Tx, *, person_id: UUID, identifiers: Sequence[Identifier]) -> int:
    """Take identifiers from the person, where they hold them; how many. Nobody holds them then."""
    return queries.delete_links(tx.db, person_id, identifiers) if identifiers else 0


def links(tx: Tx, *, person_ids: Sequence[UUID]) -> dict[UUID, list[Link]]:
    """The identifiers each of these people holds, oldest first."""
    found: dict[UUID, list[Link]] = {person_id: [] for person_id in person_ids}
    for row in queries.links_of(tx.db, person_ids):
        found[row.person_id].append(Link(row.type, row.value, row.source, row.linked_at))
    return found


def expect(tx: Tx, *, person_id: UUID) -> None:
    """Raise PersonMissing unless there is such a person."""
    if queries.person(tx.db, person_id) is None:
        raise PersonMissing


def count(tx: Tx) -> int:
    """How many people there are."""
    return queries.person_count(tx.db)


def holding(*, value_prefix: str | None, kind: str | None) -> Select[Any]:
    """A subquery of person ids for a list that filters by identifier."""
    return queries.holding(value_prefix=value_prefix, kind=kind)


def masked(kind: str, value: str) -> str:
    """The value as somebody without permission to see contact details may see it."""
    return rules.masked(kind, value)


def _assign(tx: Tx, keys: Sequence[tuple[Identifier, ...]], source: str, held: dict[Identifier, UUID]) -> Resolved:
    """Everybody their person, given who holds what of it."""
    asked = {identifier for key in keys for identifier in key}
    if len(asked) == len(held):
        return Resolved([held[key[0]] if key else None for key in keys], frozenset())
    while True:  # ends: whoever was quicker has linked some of what is asked for, so less is free the next time
        holders = rules.shared_out(keys, held, tx.new_id)
        if _keep(tx, held, holders, source):
            created = set(holders.values()) - set(held.values())
            return Resolved([holders[key[0]] if key else None for key in keys], frozenset(created))
        held = queries.holders(tx.db, asked)


def _keep(tx: Tx, held: dict[Identifier, UUID], holders: dict[Identifier, UUID], source: str) -> bool:
    """Make the new people and link what was free; False, with nothing done, when somebody else linked some of it."""
    links = {identifier: person_id for identifier, person_id in holders.items() if identifier not in held}
    if not links:
        return True
    with tx.db.begin_nested() as attempt:
        queries.add_persons(tx.db, set(links.values()) - set(held.values()), at=tx.now)
        if queries.add_links(tx.db, links, source=source, at=tx.now) == len(links):
            return True
        attempt.rollback()
    return False
