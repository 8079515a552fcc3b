"""Rows of the consent room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row
from siyu.people.consent.contract import SOURCE_LENGTH_MAX, VERSION_LENGTH_MAX


class ConsentRow(Row):
    """One thing a person said, or a merge restated; only whose it is and whether it is void ever changes."""

    __tablename__ = "consents"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    origin_id: Mapped[UUID]
    purpose: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[str | None] = mapped_column(String(VERSION_LENGTH_MAX))
    evidence: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH_MAX))
    at: Mapped[datetime]
    merge_id: Mapped[UUID | None]
    voided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('granted', 'withdrawn')", name="state_is_known"),
        CheckConstraint("state = 'withdrawn' OR version IS NOT NULL", name="a_grant_names_its_text"),
        CheckConstraint("voided_at IS NULL OR merge_id IS NOT NULL", name="only_merges_are_voided"),
        Index("ix_consents_person", "person_id", "purpose", "channel", "at"),
    )


class ConsentMergeRow(Row):
    """A merge of two people who both had said something: what is needed to take it back, alone or among others."""

    __tablename__ = "consent_merges"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kept: Mapped[list[Any]]
    gone: Mapped[list[Any]]

    __table_args__ = (Index("ix_consent_merges_person", "person_id"),)


class ConsentTextRow(Row):
    """A wording as it was published."""

    __tablename__ = "consent_texts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(VERSION_LENGTH_MAX))
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("purpose", "version"),)
