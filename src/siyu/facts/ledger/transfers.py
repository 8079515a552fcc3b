"""Move, grant and spend: one transfer, once by its key."""

from uuid import UUID

from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import spending
from siyu.facts.ledger.contract import Kind, LotTerms, Move, Spent, Transfer
from siyu.facts.ledger.errors import TransferMissing
from siyu.facts.ledger.queries import lots
from siyu.facts.ledger.queries import transfers as queries
from siyu.facts.ledger.queries.transfers import Posting
from siyu.kernel.tx import Tx


def move(tx: Tx, *, key: str, from_: UUID, to: UUID, amount: int, unit: str, why: str) -> Transfer:
    """Move `amount` of `unit`; the same key again gives the first transfer, and changes nothing.

    Raises Insufficient rather than let an account with a limit go below zero.
    """
    return _carry(tx, _posting(tx, "move", Move(key, from_, to, amount, unit, why)))


def correct(tx: Tx, *, key: str, from_: UUID, to: UUID, amount: int, unit: str, why: str) -> Transfer:
    """A move by hand, and named so in every statement."""
    return _carry(tx, _posting(tx, "correction", Move(key, from_, to, amount, unit, why)))


def grant(
    tx: Tx, *, key: str, from_: UUID, to: UUID, amount: int, unit: str, why: str, terms: LotTerms
) -> Transfer:
    """Move an amount that may be spent on these terms, into an account that keeps lots."""
    return spending.carry(tx, _posting(tx, "grant", Move(key, from_, to, amount, unit, why, terms)), terms=terms)


def spend(tx: Tx, *, key: str, from_: UUID, to: UUID, amount: int, unit: str, why: str) -> Spent:
    """Move out of an account that keeps lots, and say which lot paid what."""
    transfer = _carry(tx, _posting(tx, "spend", Move(key, from_, to, amount, unit, why)))
    return Spent(transfer, tuple(lots.uses(tx.db, transfer.number)))


def transfer(tx: Tx, *, number: int) -> Transfer:
    found = queries.by_numbers(tx.db, [number])
    if number not in found:
        raise TransferMissing
    return found[number]


def _carry(tx: Tx, posting: Posting) -> Transfer:
    posted = queries.post(tx.db, posting)
    if posted.outcome == "keeps_lots":
        return spending.carry(tx, posting, terms=None)
    return postings.written(tx, posting, posted)


def _posting(tx: Tx, kind: Kind, item: Move) -> Posting:
    return postings.of_move(item, kind, tx.now)
