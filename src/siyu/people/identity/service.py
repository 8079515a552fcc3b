"""Find or make the person behind identifiers, many at a time."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from siyu.kernel.pages import Page, PageWanted
from siyu.kernel.tx import Tx
from siyu.people.identity import binding, deciding, evidence, kinds, queries, rules
from siyu.people.identity.contract import (
    Change,
    Claim,
    ConflictState,
    Decision,
    Identifier,
    IdentityConflict,
    Link,
    Moved,
    PersonMissing,
    Resolved,
    Unlinked,
)


def resolve(tx: Tx, *, keys: Sequence[tuple[Identifier, ...]], source: str) -> Resolved:
    """The person behind each set of identifiers (most trusted first), made if nobody is known by any of them."""
    return binding.bind(tx, [Claim(key, "") for key in keys], source)


def recognise(tx: Tx, *, claims: Sequence[Claim], source: str) -> Resolved:
    """The person behind each claim, made if nobody is known by it; None for an empty one.

    What is claimed together is one person's unless that gives somebody more than people have (two member ids, two
    unionids): then everybody stays who they are, and the conflict is queued for review. What follows for people who
    were somebody else until now is in `moves`.
    """
    return binding.bind(tx, claims, source)


def unlink(tx: Tx, *, person_id: UUID, identifiers: Sequence[Identifier]) -> Unlinked:
    """Take identifiers from the person, where they hold them. Nobody holds them then, and what hung together only by
    them falls apart."""
    return binding.unbind(tx, person_id, identifiers)


def merge(tx: Tx, *, person_ids: tuple[UUID, UUID], why: str) -> tuple[Moved, ...]:
    """Staff say that two people are one. The caller carries out what follows."""
    return deciding.merge(tx, person_ids, why)


def part(tx: Tx, *, change_id: UUID, why: str) -> tuple[Moved, ...]:
    """Staff take a merge back, their own or one that followed from what was seen. The caller carries it out."""
    return deciding.part(tx, change_id, why)


def changes(tx: Tx, *, person_id: UUID) -> list[Change]:
    """Whom the person was merged with and parted from, latest first."""
    return [
        Change(row.id, row.kind, row.was, row.now, row.at, row.why, row.by_name, row.undone_at is not None)  # type: ignore[arg-type]
        for row in deciding.changes(tx, person_id)
    ]


def conflicts(tx: Tx, *, wanted: PageWanted, state: ConflictState | None) -> Page[IdentityConflict]:
    """A page of what waits for somebody to look at it, or was decided, latest first."""
    return deciding.conflicts(tx, wanted, state)


def decide(tx: Tx, *, conflict_id: UUID, decision: Decision, why: str) -> tuple[Moved, ...]:
    """Staff decide: one person after all, two, or what both used was passed on. The caller carries it out."""
    return deciding.decide(tx, conflict_id, decision, why)


def links(tx: Tx, *, person_ids: Sequence[UUID]) -> dict[UUID, list[Link]]:
    """The identifiers each of these people holds, oldest first."""
    found: dict[UUID, list[Link]] = {person_id: [] for person_id in person_ids}
    for person_id, row in queries.links_of(tx.db, person_ids):
        found[person_id].append(Link(row.type, row.value, row.source, row.linked_at))
    return found


def current(tx: Tx, *, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who each of these people is by now: themselves, or whom they turned out to be."""
    return queries.roots(tx.db, person_ids)


def origins(tx: Tx, *, person_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Everybody each of these people was taken for at some time: themselves, and those who became them."""
    found = {person_id: [person_id] for person_id in person_ids}
    for origin, root in sorted(evidence.origins(tx.db, person_ids).items()):
        if origin != root:
            found[root].append(origin)
    return found


def overrides(tx: Tx, *, person_ids: Collection[UUID]) -> list[tuple[UUID, UUID, int]]:
    """Who has become whom among these and those who became them: (person, whom, version)."""
    return queries.overrides(tx.db, person_ids)


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


def is_blocked(kind: str, value: str) -> bool:
    """Whether the value is what programs write where there is none, and so names nobody."""
    return kinds.is_blocked(kind, value)


def masked(kind: str, value: str) -> str:
    """The value as somebody without permission to see contact details may see it."""
    return rules.masked(kind, value)
