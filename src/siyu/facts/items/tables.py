"""Rows of the items room."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Json, Row


class ItemRow(Row):
    """What a source last told of one thing."""

    __tablename__ = "items"
    type: Mapped[str] = mapped_column(String(100), primary_key=True)
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    properties: Mapped[dict[str, Any]] = mapped_column(Json)
    source: Mapped[str] = mapped_column(String(100))
    updated_at: Mapped[datetime]
