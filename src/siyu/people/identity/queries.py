"""Every statement the identity room sends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select, text
from sqlalchemy.orm import Session

from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged
from siyu.kernel.tx import Tx
from siyu.people.identity import rules
from siyu.people.identity.contract import Moved
from siyu.people.identity.tables import ChangeRow, ConflictRow, IdentifierRow, OverrideRow, PersonRow


def add_persons(db: Session, person_ids: Collection[UUID], *, at: datetime) -> None:
    if person_ids:
        statement = text("INSERT INTO persons (id, created_at) SELECT unnest(CAST(:ids AS uuid[])), :at")
        db.connection().execute(statement, {"ids": sorted(person_ids), "at": at})


def add_changes(tx: Tx, moves: Sequence[Moved], why: str) -> None:
    """Write down what became of people, who did it and why."""
    rows = [
        {
            "id": tx.new_id(),
            "kind": "merged" if move.is_whole else "parted",
            "was": move.was,
            "now": move.now,
            "origins": sorted(map(str, move.origins)),
            "at": tx.now,
            "why": why,
            "by_kind": tx.actor.kind,
            "by_id": tx.actor.id,
            "by_name": tx.actor.name[:200],
        }
        for move in moves
    ]
    if rows:
        tx.db.execute(insert(ChangeRow), rows)


def lock_change(db: Session, change_id: UUID) -> ChangeRow | None:
    return db.scalar(select(ChangeRow).where(ChangeRow.id == change_id).with_for_update())


def changes_of(db: Session, person_ids: Collection[UUID]) -> list[ChangeRow]:
    touched = is_any(ChangeRow.was, person_ids) | is_any(ChangeRow.now, person_ids)
    return list(db.scalars(select(ChangeRow).where(touched).order_by(ChangeRow.at.desc(), ChangeRow.id.desc())))


_CONFLICT_ORDERS = {"found_at": Order(ConflictRow.found_at, ConflictRow.id)}
CONFLICT_SORT = "-found_at"


def conflicts(db: Session, wanted: PageWanted, state: str | None) -> list[ConflictRow]:
    query = select(ConflictRow) if state is None else select(ConflictRow).where(ConflictRow.state == state)
    return list(db.scalars(paged(query, wanted, _CONFLICT_ORDERS, default=CONFLICT_SORT)))


def conflict_count(db: Session, state: str | None) -> int:
    query = select(func.count()).select_from(ConflictRow)
    return db.execute(query if state is None else query.where(ConflictRow.state == state)).scalar_one()


def open_conflict(db: Session, conflict_id: UUID) -> ConflictRow | None:
    query = select(ConflictRow).where(ConflictRow.id == conflict_id, ConflictRow.state == "open")
    return db.scalar(query.with_for_update())


def person(db: Session, person_id: UUID) -> PersonRow | None:
    return db.get(PersonRow, person_id)


def links_of(db: Session, person_ids: Sequence[UUID]) -> list[tuple[UUID, IdentifierRow]]:
    """Identifiers with whom they belong to by now, oldest first."""
    became = select(OverrideRow.person_id).where(is_any(OverrideRow.kept_id, person_ids))
    theirs = or_(is_any(IdentifierRow.person_id, person_ids), IdentifierRow.person_id.in_(became))
    root = func.coalesce(OverrideRow.kept_id, IdentifierRow.person_id)
    query = select(root, IdentifierRow).outerjoin(OverrideRow, OverrideRow.person_id == IdentifierRow.person_id)
    query = query.where(theirs).order_by(IdentifierRow.linked_at, IdentifierRow.type, IdentifierRow.value)
    return [(person_id, row) for person_id, row in db.execute(query)]


def overrides(db: Session, person_ids: Collection[UUID]) -> list[tuple[UUID, UUID, int]]:
    touched = is_any(OverrideRow.person_id, person_ids) | is_any(OverrideRow.kept_id, person_ids)
    query = select(OverrideRow.person_id, OverrideRow.kept_id, OverrideRow.version).where(touched)
    return [(person_id, kept_id, version) for person_id, kept_id, version in db.execute(query)]


def roots(db: Session, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who each of these has become; themselves where nothing is written."""
    query = select(OverrideRow.person_id, OverrideRow.kept_id).where(is_any(OverrideRow.person_id, person_ids))
    return {one: one for one in person_ids} | dict(db.execute(query).all())


def person_count(db: Session) -> int:
    became = select(func.count()).select_from(OverrideRow).where(OverrideRow.kept_id != OverrideRow.person_id)
    return db.execute(select(func.count()).select_from(PersonRow)).scalar_one() - db.execute(became).scalar_one()


def holding(*, value_prefix: str | None, kind: str | None) -> Select[Any]:
    """Ids of the people who hold an identifier of this type, or one that starts like this."""
    root = func.coalesce(OverrideRow.kept_id, IdentifierRow.person_id)
    query = (
        select(root).select_from(IdentifierRow).outerjoin(OverrideRow, OverrideRow.person_id == IdentifierRow.person_id)
    )
    if value_prefix:
        starts = (IdentifierRow.value.startswith(text, autoescape=True) for text in rules.spellings(value_prefix))
        query = query.where(or_(*starts))
    if kind:
        query = query.where(IdentifierRow.type == kind)
    return query
