"""The outbox: facts wait here, in the transaction that made them true, until the relay has delivered them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Identity, Index, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from siyu.kernel.db import Row


class OutboxRow(Row):
    """One told fact. `sequence` gives the order; `lease` fences a relay that came back from the dead."""

    __tablename__ = "outbox"
    sequence: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(100))
    body: Mapped[dict[str, Any]]
    told_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_outbox_waiting", "sequence", postgresql_where=text("delivered_at IS NULL")),)


class InboxRow(Row):
    """A listener has had this fact: written in the listener's own transaction, so a redelivery does nothing."""

    __tablename__ = "inbox"
    listener: Mapped[str] = mapped_column(String(200), primary_key=True)
    fact_id: Mapped[UUID] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]


class DeadLetterRow(Row):
    """A listener failed on this fact as often as we are willing to try; an operator can send it again."""

    __tablename__ = "dead_letters"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    listener: Mapped[str] = mapped_column(String(200))
    fact_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100))
    body: Mapped[dict[str, Any]]
    error: Mapped[str] = mapped_column(String(2000))
    attempts: Mapped[int]
    died_at: Mapped[datetime]


def put(db: Session, *, fact_id: UUID, name: str, body: dict[str, Any], told_at: datetime) -> None:
    db.add(OutboxRow(id=fact_id, name=name, body=body, told_at=told_at, due_at=told_at, attempts=0))
    db.flush()
