"""Statements that only read: balances of accounts without a limit, statements, trial balance."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from siyu.facts.ledger.contract import StatementFilter, Transfer, TrialLine
from siyu.facts.ledger.queries.transfers import FIELDS
from siyu.facts.ledger.tables import TransferRow
from siyu.kernel.pages import Order, PageWanted, paged

NOW = 2**63 - 1
"""As the number of a transfer: all of them."""
DEFAULT_SORT = "-number"
_ORDERS = {"number": Order(TransferRow.number, TransferRow.number)}

# An account without a limit keeps no balance: it is its last fold and what has moved since.
FOLDED = """
    SELECT a.id, coalesce(f.balance, 0)
        + (SELECT coalesce(sum(amount), 0) FROM ledger_transfers
           WHERE to_id = a.id AND number > coalesce(f.number, 0) AND number <= :number)
        - (SELECT coalesce(sum(amount), 0) FROM ledger_transfers
           WHERE from_id = a.id AND number > coalesce(f.number, 0) AND number <= :number) AS balance
    FROM {accounts}
    LEFT JOIN LATERAL (
        SELECT number, balance FROM ledger_folds WHERE account_id = a.id AND number <= :number
        ORDER BY number DESC LIMIT 1) f ON true
"""
_BALANCES_AT = text(FOLDED.format(accounts="unnest(CAST(:account_ids AS uuid[])) AS a (id)"))

# One statement, so that all of it is seen at one moment.
_TRIAL = text(f"""
    WITH unlimited AS ({FOLDED.format(accounts="(SELECT id FROM ledger_accounts WHERE may_overdraw) AS a")})
    SELECT a.unit, CASE WHEN a.person_id IS NULL THEN 'house' ELSE 'person' END AS owner, a.code, count(*),
        sum(coalesce(b.balance, u.balance))
    FROM ledger_accounts a
    LEFT JOIN ledger_balances b ON b.account_id = a.id
    LEFT JOIN unlimited u ON u.id = a.id
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
""")

_RUNNING = text("""
    SELECT number, sum(CASE WHEN to_id = :account_id THEN amount ELSE -amount END) OVER (ORDER BY number)
    FROM ledger_transfers
    WHERE (from_id = :account_id OR to_id = :account_id) AND number > :first AND number <= :last
""")


def balances_at(db: Session, account_ids: Collection[UUID], number: int) -> dict[UUID, int]:
    """Credits minus debits of accounts without a limit, up to this transfer."""
    rows = db.execute(_BALANCES_AT, {"account_ids": sorted(account_ids), "number": number})
    return {account_id: int(balance) for account_id, balance in rows}


def running(db: Session, account_id: UUID, *, first: int, last: int) -> dict[int, int]:
    """The balance of an account without a limit after each of its transfers from `first` to `last`."""
    start = balances_at(db, [account_id], first)[account_id]
    rows = db.execute(_RUNNING, {"account_id": account_id, "first": first, "last": last})
    return {first: start} | {number: start + int(change) for number, change in rows}


def statement(db: Session, account_id: UUID, wanted: PageWanted, chosen: StatementFilter) -> list[Transfer]:
    query = select(*FIELDS).where(*_conditions(account_id, chosen))
    return [Transfer(*row) for row in db.execute(paged(query, wanted, _ORDERS, default=DEFAULT_SORT))]


def trial(db: Session) -> list[TrialLine]:
    rows = db.execute(_TRIAL, {"number": NOW})
    return [TrialLine(unit, owner, code, accounts, int(balance)) for unit, owner, code, accounts, balance in rows]


def _conditions(account_id: UUID, chosen: StatementFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [or_(TransferRow.from_id == account_id, TransferRow.to_id == account_id)]
    if chosen.since:
        conditions.append(TransferRow.at >= chosen.since)
    if chosen.until:
        conditions.append(TransferRow.at < chosen.until)
    return conditions
