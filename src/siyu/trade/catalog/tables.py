"""Rows of the catalog room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class ProductRow(Row):
    """One SKU; the code is unique over all sources."""

    __tablename__ = "products"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(500))
    category: Mapped[str | None] = mapped_column(String(200))
    price_cents: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    source: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (Index("ix_products_name", "name"), Index("ix_products_updated", "updated_at", "id"))
