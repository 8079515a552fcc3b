"""Find or make the person behind identifiers, many at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from siyu.kernel.tx import Tx
from siyu.people.identity import queries, rules
from siyu.people.identity.contract import Identifier, Link, PersonMissing, Resolved


def resolve(tx: Tx, *, keys: Sequence[tuple[Identifier, ...]], source: str) -> Resolved:
    """The person behind each set of identifiers (most trusted first), made if nobody holds any of them.

    A set without identifiers is a guest: None. Identifiers of a set that nobody holds yet are linked to its person;
    one that somebody else holds stays where it is: people are never merged silently.
    """
    asked = {identifier for key in keys for identifier in key}
    held = queries.holders(tx.db, asked)
    made = _make_missing(tx, keys, held)
    queries.add_persons(tx.db, set(made.values()), at=tx.now)
    linked = queries.add_links(tx.db, _links(keys, held, made), source=source, at=tx.now)
    taken = [identifier for identifier in made if identifier not in linked]
    if taken:
        _yield_to_winner(tx, held, made, taken)
    return Resolved([_holder(key, held, made) for key in keys], frozenset(made.values()))


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


def _make_missing(
    tx: Tx, keys: Sequence[tuple[Identifier, ...]], held: dict[Identifier, UUID]
) -> dict[Identifier, UUID]:
    """A new id for every set nobody holds, under its leading identifier; sets that share one share the person."""
    made: dict[Identifier, UUID] = {}
    for key in keys:
        known = next((made[identifier] for identifier in key if identifier in made), None)
        if key and not any(identifier in held for identifier in key):
            person_id = known or tx.new_id()
            made |= {identifier: person_id for identifier in key if identifier not in made}
    return made


def _links(
    keys: Sequence[tuple[Identifier, ...]], held: dict[Identifier, UUID], made: dict[Identifier, UUID]
) -> dict[Identifier, UUID]:
    found: dict[Identifier, UUID] = {}
    for key in keys:
        person_id = _holder(key, held, made)
        if person_id:
            found |= {identifier: person_id for identifier in key if identifier not in held and identifier not in found}
    return found


def _holder(key: tuple[Identifier, ...], held: dict[Identifier, UUID], made: dict[Identifier, UUID]) -> UUID | None:
    return next(
        (
            held.get(identifier) or made.get(identifier)
            for identifier in key
            if identifier in held or identifier in made
        ),
        None,
    )


def _yield_to_winner(
    tx: Tx, held: dict[Identifier, UUID], made: dict[Identifier, UUID], taken: list[Identifier]
) -> None:
    """Somebody else linked these identifiers while we looked: their person is the one, and ours was never needed."""
    won = queries.holders(tx.db, taken)
    losers = {made[identifier]: won[identifier] for identifier in taken}
    held.update(won)
    for identifier, person_id in list(made.items()):
        if person_id in losers:
            held[identifier] = losers[person_id]
            del made[identifier]
    queries.move_links(tx.db, losers)
    queries.drop_persons(tx.db, set(losers))
