"""Statements about holds and the lots they stand for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.facts.ledger.contract import Hold, Lot
from siyu.facts.ledger.lots import Taken
from siyu.facts.ledger.queries.lots import FIELDS
from siyu.facts.ledger.tables import BalanceRow, HoldRow, HoldUseRow, LotRow

_FIELDS = [column for column in HoldRow.__table__.c if column.name != "fingerprint"]
_REDUCE = text("""
    UPDATE ledger_hold_uses SET rest = rest - d.amount
    FROM unnest(CAST(:ids AS uuid[]), CAST(:amounts AS bigint[])) AS d (id, amount)
    WHERE ledger_hold_uses.hold_id = :hold_id AND ledger_hold_uses.lot_id = d.id
""")


def by_key(db: Session, key: str) -> tuple[Hold, bytes] | None:
    row = db.execute(select(*_FIELDS, HoldRow.fingerprint).where(HoldRow.key == key)).one_or_none()
    return (Hold(*row[:-1]), row[-1]) if row else None


def lock(db: Session, hold_id: UUID) -> Hold | None:
    """The hold as it is now, so that nobody else settles or releases it meanwhile."""
    row = db.execute(select(*_FIELDS).where(HoldRow.id == hold_id).with_for_update(key_share=True)).one_or_none()
    return Hold(*row) if row else None


def due(db: Session, *, now: datetime, limit: int) -> list[Hold]:
    """Open holds whose time is up and that nobody else is working on, locked."""
    query = select(*_FIELDS).where(HoldRow.ended_at.is_(None), HoldRow.expires_at <= now)
    locked = query.order_by(HoldRow.id).limit(limit).with_for_update(key_share=True, skip_locked=True)
    return [Hold(*row) for row in db.execute(locked)]


def add(db: Session, new: Hold, fingerprint: bytes) -> bool:
    """False, with nothing done, when the key is taken."""
    row = {column.name: getattr(new, _NOUN.get(column.name, column.name)) for column in _FIELDS}
    statement = upsert(HoldRow).values(**row, fingerprint=fingerprint)
    return db.scalar(statement.on_conflict_do_nothing(index_elements=["key"]).returning(HoldRow.id)) is not None


_NOUN = {"to_id": "to"}


def reserve(db: Session, account_id: UUID, amount: int) -> bool:
    """Set `amount` aside; False, with nothing done, when so much is not free."""
    free = BalanceRow.balance - BalanceRow.held >= amount
    return _change(db, account_id, free, held=BalanceRow.held + amount)


def unreserve(db: Session, account_id: UUID, amount: int) -> bool:
    """Set it free again; as everything that comes in, it pays debts first."""
    debt = BalanceRow.debt - func.least(BalanceRow.debt, amount)
    return _change(db, account_id, BalanceRow.held >= amount, held=BalanceRow.held - amount, debt=debt)


def note(db: Session, hold: Hold) -> None:
    """Write down what was settled and released of it so far."""
    parts = {"settled": hold.settled, "released": hold.released, "ended_at": hold.ended_at}
    db.execute(update(HoldRow).where(HoldRow.id == hold.id).values(**parts))


def add_uses(db: Session, hold_id: UUID, held: Sequence[Taken]) -> None:
    if held:
        rows = [
            {"hold_id": hold_id, "lot_id": part.lot.id, "place": place, "rest": part.amount}
            for place, part in enumerate(held)
        ]
        db.execute(insert(HoldUseRow), rows)


def uses(db: Session, hold_id: UUID) -> list[Taken]:
    """What is still held of each lot, in the order it was taken."""
    query = select(*FIELDS, HoldUseRow.rest).join(HoldUseRow, HoldUseRow.lot_id == LotRow.id)
    rows = db.execute(query.where(HoldUseRow.hold_id == hold_id, HoldUseRow.rest > 0).order_by(HoldUseRow.place))
    return [Taken(Lot(*row[:-1]), row[-1]) for row in rows]


def reduce_uses(db: Session, hold_id: UUID, parts: Sequence[Taken]) -> None:
    if parts:
        ids, amounts = [part.lot.id for part in parts], [part.amount for part in parts]
        db.execute(_REDUCE, {"hold_id": hold_id, "ids": ids, "amounts": amounts})


def _change(db: Session, account_id: UUID, condition: ColumnElement[bool], **values: Any) -> bool:
    statement = update(BalanceRow).where(BalanceRow.account_id == account_id, condition).values(**values)
    changed = db.scalar(statement.returning(BalanceRow.account_id))
    return changed is not None
