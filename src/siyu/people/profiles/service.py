"""Keep and show what is known of people."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Link, PersonMissing
from siyu.people.profiles import queries, rules
from siyu.people.profiles.contract import (
    NAME_LENGTH_MAX,
    NAME_TRAIT,
    NewTraits,
    PeopleFilter,
    PersonSummary,
    Profile,
    Purchases,
    Trait,
    TraitChange,
)
from siyu.people.profiles.tables import ProfileRow, PurchasesRow, TraitRow


def open_profiles(tx: Tx, *, person_ids: Collection[UUID]) -> None:
    """Give each of these people a profile if they have none."""
    queries.add_profiles(tx.db, person_ids, at=tx.now)


def learn(tx: Tx, *, told: Sequence[NewTraits], source: str) -> set[UUID]:
    """Keep traits a source told us; the latest telling wins. The people of whom something changed."""
    changed = queries.put_traits(tx.db, told, source=source, at=tx.now)
    names = {new.person_id: value for new in told for name, value in new.traits if name == NAME_TRAIT}
    queries.put_names(tx.db, {person_id: name[:NAME_LENGTH_MAX] for person_id, name in names.items()})
    return changed


def change(tx: Tx, *, changes: Sequence[TraitChange], source: str) -> None:
    """Apply the changes in their order; people are locked first, so that two increments both count."""
    people_ids = {item.person_id for item in changes}
    queries.lock_profiles(tx.db, people_ids)
    origins = identity.origins(tx, person_ids=people_ids)
    before = {key: row.value for key, row in _standing(tx, origins).items()}
    after: dict[tuple[UUID, str], str | None] = dict(before)
    for item in changes:
        key = (item.person_id, item.name)
        if item.verb == "delete":
            after |= {held: None for held in after if held[0] == item.person_id}
        else:
            after[key] = rules.changed_trait(after.get(key), item)
    gone = {key for key in before if after[key] is None}
    queries.drop_traits(tx.db, {(one, name) for person_id, name in gone for one in origins[person_id]})
    queries.drop_names(tx.db, {person_id for person_id, name in gone if name == NAME_TRAIT})
    told = [
        NewTraits(person_id, ((name, value),))
        for (person_id, name), value in after.items()
        if value is not None and before.get((person_id, name)) != value
    ]
    learn(tx, told=told, source=source)


def follow(tx: Tx, *, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """People turned out to be one, or two: lists show who is somebody, by the name that counts now.

    Traits need not move: they are read by everybody who became the person.
    """
    roots = identity.current(tx, person_ids={person_id for move in moves for person_id in move})
    queries.put_became(tx.db, roots)
    standing = _standing(tx, identity.origins(tx, person_ids=set(roots.values())))
    queries.drop_names(tx.db, roots.values())
    named = {key[0]: row.value[:NAME_LENGTH_MAX] for key, row in standing.items() if key[1] == NAME_TRAIT}
    queries.put_names(tx.db, named)


def hold(tx: Tx, *, person_ids: Collection[UUID]) -> None:
    """Keep others from noting these people's purchases until we commit: whoever sums up next sees what we saw."""
    queries.lock_profiles(tx.db, person_ids)


def note_purchases(tx: Tx, *, sums: dict[UUID, list[Purchases]]) -> None:
    """Replace what these people bought in sum; recomputed by the caller from the orders themselves, never added up."""
    queries.put_purchases(tx.db, sums)
    queries.put_summaries(tx.db, {person_id: rules.main_purchases(items) for person_id, items in sums.items()})


def people(tx: Tx, *, wanted: PageWanted, chosen: PeopleFilter) -> Page[PersonSummary]:
    """A page of people with the number of all that match."""
    rows = list(tx.db.scalars(queries.listed(wanted, chosen)))
    page, next_cursor = cut(
        rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.person_id
    )
    links = identity.links(tx, person_ids=[row.person_id for row in page])
    items = [_summary(row, links[row.person_id]) for row in page]
    return Page(items, next_cursor, queries.matching(tx.db, chosen))


def profile(tx: Tx, *, person_id: UUID) -> Profile:
    """Everything known of one person."""
    [person_id] = identity.current(tx, person_ids=[person_id]).values()
    row = queries.profile(tx.db, person_id)
    if row is None:
        raise PersonMissing
    standing = _standing(tx, identity.origins(tx, person_ids=[person_id]))
    traits = [Trait(item.name, item.value, item.source, item.updated_at) for item in standing.values()]
    return Profile(
        id=person_id,
        name=row.name,
        identifiers=identity.links(tx, person_ids=[person_id])[person_id],
        traits=traits,
        purchases=[_purchases(item) for item in queries.purchases_of(tx.db, person_id)],
        created_at=row.created_at,
    )


def names(tx: Tx, *, person_ids: Collection[UUID]) -> dict[UUID, str | None]:
    """The names of these people, for a list of something else."""
    return queries.names(tx.db, person_ids)


def masked_trait(name: str, value: str) -> str:
    """The value as somebody without permission to see contact details may see it."""
    return rules.shown_trait(name, value)


def _standing(tx: Tx, origins: Mapping[UUID, Collection[UUID]]) -> dict[tuple[UUID, str], TraitRow]:
    """The row that counts for each person and trait: their own, or the latest of those who became them."""
    root_of = {origin: root for root, theirs in origins.items() for origin in theirs}
    found: dict[tuple[UUID, str], TraitRow] = {}
    for row in queries.traits_of(tx.db, set(root_of)):
        key = (root_of[row.person_id], row.name)
        if key not in found or found[key].person_id != key[0]:
            found[key] = row
    return found


def _summary(row: ProfileRow, links: list[Link]) -> PersonSummary:
    purchases = _purchases(row) if row.orders or row.refunds else None
    return PersonSummary(row.person_id, row.name, links, purchases, row.created_at)


def _purchases(row: ProfileRow | PurchasesRow) -> Purchases:
    return Purchases(
        currency=row.currency or "",
        orders=row.orders,
        refunds=row.refunds,
        paid_cents=row.paid_cents,
        refunded_cents=row.refunded_cents,
        net_cents=row.net_cents,
        first_order_at=row.first_order_at,
        last_order_at=row.last_order_at,
    )
