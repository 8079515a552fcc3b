"""Rows of the identity room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class PersonRow(Row):
    """A person; everything known about them hangs on this id."""

    __tablename__ = "persons"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class IdentifierRow(Row):
    """An identifier belongs to one person: the primary key says so.

    `person_id` is whom it was first taken for (its origin); who that person is by now, `person_overrides` say. What was
    ever seen together, directly or through others, shares a `component`, whether or not it is one person.
    """

    __tablename__ = "identifiers"
    type: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(255), primary_key=True)
    number: Mapped[int] = mapped_column(Identity())
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    component: Mapped[UUID]
    is_shared: Mapped[bool]
    source: Mapped[str] = mapped_column(String(60))
    linked_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_identifiers_person", "person_id"),
        Index("ix_identifiers_component", "component"),
        Index("ix_identifiers_value", "value", postgresql_ops={"value": "text_pattern_ops"}),
    )


class EdgeRow(Row):
    """Two identifiers that were used together, by their numbers, the lower first; a void one counts no more."""

    __tablename__ = "identity_edges"
    a: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    b: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_ms: Mapped[int]
    is_confirmed: Mapped[bool]
    source: Mapped[str] = mapped_column(String(60))
    void_since: Mapped[datetime | None]

    __table_args__ = (Index("ix_identity_edges_b", "b"),)


class ApartRow(Row):
    """Two identifiers that staff said are two people's."""

    __tablename__ = "identity_apart"
    a: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    b: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    said_at: Mapped[datetime]


class OverrideRow(Row):
    """Who a person has become; `version` grows with every change, so that the log can follow."""

    __tablename__ = "person_overrides"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    kept_id: Mapped[UUID]
    version: Mapped[int]

    __table_args__ = (Index("ix_person_overrides_kept", "kept_id"), Index("ix_person_overrides_version", "version"))


class ChangeRow(Row):
    """What became of people, and why: two were made one, or one two. Written once; undoing is a change of its own."""

    __tablename__ = "identity_changes"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    was: Mapped[UUID]
    now: Mapped[UUID]
    origins: Mapped[list[Any]]
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(500))
    by_kind: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(200))
    undone_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_identity_changes_was", "was", "at"), Index("ix_identity_changes_now", "now", "at"))


class ConflictRow(Row):
    """An edge that joins nobody by itself, waiting for somebody to look at it."""

    __tablename__ = "identity_conflicts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    a: Mapped[int]
    b: Mapped[int]
    ground: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))
    why: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (UniqueConstraint("a", "b"), Index("ix_identity_conflicts_state", "state", "found_at"))
