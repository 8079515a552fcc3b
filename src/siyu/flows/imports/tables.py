"""Rows of the imports room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class ImportFileRow(Row):
    """An uploaded file, kept below the data folder under its id."""

    __tablename__ = "import_files"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime]


class ImportRunRow(Row):
    """One import: what is read, how far it is, and what came of it.

    `last_row` and `last_document` are the places to go on from after a kill; both move only by conditional update.
    """

    __tablename__ = "imports"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_id: Mapped[UUID]
    file_name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(60))
    mapping: Mapped[str] = mapped_column(String(60))
    mapping_yaml: Mapped[str] = mapped_column(Text)
    is_dry_run: Mapped[bool]
    state: Mapped[str] = mapped_column(String(12))
    rows_total: Mapped[int | None]
    last_row: Mapped[int] = mapped_column(default=0)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_rejected: Mapped[int] = mapped_column(default=0)
    rows_skipped: Mapped[int] = mapped_column(default=0)
    documents_total: Mapped[int | None]
    documents_done: Mapped[int] = mapped_column(default=0)
    last_document: Mapped[str] = mapped_column(String(300), default="")
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    checkpoint: Mapped[dict[str, Any] | None]
    problems: Mapped[list[Any]] = mapped_column(default=list)
    error: Mapped[dict[str, Any] | None]
    started_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_imports_created_at", "created_at", "id"),)


class StagedRow(Row):
    """A mapped row waiting until all rows of its document have been read."""

    __tablename__ = "import_staged"
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(300, collation="C"), primary_key=True)
    row_no: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    head: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    product: Mapped[str] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    quantity: Mapped[int]
    unit_price_cents: Mapped[int]
    amount_cents: Mapped[int]


class RejectRow(Row):
    """A row of the file that was not taken, with the reason and its cells (shortened)."""

    __tablename__ = "import_rejects"
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    column: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(500))
    raw: Mapped[list[Any]]
