"""Every statement the identity room sends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, text, tuple_
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


def claimed(db: Session, identifiers: Collection[Identifier]) -> dict[Identifier, tuple[UUID, bool]]:
    """Who holds each, and whether they are known by more than devices."""
    values = list({identifier.value for identifier in identifiers})
    rows = db.connection().execute(_CLAIMED, {"values": values, "device": DEVICE})
    found = {Identifier(kind, value): (person_id, is_known) for kind, value, person_id, is_known in rows}
    return {identifier: found[identifier] for identifier in identifiers if identifier in found}


_CLAIMED = text(
    """
    SELECT i.type, i.value, i.person_id, EXISTS (
        SELECT FROM identifiers o WHERE o.person_id = i.person_id AND o.type <> :device) AS is_known
    FROM identifiers i WHERE i.value = ANY(:values)
    """
)


def add_persons(db: Session, person_ids: Collection[UUID], *, at: datetime) -> None:
    if person_ids:
        statement = text("INSERT INTO persons (id, created_at) SELECT unnest(CAST(:ids AS uuid[])), :at")
        db.connection().execute(statement, {"ids": sorted(person_ids), "at": at})


def add_links(db: Session, links: dict[Identifier, UUID], *, source: str, at: datetime) -> int:
    """Link those that nobody holds yet; how many. Sorted, so that two writers meet in the same order."""
    keys = sorted(links)
    columns = {
        "types": [key.type for key in keys],
        "values": [key.value for key in keys],
        "person_ids": [links[key] for key in keys],
    }
    return db.connection().execute(_ADD_LINKS, {**columns, "source": source, "at": at}).rowcount


_ADD_LINKS = text(
    """
    INSERT INTO identifiers (type, value, person_id, source, linked_at)
    SELECT type, value, person_id, :source, :at
    FROM unnest(CAST(:types AS text[]), CAST(:values AS text[]), CAST(:person_ids AS uuid[]))
        AS t (type, value, person_id)
    ON CONFLICT DO NOTHING
    """
)


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
