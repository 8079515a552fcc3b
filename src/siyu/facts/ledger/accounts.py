"""Units and accounts: declare, open, find, and say what they hold."""

from collections.abc import Sequence
from uuid import UUID

from siyu.facts.ledger import rules
from siyu.facts.ledger.contract import Account, AccountFilter, Balance, Unit
from siyu.facts.ledger.errors import AccountDiffers, AccountMissing, UnitUnknown
from siyu.facts.ledger.queries import accounts as queries
from siyu.facts.ledger.queries import lots, reports
from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx

EXPIRED = "expired"
"""The code of the house's account that takes in what nobody spent in time, one for each unit."""


def declare_unit(tx: Tx, *, unit: Unit) -> Unit:
    """Let accounts be opened in this unit; declaring it again changes its names."""
    rules.check_unit(unit)
    queries.declare(tx.db, unit)
    return unit


def units(tx: Tx) -> dict[str, Unit]:
    """Those of the house and those the brand declared, by code."""
    return rules.UNITS | {unit.code: unit for unit in queries.declared(tx.db)}


def open_account(
    tx: Tx, *, code: str, unit: str, person_id: UUID | None = None, may_overdraw: bool = False, keeps_lots: bool = False
) -> Account:
    """The account of this code, unit and person (None: the house), opened if there is none yet."""
    rules.check_code(code)
    if unit not in rules.UNITS and not queries.is_declared(tx.db, unit):
        raise UnitUnknown(unit=unit)
    known = queries.named(tx.db, code=code, unit=unit, person_id=person_id)
    if known is None:
        new = Account(tx.new_id(), code, unit, person_id, may_overdraw, keeps_lots, tx.now)
        rules.check_account(new)
        queries.open_account(tx.db, new)
        known = queries.named(tx.db, code=code, unit=unit, person_id=person_id)
        assert known is not None, "an account that could not be opened is there already"
    if (known.may_overdraw, known.keeps_lots) != (may_overdraw, keeps_lots):
        raise AccountDiffers(code=code)
    return known


def follow(tx: Tx, *, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """People turned out to be one, or two: accounts opened for an origin go from who it was to who it is now.

    Nothing is moved between accounts: who was two has two of a kind, whose sum is theirs, until they are two again.
    """
    queries.follow(tx.db, moves)


def account(tx: Tx, *, account_id: UUID) -> Account:
    known = queries.known(tx.db, [account_id])
    if account_id not in known:
        raise AccountMissing
    return known[account_id]


def accounts(tx: Tx, *, wanted: PageWanted, chosen: AccountFilter) -> Page[Balance]:
    """A page of accounts with what they hold."""
    rows = queries.listed(tx.db, wanted, chosen)
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page(_balances(tx, page), next_cursor, queries.matching(tx.db, chosen))


def balance(tx: Tx, *, account_id: UUID) -> Balance:
    return _balances(tx, [account(tx, account_id=account_id)])[0]


def balances(tx: Tx, *, account_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """What each of these accounts holds; those that do not exist are left out."""
    known = queries.known(tx.db, account_ids)
    return {item.account.id: item for item in _balances(tx, list(known.values()))}


def _balances(tx: Tx, known: Sequence[Account]) -> list[Balance]:
    limited = queries.figures(tx.db, [item.id for item in known if not item.may_overdraw])
    parts = lots.parts(tx.db, [item.id for item in known if item.keeps_lots], now=tx.now)
    folded = reports.balances_at(tx.db, [item.id for item in known if item.may_overdraw], reports.NOW)
    found = []
    for item in known:
        if item.may_overdraw:
            found.append(Balance(item, folded[item.id], held=0, pending=0, debt=0, spendable=None))
            continue
        total, held, debt = limited[item.id]
        pending, free = parts.get(item.id, (0, 0)) if item.keeps_lots else (0, max(total - held, 0))
        found.append(Balance(item, total, held, pending, debt, spendable=free))
    return found
