"""Statements about lots, what they paid, and debts. All of them run under the lock of the account."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.facts.ledger.contract import Lot, Use
from siyu.facts.ledger.lots import Taken
from siyu.facts.ledger.tables import DebtRow, LotRow, UseRow
from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged

DEFAULT_SORT = "-received_at"
_ORDERS = {"received_at": Order(LotRow.received_at, LotRow.id)}
FIELDS = list(LotRow.__table__.c)
_NAMES = [column.name for column in FIELDS]

# The table itself refuses a part that is not there (its check `parts_fit`).
_CHANGE = text("""
    UPDATE ledger_lots SET unspent = unspent + d.free, held = held + d.kept
    FROM unnest(CAST(:ids AS uuid[]), CAST(:free AS bigint[]), CAST(:kept AS bigint[])) AS d (id, free, kept)
    WHERE ledger_lots.id = d.id
""")
_RETURN = text("""
    UPDATE ledger_uses SET returned = returned + d.amount
    FROM unnest(CAST(:ids AS uuid[]), CAST(:amounts AS bigint[])) AS d (id, amount)
    WHERE ledger_uses.number = :number AND ledger_uses.lot_id = d.id
""")


class Change(NamedTuple):
    """What is added to the parts of a lot; negative takes away."""

    lot_id: UUID
    unspent: int
    held: int


def unspent(db: Session, account_id: UUID) -> list[Lot]:
    """The lots that still hold something free, in no order."""
    return _lots(db, select(*FIELDS).where(LotRow.account_id == account_id, LotRow.unspent > 0))


def due(db: Session, *, now: datetime, limit: int) -> set[UUID]:
    """Accounts with something unspent in lots that have expired; at most so many."""
    query = select(LotRow.account_id).where(LotRow.expires_at <= now, LotRow.unspent > 0)
    return set(db.scalars(query.order_by(LotRow.expires_at).limit(limit)))


def expired(db: Session, account_ids: Collection[UUID], *, now: datetime) -> list[Lot]:
    query = select(*FIELDS).where(is_any(LotRow.account_id, account_ids), LotRow.expires_at <= now, LotRow.unspent > 0)
    return _lots(db, query.order_by(LotRow.expires_at, LotRow.id))


def parts(db: Session, account_ids: Collection[UUID], *, now: datetime) -> dict[UUID, tuple[int, int]]:
    """(pending, spendable) of the accounts that have lots."""
    lasts = or_(LotRow.expires_at.is_(None), LotRow.expires_at > now)
    pending = func.sum(LotRow.unspent).filter(LotRow.active_from > now, lasts)
    active = func.sum(LotRow.unspent).filter(LotRow.active_from <= now, lasts)
    query = select(LotRow.account_id, func.coalesce(pending, 0), func.coalesce(active, 0))
    own = is_any(LotRow.account_id, account_ids)
    rows = db.execute(query.where(own, LotRow.unspent > 0, LotRow.voided_at.is_(None)).group_by(LotRow.account_id))
    return {account_id: (int(waiting), int(free)) for account_id, waiting, free in rows}


def one(db: Session, lot_id: UUID) -> Lot | None:
    return next(iter(_lots(db, select(*FIELDS).where(LotRow.id == lot_id))), None)


def listed(db: Session, account_id: UUID, wanted: PageWanted) -> list[Lot]:
    own = select(*FIELDS).where(LotRow.account_id == account_id)
    return _lots(db, paged(own, wanted, _ORDERS, default=DEFAULT_SORT))


def matching(db: Session, account_id: UUID) -> int:
    return db.execute(select(func.count()).where(LotRow.account_id == account_id)).scalar_one()


def add(db: Session, new: Sequence[Lot]) -> None:
    if new:
        db.execute(insert(LotRow), [{name: getattr(lot, name) for name in _NAMES} for lot in new])


def change(db: Session, changes: Sequence[Change]) -> None:
    if changes:
        ids, free, kept = (list(column) for column in zip(*changes, strict=True))
        db.execute(_CHANGE, {"ids": ids, "free": free, "kept": kept})


def end(db: Session, lot: Lot) -> None:
    """Keep when this lot was voided, and that it ended then."""
    ended = {"voided_at": lot.voided_at, "expires_at": lot.expires_at}
    db.execute(update(LotRow).where(LotRow.id == lot.id).values(**ended))


def note_uses(db: Session, paid: Sequence[tuple[int, Use]]) -> None:
    """Write down which lot paid how much of which transfer, after what was written down before."""
    if not paid:
        return
    numbers = {number for number, _ in paid}
    last = select(UseRow.number, func.max(UseRow.place)).where(is_any(UseRow.number, numbers)).group_by(UseRow.number)
    first = {number: place + 1 for number, place in db.execute(last)}
    rows = [
        {"number": number, "lot_id": use.lot_id, "place": first.get(number, 0) + place, "amount": use.amount}
        for place, (number, use) in enumerate(paid)
    ]
    new = upsert(UseRow).values(returned=0)
    more = new.on_conflict_do_update(
        index_elements=["number", "lot_id"], set_={"amount": UseRow.amount + new.excluded.amount}
    )
    db.execute(more, rows)


def uses(db: Session, number: int) -> list[Use]:
    """Which lots paid this transfer, in the order they did."""
    query = select(UseRow.lot_id, UseRow.amount).where(UseRow.number == number).order_by(UseRow.place)
    return [Use(*row) for row in db.execute(query)]


def returnable(db: Session, number: int) -> list[Taken]:
    """What this transfer took from each lot and has not given back yet, in the order it was taken."""
    query = select(*FIELDS, UseRow.amount - UseRow.returned).join(UseRow, UseRow.lot_id == LotRow.id)
    rows = db.execute(query.where(UseRow.number == number).order_by(UseRow.place))
    return [Taken(Lot(*row[:-1]), row[-1]) for row in rows]


def note_returned(db: Session, number: int, returned: Sequence[Taken]) -> None:
    if returned:
        ids, amounts = [part.lot.id for part in returned], [part.amount for part in returned]
        db.execute(_RETURN, {"number": number, "ids": ids, "amounts": amounts})


def add_debt(db: Session, number: int, account_id: UUID, amount: int) -> None:
    db.execute(insert(DebtRow).values(number=number, account_id=account_id, amount=amount, unpaid=amount))


def debts(db: Session, account_id: UUID) -> list[tuple[int, int]]:
    """(number of the clawback, what is unpaid of it), the oldest first."""
    query = select(DebtRow.number, DebtRow.unpaid).where(DebtRow.account_id == account_id, DebtRow.unpaid > 0)
    return [(number, unpaid) for number, unpaid in db.execute(query.order_by(DebtRow.number))]


def pay_debt(db: Session, number: int, amount: int) -> None:
    paid = update(DebtRow).where(DebtRow.number == number).values(unpaid=DebtRow.unpaid - amount)
    db.execute(paid)


def _lots(db: Session, query: Select[Any]) -> list[Lot]:
    return [Lot(*row) for row in db.execute(query)]
