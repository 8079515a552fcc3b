"""Rows of the orders room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class OrderRow(Row):
    """One document of one source."""

    __tablename__ = "orders"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[UUID | None]
    origin_id: Mapped[UUID | None]
    placed_at: Mapped[datetime]
    currency: Mapped[str] = mapped_column(String(3))
    amount_cents: Mapped[int]
    line_count: Mapped[int]
    refunds_document: Mapped[str | None] = mapped_column(String(120))
    fingerprint: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("source", "document"),
        Index("ix_orders_placed", "placed_at", "id"),
        Index("ix_orders_amount", "amount_cents", "id"),
        Index("ix_orders_person", "person_id", "placed_at"),
        Index("ix_orders_document", "document", postgresql_ops={"document": "text_pattern_ops"}),
    )


class OrderLineRow(Row):
    """One line of a document."""

    __tablename__ = "order_lines"
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[int]
    unit_price_cents: Mapped[int]
    amount_cents: Mapped[int]
