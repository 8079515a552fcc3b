"""Rows of the profiles room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class ProfileRow(Row):
    """The sum of a person's purchases in their main currency, beside the name: what lists filter and sort by.

    Who turned out to be somebody else is left out of lists (`became`), and kept for the day they are themselves again.
    """

    __tablename__ = "profiles"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    became: Mapped[UUID | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    orders: Mapped[int] = mapped_column(default=0)
    refunds: Mapped[int] = mapped_column(default=0)
    paid_cents: Mapped[int] = mapped_column(default=0)
    refunded_cents: Mapped[int] = mapped_column(default=0)
    net_cents: Mapped[int] = mapped_column(default=0)
    first_order_at: Mapped[datetime | None]
    last_order_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_profiles_last_order", "last_order_at", "person_id"),
        Index("ix_profiles_net", "net_cents", "person_id"),
        Index("ix_profiles_orders", "orders", "person_id"),
        Index("ix_profiles_created", "created_at", "person_id"),
        Index("ix_profiles_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
    )


class PurchasesRow(Row):
    """A person's orders summed in one currency."""

    __tablename__ = "purchases"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    orders: Mapped[int]
    refunds: Mapped[int]
    paid_cents: Mapped[int]
    refunded_cents: Mapped[int]
    net_cents: Mapped[int]
    first_order_at: Mapped[datetime | None]
    last_order_at: Mapped[datetime | None]


class TraitRow(Row):
    """The latest value a trait has, and who said so.

    Rows stay with whom they were written for. Of people who turned out to be one, all rows count, and of two values of
    one trait that of who stayed, then the later.
    """

    __tablename__ = "traits"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(2000))
    source: Mapped[str] = mapped_column(String(60))
    updated_at: Mapped[datetime]
