"""Rows of the identity room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class PersonRow(Row):
    """A person; everything known about them hangs on this id."""

    __tablename__ = "persons"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class IdentifierRow(Row):
    """An identifier belongs to one person: the primary key says so."""

    __tablename__ = "identifiers"
    type: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(255), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    source: Mapped[str] = mapped_column(String(60))
    linked_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_identifiers_person", "person_id"),
        Index("ix_identifiers_value", "value", postgresql_ops={"value": "text_pattern_ops"}),
    )
