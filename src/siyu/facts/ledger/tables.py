"""Rows of the ledger room. What is written once (transfers, blocks) is guarded by triggers of the migration.

Few foreign keys: each one makes every insert lock the row it points at, and everybody pays from the same house account.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from siyu.facts.ledger.contract import KEY_LENGTH_MAX, WHY_LENGTH_MAX
from siyu.kernel.db import Row

_HOT: dict[str, Any] = {"postgresql_with": {"fillfactor": 50}}
"""Room on the page for the next version of the row: an update then touches no index."""


class UnitRow(Row):
    """A unit the brand declared itself."""

    __tablename__ = "ledger_units"
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    zh: Mapped[str] = mapped_column(String(60))
    en: Mapped[str] = mapped_column(String(60))


class AccountRow(Row):
    """What never changes about an account, but for whose it is: two who turn out to be one have both accounts."""

    __tablename__ = "ledger_accounts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[UUID | None]
    origin_id: Mapped[UUID | None]
    may_overdraw: Mapped[bool]
    keeps_lots: Mapped[bool]
    opened_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("code", "unit", "origin_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("NOT (may_overdraw AND keeps_lots)", name="lots_have_a_limit"),
        Index("ix_ledger_accounts_person", "person_id"),
        Index("ix_ledger_accounts_opened", "opened_at", "id"),
        Index("ix_ledger_accounts_code", "code", postgresql_ops={"code": "text_pattern_ops"}),
    )


class BalanceRow(Row):
    """What changes about an account with a limit; one without has no such row, so nobody waits for it."""

    __tablename__ = "ledger_balances"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_accounts.id"), primary_key=True)
    balance: Mapped[int]
    held: Mapped[int]
    debt: Mapped[int]

    __table_args__ = (
        CheckConstraint("held >= 0", name="held_is_not_negative"),
        CheckConstraint("debt = greatest(held - balance, 0)", name="what_is_missing_is_declared"),
        _HOT,
    )


class FoldRow(Row):
    """The balance of an account without a limit after all transfers up to `number`, all of which have settled."""

    __tablename__ = "ledger_folds"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    balance: Mapped[int]


class TransferRow(Row):
    """One movement; `fingerprint` tells a retry from another request with the same key."""

    __tablename__ = "ledger_transfers"
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH_MAX), unique=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(12))
    from_id: Mapped[UUID]
    to_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(30))
    amount: Mapped[int]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH_MAX))
    at: Mapped[datetime]
    from_balance: Mapped[int | None]
    to_balance: Mapped[int | None]
    reverses: Mapped[int | None]
    hold_id: Mapped[UUID | None]

    __table_args__ = (
        CheckConstraint("amount > 0 OR (amount = 0 AND kind = 'clawback')", name="amount_is_positive"),
        CheckConstraint("from_id <> to_id", name="sides_differ"),
        Index("ix_ledger_transfers_from", "from_id", "number", postgresql_include=["amount"]),
        Index("ix_ledger_transfers_to", "to_id", "number", postgresql_include=["amount"]),
    )


class ReversedRow(Row):
    """How much of a transfer was reversed so far."""

    __tablename__ = "ledger_reversed"
    number: Mapped[int] = mapped_column(ForeignKey("ledger_transfers.number"), primary_key=True, autoincrement=False)
    amount: Mapped[int]


class LotRow(Row):
    """An amount received on terms; `number` is the transfer that brought it."""

    __tablename__ = "ledger_lots"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_accounts.id"))
    number: Mapped[int]
    amount: Mapped[int]
    unspent: Mapped[int]
    held: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int]
    active_from: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    source: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("unspent >= 0 AND held >= 0 AND unspent + held <= amount", name="parts_fit"),
        CheckConstraint("kind IN ('granted', 'purchased')", name="kind_is_known"),
        Index("ix_ledger_lots_account", "account_id", "received_at", "id"),
        Index("ix_ledger_lots_unspent", "account_id", postgresql_where=text("unspent > 0")),
        Index("ix_ledger_lots_expiring", "expires_at", postgresql_where=text("unspent > 0")),
    )


class UseRow(Row):
    """How much of a transfer a lot paid, in which place, and how much of that was given back."""

    __tablename__ = "ledger_uses"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_lots.id"), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    amount: Mapped[int]
    returned: Mapped[int]

    __table_args__ = (CheckConstraint("returned >= 0 AND returned <= amount", name="returned_fits"),)


class DebtRow(Row):
    """The part of a clawback no lot has paid yet."""

    __tablename__ = "ledger_debts"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[UUID]
    amount: Mapped[int]
    unpaid: Mapped[int]

    __table_args__ = (
        CheckConstraint("unpaid >= 0 AND unpaid <= amount", name="unpaid_fits"),
        Index("ix_ledger_debts_unpaid", "account_id", "number", postgresql_where=text("unpaid > 0")),
    )


class HoldRow(Row):
    """A reservation on `account_id` in favour of `to_id`."""

    __tablename__ = "ledger_holds"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH_MAX), unique=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    account_id: Mapped[UUID]
    to_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(30))
    amount: Mapped[int]
    settled: Mapped[int]
    released: Mapped[int]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH_MAX))
    held_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("settled >= 0 AND released >= 0 AND settled + released <= amount", name="parts_fit"),
        Index("ix_ledger_holds_open", "account_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_ledger_holds_expiring", "expires_at", postgresql_where=text("ended_at IS NULL")),
    )


class HoldUseRow(Row):
    """How much of a hold a lot stands for: `rest` of `amount`."""

    __tablename__ = "ledger_hold_uses"
    hold_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_holds.id"), primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_lots.id"), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    rest: Mapped[int]

    __table_args__ = (CheckConstraint("rest >= 0", name="rest_is_not_negative"),)


class BlockRow(Row):
    """The transfers from `first` to `last`, sealed. `leaves` holds 16 bytes of each: its number and half a digest."""

    __tablename__ = "ledger_blocks"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int]
    last: Mapped[int]
    transfers: Mapped[int]
    leaves: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime]


class ChainRow(Row):
    """The head of the chain, and the mark up to which the next blocks may go."""

    __tablename__ = "ledger_chain"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    block: Mapped[int]
    last: Mapped[int]
    transfers: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    mark: Mapped[int | None]
    mark_xid: Mapped[int | None]
    mark_server: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
