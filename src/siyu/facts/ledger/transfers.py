"""Move, grant and spend: one transfer, once by its key."""

from dataclasses import replace
from uuid import UUID

from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import spending
from siyu.facts.ledger.contract import LotTerms, Move, Spent, Transfer
from siyu.facts.ledger.errors import TransferMissing
from siyu.facts.ledger.queries import lots
from siyu.facts.ledger.queries import transfers as queries
from siyu.facts.ledger.queries.transfers import Posting
from siyu.kernel.tx import Tx


def move(  # noqa: PLR0913  (the two sides, the amount and the reason are one sentence)
    tx: Tx, *, key: str, from_: UUID, to: UUID, amount: int, unit: str, why: str
) -> Transfer:
    """Move `amount` of `unit`; the same key again gives the first transfer, and changes nothing.

    Raises Insufficient rather than let an account with a limit go below zero.
    """
    return _carry(tx, postings.of_move(Move(key, from_, to, amount, unit, why), "move", tx.now))


def grant(tx: Tx, *, move: Move) -> Transfer:
    """Move an amount that may be spent on `move.terms` only, into an account that keeps lots."""
    wanted = replace(move, terms=move.terms or LotTerms())
    return spending.carry(tx, postings.of_move(wanted, "grant", tx.now), terms=wanted.terms)


def spend(tx: Tx, *, move: Move) -> Spent:
    """Move out of an account that keeps lots, and say which lot paid what."""
    transfer = _carry(tx, postings.of_move(move, "spend", tx.now))
    return Spent(transfer, tuple(lots.uses(tx.db, transfer.number)))


def correct(tx: Tx, *, move: Move) -> Transfer:
    """A move by hand, and named so in every statement."""
    return _carry(tx, postings.of_move(move, "correction", tx.now))


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
