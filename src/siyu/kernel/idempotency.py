"""Answers remembered by the caller's Idempotency-Key, written in the transaction that did the work.

A transaction-scoped advisory lock stands for "running": it goes away with the transaction, so a crash leaves neither a
stuck key nor an answer without its effect. Semantics follow draft-ietf-httpapi-idempotency-key-header.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row
from siyu.kernel.errors import Conflict, Invalid
from siyu.kernel.tx import Tx

KEY_LENGTH_MAX = 255


class IdempotencyRow(Row):
    """One answered request of one actor."""

    __tablename__ = "idempotency_keys"
    actor: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH_MAX), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime]

    __table_args__ = (Index("ix_idempotency_keys_answered_at", "answered_at"),)


class KeyMissing(Invalid):
    code = "idempotency_key_missing"
    zh = "此请求需要 Idempotency-Key 请求头（1–255 个字符）"
    en = "This request needs an Idempotency-Key header (1–255 characters)"


class KeyRunning(Conflict):
    code = "idempotency_key_running"
    zh = "同一 Idempotency-Key 的请求仍在处理中"
    en = "A request with this Idempotency-Key is still running"


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    zh = "该 Idempotency-Key 已用于内容不同的请求"
    en = "This Idempotency-Key was used for a different request"


def earlier_answer(tx: Tx, *, key: str, fingerprint: str) -> IdempotencyRow | None:
    """Claim the key for this transaction; the answer it already has, if any."""
    actor = _actor(tx)
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(f"{actor}/{key}", 0))
    if not tx.db.execute(select(lock)).scalar_one():
        raise KeyRunning
    row = tx.db.get(IdempotencyRow, (actor, key))
    if row and row.fingerprint != fingerprint:
        raise KeyReused
    return row


def remember(tx: Tx, *, key: str, fingerprint: str, status: int, body: bytes) -> None:
    """Keep this answer for a retry of the same request."""
    tx.db.add(
        IdempotencyRow(actor=_actor(tx), key=key, fingerprint=fingerprint, status=status, body=body, answered_at=tx.now)
    )


def forget_answers(tx: Tx, *, before: datetime) -> None:
    """Drop answers older than the published retention."""
    tx.db.execute(delete(IdempotencyRow).where(IdempotencyRow.answered_at < before))


def _actor(tx: Tx) -> str:
    return f"{tx.actor.kind}:{tx.actor.id or '-'}"
