"""Every statement the identity room sends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.kernel.db import is_any
from siyu.people.identity import rules
from siyu.people.identity.contract import DEVICE, Identifier
from siyu.people.identity.tables import IdentifierRow, PersonRow


def holders(db: Session, identifiers: Collection[Identifier]) -> dict[Identifier, UUID]:
    values = is_any(IdentifierRow.value, {identifier.value for identifier in identifiers})
    rows = db.execute(select(IdentifierRow.type, IdentifierRow.value, IdentifierRow.person_id).where(values))
    found = {Identifier(kind, value): person_id for kind, value, person_id in rows}
    return {identifier: found[identifier] for identifier in identifiers if identifier in found}


def add_persons(db: Session, person_ids: Collection[UUID], *, at: datetime) -> None:
    if person_ids:
        db.execute(insert(PersonRow), [{"id": person_id, "created_at": at} for person_id in sorted(person_ids)])


def add_links(db: Session, links: dict[Identifier, UUID], *, source: str, at: datetime) -> int:
    """Link those that nobody holds yet; how many. Sorted, so that two writers meet in the same order."""
    rows = [
        {"type": key.type, "value": key.value, "person_id": links[key], "source": source, "linked_at": at}
        for key in sorted(links)
    ]
    statement = upsert(IdentifierRow).on_conflict_do_nothing().returning(IdentifierRow.person_id)
    return len(db.execute(statement, rows).all())


def known_people(db: Session, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of them who hold more than devices."""
    query = select(IdentifierRow.person_id).where(is_any(IdentifierRow.person_id, person_ids))
    return set(db.scalars(query.where(IdentifierRow.type != DEVICE).distinct()))


def delete_links(db: Session, person_id: UUID, identifiers: Collection[Identifier]) -> int:
    named = tuple_(IdentifierRow.type, IdentifierRow.value).in_([tuple(item) for item in identifiers])
    statement = delete(IdentifierRow).where(named, IdentifierRow.person_id == person_id)
    return len(db.scalars(statement.returning(IdentifierRow.value)).all())


def person(db: Session, person_id: UUID) -> PersonRow | None:
    return db.get(PersonRow, person_id)


def links_of(db: Session, person_ids: Sequence[UUID]) -> list[IdentifierRow]:
    query = select(IdentifierRow).where(is_any(IdentifierRow.person_id, person_ids))
    return list(db.scalars(query.order_by(IdentifierRow.linked_at, IdentifierRow.type, IdentifierRow.value)))


def person_count(db: Session) -> int:
    return db.execute(select(func.count()).select_from(PersonRow)).scalar_one()


def holding(*, value_prefix: str | None, kind: str | None) -> Select[Any]:
    """Ids of the people who hold an identifier of this type, or one that starts like this."""
    query = select(IdentifierRow.person_id)
    if value_prefix:
        starts = (IdentifierRow.value.startswith(text, autoescape=True) for text in rules.spellings(value_prefix))
        query = query.where(or_(*starts))
    if kind:
        query = query.where(IdentifierRow.type == kind)
    return query
