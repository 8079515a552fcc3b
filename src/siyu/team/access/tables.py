"""Rows of the access room: of every secret only a hash is kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class PasswordRow(Row):
    """One member's password; whoever changes how they get in locks this row first.

    A session counts while it is of the same generation: one more, and every older session is over at once, without
    touching rows that running requests may hold.
    """

    __tablename__ = "passwords"
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    generation: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class SessionRow(Row):
    """One browser that is signed in; `expires_at` is absolute, `seen_at` (written once a minute) tells idleness."""

    __tablename__ = "sessions"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    staff_id: Mapped[UUID]
    generation: Mapped[int]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_sessions_expires_at", "expires_at"),)


class AttemptsRow(Row):
    """Tries at a password by one source within one window; `source` is a hash, for addresses are personal."""

    __tablename__ = "sign_in_attempts"
    source: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    charged: Mapped[int]
    window_started_at: Mapped[datetime]

    __table_args__ = (Index("ix_sign_in_attempts_window", "window_started_at"),)


class SetupRow(Row):
    """The one-time token of the first run; there is at most one."""

    __tablename__ = "setup_tokens"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class ApiKeyRow(Row):
    """One key; `prefix` is shown so that people can tell keys apart, `is_local` marks the key of this machine's CLI."""

    __tablename__ = "api_keys"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(10))
    prefix: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    scopes: Mapped[list[Any]]
    origins: Mapped[list[Any]] = mapped_column(server_default="[]")
    is_local: Mapped[bool]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("kind IN ('public', 'secret')", name="kind_is_known"),
        Index("ix_api_keys_created_at", "created_at", "id"),
    )
