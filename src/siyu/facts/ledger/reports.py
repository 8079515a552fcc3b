"""Read the ledger: statements, lots, the trial balance."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from siyu.facts.ledger.accounts import account
from siyu.facts.ledger.contract import Account, Entry, Lot, StatementFilter, Transfer, TrialBalance
from siyu.facts.ledger.queries import accounts, lots
from siyu.facts.ledger.queries import reports as queries
from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx


def statement(tx: Tx, *, account_id: UUID, wanted: PageWanted, chosen: StatementFilter) -> Page[Entry]:
    """A page of what went in and out, the newest first, with the balance after each; long, so its total is not counted.

    On an account without a limit, transfers that settle late may still stand before the last ones shown.
    """
    own = account(tx, account_id=account_id)
    rows = queries.statement(tx.db, account_id, wanted, chosen)
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.number)
    others = accounts.known(tx.db, {_other(own, row) for row in page})
    after = _running(tx, own, page) if own.may_overdraw else {}
    return Page([_entry(own, row, others[_other(own, row)], after) for row in page], next_cursor, None)


def lots_of(tx: Tx, *, account_id: UUID, wanted: PageWanted) -> Page[Lot]:
    """A page of an account's lots, the newest first."""
    rows = lots.listed(tx.db, account_id, wanted)
    page, next_cursor = cut(rows, wanted, default=lots.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page(list(page), next_cursor, lots.matching(tx.db, account_id))


def trial_balance(tx: Tx) -> list[TrialBalance]:
    """Every unit with its accounts, seen at one moment; each must come to zero."""
    lines = queries.trial(tx.db)
    return [TrialBalance(unit, tuple(of_unit)) for unit, of_unit in groupby(lines, key=lambda line: line.unit)]


def _entry(own: Account, row: Transfer, other: Account, after: Mapping[int, int]) -> Entry:
    if row.to == own.id:
        balance = after[row.number] if row.to_balance is None else row.to_balance
        return Entry(row, row.amount, other, balance)
    balance = after[row.number] if row.from_balance is None else row.from_balance
    return Entry(row, -row.amount, other, balance)


def _other(own: Account, row: Transfer) -> UUID:
    return row.from_ if row.to == own.id else row.to


def _running(tx: Tx, own: Account, page: Sequence[Transfer]) -> dict[int, int]:
    numbers = [row.number for row in page]
    return queries.running(tx.db, own.id, first=min(numbers), last=max(numbers)) if numbers else {}
