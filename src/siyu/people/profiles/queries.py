"""Every statement the profiles room sends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged
from siyu.people.identity import service as identity
from siyu.people.profiles.contract import NewTraits, PeopleFilter, Purchases
from siyu.people.profiles.tables import ProfileRow, PurchasesRow, TraitRow

DEFAULT_SORT = "-last_order_at"
_ORDERS = {
    name: Order(column, ProfileRow.person_id)
    for name, column in {
        "last_order_at": ProfileRow.last_order_at,
        "net_cents": ProfileRow.net_cents,
        "orders": ProfileRow.orders,
        "created_at": ProfileRow.created_at,
    }.items()
}


def add_profiles(db: Session, person_ids: Collection[UUID], *, at: datetime) -> None:
    if person_ids:
        db.connection().execute(_ADD_PROFILES, {"ids": sorted(person_ids), "at": at})


_ADD_PROFILES = text(
    """
    INSERT INTO profiles (person_id, created_at, orders, refunds, paid_cents, refunded_cents, net_cents)
    SELECT unnest(CAST(:ids AS uuid[])), :at, 0, 0, 0, 0, 0 ON CONFLICT DO NOTHING
    """
)


def put_traits(db: Session, told: Sequence[NewTraits], *, source: str, at: datetime) -> set[UUID]:
    latest = {(new.person_id, name): value for new in told for name, value in new.traits}
    known = _known_traits(db, {person_id for person_id, _ in latest})
    rows = [
        {"person_id": person_id, "name": name, "value": value, "source": source, "updated_at": at}
        for (person_id, name), value in sorted(latest.items())
        if known.get((person_id, name)) != value
    ]
    if not rows:
        return set()
    statement = upsert(TraitRow)
    fresh = {column: statement.excluded[column] for column in ("value", "source", "updated_at")}
    changed = TraitRow.value != statement.excluded.value
    statement = statement.on_conflict_do_update(index_elements=["person_id", "name"], set_=fresh, where=changed)
    return set(db.scalars(statement.returning(TraitRow.person_id), rows))


def _known_traits(db: Session, person_ids: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    query = select(TraitRow.person_id, TraitRow.name, TraitRow.value).where(is_any(TraitRow.person_id, person_ids))
    return {(person_id, name): value for person_id, name, value in db.execute(query)}


def drop_traits(db: Session, gone: Collection[tuple[UUID, str]]) -> None:
    for person_id, name in sorted(gone):
        db.execute(delete(TraitRow).where(TraitRow.person_id == person_id, TraitRow.name == name))


def put_became(db: Session, roots: dict[UUID, UUID]) -> None:
    """Leave who turned out to be somebody else out of lists, and show who is themselves."""
    rows = [{"person_id": one, "became": None if root == one else root} for one, root in sorted(roots.items())]
    db.execute(update(ProfileRow), rows)


def drop_names(db: Session, person_ids: Collection[UUID]) -> None:
    db.execute(update(ProfileRow).where(is_any(ProfileRow.person_id, person_ids)).values(name=None))


def put_names(db: Session, names: dict[UUID, str]) -> None:
    for person_id, name in sorted(names.items()):
        db.execute(update(ProfileRow).where(ProfileRow.person_id == person_id).values(name=name))


def lock_profiles(db: Session, person_ids: Collection[UUID]) -> None:
    query = select(ProfileRow.person_id).where(is_any(ProfileRow.person_id, person_ids))
    db.execute(query.order_by(ProfileRow.person_id).with_for_update())


def put_purchases(db: Session, sums: dict[UUID, list[Purchases]]) -> None:
    db.execute(delete(PurchasesRow).where(is_any(PurchasesRow.person_id, sums)))
    rows = [{"person_id": person_id, **_columns(item)} for person_id, items in sorted(sums.items()) for item in items]
    if rows:
        db.execute(upsert(PurchasesRow), rows)


def put_summaries(db: Session, main: dict[UUID, Purchases | None]) -> None:
    empty = Purchases("", 0, 0, 0, 0, 0, None, None)
    rows = [{"person_id": person_id, **_columns(item or empty)} for person_id, item in sorted(main.items())]
    if rows:
        db.execute(update(ProfileRow), rows)


def listed(wanted: PageWanted, chosen: PeopleFilter) -> Select[Any]:
    return paged(select(ProfileRow).where(*_conditions(chosen)), wanted, _ORDERS, default=DEFAULT_SORT)


def matching(db: Session, chosen: PeopleFilter) -> int:
    return db.execute(select(func.count()).select_from(ProfileRow).where(*_conditions(chosen))).scalar_one()


def profile(db: Session, person_id: UUID) -> ProfileRow | None:
    return db.get(ProfileRow, person_id)


def names(db: Session, person_ids: Collection[UUID]) -> dict[UUID, str | None]:
    rows = db.execute(select(ProfileRow.person_id, ProfileRow.name).where(is_any(ProfileRow.person_id, person_ids)))
    return {row.person_id: row.name for row in rows}


def traits_of(db: Session, person_ids: Collection[UUID]) -> list[TraitRow]:
    query = select(TraitRow).where(is_any(TraitRow.person_id, person_ids))
    return list(db.scalars(query.order_by(TraitRow.name, TraitRow.updated_at, TraitRow.person_id)))


def purchases_of(db: Session, person_id: UUID) -> list[PurchasesRow]:
    query = select(PurchasesRow).where(PurchasesRow.person_id == person_id)
    return list(db.scalars(query.order_by(PurchasesRow.orders.desc(), PurchasesRow.currency)))


def _columns(item: Purchases) -> dict[str, Any]:
    return {
        "currency": item.currency,
        "orders": item.orders,
        "refunds": item.refunds,
        "paid_cents": item.paid_cents,
        "refunded_cents": item.refunded_cents,
        "net_cents": item.net_cents,
        "first_order_at": item.first_order_at,
        "last_order_at": item.last_order_at,
    }


def _conditions(chosen: PeopleFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [ProfileRow.became.is_(None)]
    if chosen.q:
        held = ProfileRow.person_id.in_(identity.holding(value_prefix=chosen.q, kind=chosen.identifier_type))
        conditions.append(held | ProfileRow.name.startswith(chosen.q, autoescape=True))
    if chosen.identifier_type:
        conditions.append(ProfileRow.person_id.in_(identity.holding(value_prefix=None, kind=chosen.identifier_type)))
    return conditions + _buying(chosen)


def _buying(chosen: PeopleFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.buyer:
        by_orders = {"none": ProfileRow.orders == 0, "new": ProfileRow.orders == 1, "returning": ProfileRow.orders >= 2}
        conditions.append(by_orders[chosen.buyer])
    if chosen.last_order_from:
        conditions.append(ProfileRow.last_order_at >= chosen.last_order_from)
    if chosen.last_order_before:
        conditions.append(ProfileRow.last_order_at < chosen.last_order_before)
    if chosen.min_net_cents is not None:
        conditions.append(ProfileRow.net_cents >= chosen.min_net_cents)
    if chosen.max_net_cents is not None:
        conditions.append(ProfileRow.net_cents <= chosen.max_net_cents)
    return conditions
