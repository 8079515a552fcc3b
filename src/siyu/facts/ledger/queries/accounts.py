"""Statements about units and accounts, and the lock that lets one writer at a time decide about an account."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.facts.ledger.contract import Account, AccountFilter, Unit
from siyu.facts.ledger.tables import AccountRow, BalanceRow, UnitRow
from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged

DEFAULT_SORT = "-opened_at"
_ORDERS = {
    "opened_at": Order(AccountRow.opened_at, AccountRow.id),
    "code": Order(AccountRow.code, AccountRow.id),
}


class Locked(NamedTuple):
    """An account nobody else changes until this transaction ends; figures are 0 where there is no limit."""

    account: Account
    balance: int
    held: int
    debt: int

    @property
    def free(self) -> int:
        return max(self.balance - self.held, 0)


def declare(db: Session, unit: Unit) -> None:
    row = {"code": unit.code, "zh": unit.zh, "en": unit.en}
    statement = upsert(UnitRow).values(row)
    db.execute(statement.on_conflict_do_update(index_elements=["code"], set_=row))


def declared(db: Session) -> list[Unit]:
    return [Unit(row.code, row.zh, row.en) for row in db.scalars(select(UnitRow).order_by(UnitRow.code))]


def is_declared(db: Session, code: str) -> bool:
    return db.get(UnitRow, code) is not None


def open_account(db: Session, new: Account) -> None:
    """Nothing happens when there is one of this code, unit and person."""
    row = {
        "id": new.id, "code": new.code, "unit": new.unit, "person_id": new.person_id, "origin_id": new.person_id,
        "opened_at": new.opened_at, "may_overdraw": new.may_overdraw, "keeps_lots": new.keeps_lots,
    }  # fmt: skip
    opened = db.scalar(upsert(AccountRow).values(row).on_conflict_do_nothing().returning(AccountRow.id))
    if opened and not new.may_overdraw:
        db.execute(upsert(BalanceRow).values(account_id=opened, balance=0, held=0, debt=0))


def follow(db: Session, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    columns = dict(zip(("origins", "was", "now"), map(list, zip(*moves, strict=True)), strict=True))
    db.connection().execute(_FOLLOW, columns)


_FOLLOW = text(
    """
    UPDATE ledger_accounts a SET person_id = m.now
    FROM unnest(CAST(:origins AS uuid[]), CAST(:was AS uuid[]), CAST(:now AS uuid[])) AS m (origin, was, now)
    WHERE a.person_id = m.was AND a.origin_id = m.origin
    """
)


def named(db: Session, *, code: str, unit: str, person_id: UUID | None) -> Account | None:
    owned = AccountRow.person_id.is_(None) if person_id is None else AccountRow.person_id == person_id
    theirs = select(AccountRow).where(AccountRow.code == code, AccountRow.unit == unit, owned)
    own_first = (AccountRow.origin_id != AccountRow.person_id, AccountRow.opened_at, AccountRow.id)
    row = db.scalars(theirs.order_by(*own_first).limit(1)).first()
    return account(row) if row else None


def known(db: Session, account_ids: Collection[UUID]) -> dict[UUID, Account]:
    rows = db.scalars(select(AccountRow).where(is_any(AccountRow.id, account_ids)))
    return {row.id: account(row) for row in rows}


def lock(db: Session, account_ids: Collection[UUID]) -> dict[UUID, Locked]:
    """The accounts with their figures as they are now, locked; everybody locks in the order of ids."""
    found = lock_figures(db, account_ids)
    return {key: Locked(one, *found.get(key, (0, 0, 0))) for key, one in known(db, account_ids).items()}


def lock_figures(db: Session, account_ids: Collection[UUID]) -> dict[UUID, Sequence[int]]:
    """(balance, held, debt) of those that have a limit, locked."""
    locking = _figures(account_ids).order_by(BalanceRow.account_id).with_for_update(key_share=True)
    return {row[0]: row[1:] for row in db.execute(locking)}


def keeping_lots(db: Session, account_ids: Collection[UUID]) -> set[UUID]:
    """Those of these accounts that do."""
    query = select(AccountRow.id).where(is_any(AccountRow.id, account_ids), AccountRow.keeps_lots)
    return set(db.scalars(query))


def figures(db: Session, account_ids: Collection[UUID]) -> dict[UUID, Sequence[int]]:
    """(balance, held, debt) of those that have a limit."""
    return {row[0]: row[1:] for row in db.execute(_figures(account_ids))}


def _figures(account_ids: Collection[UUID]) -> Select[UUID, int, int, int]:
    columns = (BalanceRow.account_id, BalanceRow.balance, BalanceRow.held, BalanceRow.debt)
    return select(*columns).where(is_any(BalanceRow.account_id, account_ids))


def listed(db: Session, wanted: PageWanted, chosen: AccountFilter) -> Sequence[Account]:
    query = paged(select(AccountRow).where(*_conditions(chosen)), wanted, _ORDERS, default=DEFAULT_SORT)
    return [account(row) for row in db.scalars(query)]


def matching(db: Session, chosen: AccountFilter) -> int:
    return db.execute(select(func.count()).select_from(AccountRow).where(*_conditions(chosen))).scalar_one()


def account(row: AccountRow) -> Account:
    return Account(row.id, row.code, row.unit, row.person_id, row.may_overdraw, row.keeps_lots, row.opened_at)


def _conditions(chosen: AccountFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.q:
        conditions.append(_found_by(chosen.q))
    if chosen.person_id:
        conditions.append(AccountRow.person_id == chosen.person_id)
    if chosen.unit:
        conditions.append(AccountRow.unit == chosen.unit)
    if chosen.owner:
        owns = AccountRow.person_id.is_(None) if chosen.owner == "house" else AccountRow.person_id.is_not(None)
        conditions.append(owns)
    return conditions


def _found_by(q: str) -> ColumnElement[bool]:
    try:
        return AccountRow.person_id == UUID(q)
    except ValueError:
        return AccountRow.code.startswith(q, autoescape=True)
