"""Rows of ingest: what is accepted and not in the log yet, which ids were taken, and what was refused."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class TakenRow(Row):
    """The ids of one group, sixteen bytes each; kept for 48 hours, so that every process tells duplicates exactly."""

    __tablename__ = "taken_ids"
    number: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    taken_at: Mapped[datetime]
    ids: Mapped[bytes] = mapped_column(LargeBinary)


class SpooledRow(Row):
    """A block of events on its way to the log (Arrow IPC); gone once the log has it.

    `made_by` names the process: only its own fresh blocks are certainly not in the log yet.
    """

    __tablename__ = "spooled_blocks"
    number: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    spooled_at: Mapped[datetime]
    made_by: Mapped[UUID]
    events: Mapped[int]
    block: Mapped[bytes] = mapped_column(LargeBinary)


class QuarantinedRow(Row):
    """A refused hit, whole, as JSON text in ASCII: JSONB could not hold every string a sender may write."""

    __tablename__ = "quarantined_events"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(100))
    type: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(200))
    key_id: Mapped[UUID]
    source: Mapped[str] = mapped_column(String(100))
    is_trusted: Mapped[bool]
    received_at: Mapped[datetime]
    sent_at: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_quarantined_events_state", "state", "received_at", "id"),)
