"""Statements that write and read transfers. Both functions of the database do all or nothing, and say which."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from siyu.facts.ledger.contract import Kind, Transfer
from siyu.facts.ledger.tables import ReversedRow, TransferRow
from siyu.kernel.db import is_any

FIELDS = [column for column in TransferRow.__table__.c if column.name != "fingerprint"]

_POST = "SELECT * FROM ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_POST_WITH_LOTS = "SELECT * FROM ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s, true, %s, %s, %s, %s)"
_POST_MANY = "SELECT * FROM ledger_post_many(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_POST_MANY_WITH_LOTS = "SELECT * FROM ledger_post_many(%s, %s, %s, %s, %s, %s, %s, %s, %s, true)"


class Posting(NamedTuple):
    """A transfer to be written; `held` and `debt` are what it takes from a hold, and what it leaves owing."""

    key: str
    fingerprint: bytes
    kind: Kind
    from_: UUID
    to: UUID
    unit: str
    amount: int
    why: str
    at: datetime
    held: int = 0
    debt: int = 0
    reverses: int | None = None
    hold_id: UUID | None = None


class Posted(NamedTuple):
    """`done`, or why nothing was changed: replayed, reused, missing, unit_differs, keeps_lots, insufficient."""

    outcome: str
    number: int
    from_balance: int | None
    to_balance: int | None


def post(db: Session, posting: Posting) -> Posted:
    """Write it, unless one of its accounts keeps lots."""
    return Posted(*_at_once(db, _POST, posting[:9]))


def post_with_lots(db: Session, posting: Posting) -> Posted:
    """Write it; what it means for lots is the caller's to write, under the lock of the accounts."""
    return Posted(*_at_once(db, _POST_WITH_LOTS, tuple(posting)))


def post_many(db: Session, postings: Sequence[Posting]) -> dict[int, Posted]:
    """Write all of them, in this order, unless one would take from an account with lots; by place, from 1 on.

    When any is refused, only the refused come back, and nothing was written.
    """
    rows = db.connection().exec_driver_sql(_POST_MANY, _columns(postings))
    return {place: Posted(*posted) for place, *posted in rows}


def post_many_with_lots(db: Session, postings: Sequence[Posting]) -> dict[int, Posted]:
    """As `post_many`; what it means for lots is the caller's to write."""
    rows = db.connection().exec_driver_sql(_POST_MANY_WITH_LOTS, _columns(postings))
    return {place: Posted(*posted) for place, *posted in rows}


def by_key(db: Session, key: str) -> tuple[Transfer, bytes] | None:
    row = db.execute(select(*FIELDS, TransferRow.fingerprint).where(TransferRow.key == key)).one_or_none()
    return (Transfer(*row[:-1]), row[-1]) if row else None


def by_numbers(db: Session, numbers: Collection[int]) -> dict[int, Transfer]:
    rows = db.execute(select(*FIELDS).where(is_any(TransferRow.number, numbers)))
    return {row.number: Transfer(*row) for row in rows}


def lock(db: Session, number: int) -> Transfer | None:
    """The transfer, so that nobody else reverses it meanwhile."""
    query = select(*FIELDS).where(TransferRow.number == number).with_for_update(key_share=True)
    row = db.execute(query).one_or_none()
    return Transfer(*row) if row else None


def note_reversed(db: Session, number: int, amount: int) -> None:
    new = upsert(ReversedRow).values(number=number, amount=amount)
    total = ReversedRow.amount + new.excluded.amount
    db.execute(new.on_conflict_do_update(index_elements=["number"], set_={"amount": total}))


def reversed_so_far(db: Session, number: int) -> int:
    return db.scalar(select(ReversedRow.amount).where(ReversedRow.number == number)) or 0


def _at_once(db: Session, statement: str, values: Sequence[Any]) -> Sequence[Any]:
    """The one row a statement answers with, asked of the driver itself: the way there takes as long as the transfer."""
    driver = db.connection().connection.driver_connection
    assert driver is not None
    try:
        row: Sequence[Any] = driver.execute(statement, values).fetchone()
    except psycopg.Error as error:
        raise DBAPIError.instance(statement, values, error, psycopg.Error, hide_parameters=True) from error
    return row


def _columns(postings: Sequence[Posting]) -> tuple[Any, ...]:
    columns = (list(column) for column in zip(*(posting[:8] for posting in postings), strict=True))
    return (*columns, postings[0].at)
