"""Transfers from and to accounts that keep lots: decided under the lock of both accounts, then written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from siyu.facts.ledger import lots as order
from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import rules
from siyu.facts.ledger.contract import Lot, LotTerms, Transfer, Use
from siyu.facts.ledger.errors import Insufficient, WrongAccount
from siyu.facts.ledger.lots import Taken
from siyu.facts.ledger.queries import accounts, lots, transfers
from siyu.facts.ledger.queries.accounts import Locked
from siyu.facts.ledger.queries.lots import Change
from siyu.facts.ledger.queries.transfers import Posting
from siyu.kernel.tx import Tx


class Part(NamedTuple):
    """A part of what comes in, and its terms."""

    amount: int
    terms: LotTerms


def carry(tx: Tx, posting: Posting, *, terms: LotTerms | None) -> Transfer:
    """Write the transfer and what it means for the lots of both sides.

    What moves from lots to lots keeps its terms, unless others are given.
    """
    locked = accounts.lock(tx.db, (posting.from_, posting.to))
    if known := postings.earlier(tx, key=posting.key, fingerprint=posting.fingerprint):
        return known
    giver = postings.expect(locked.get(posting.from_), posting.unit)
    taker = postings.expect(locked.get(posting.to), posting.unit)
    if terms:
        rules.check_terms(terms, tx.now)
        _expect_lots(taker)
    paying = pick(tx, giver, posting.amount) if giver.account.keeps_lots else []
    transfer = postings.written(tx, posting, transfers.post_with_lots(tx.db, posting))
    take(tx, transfer.number, paying)
    arrive(tx, taker, transfer, paying, terms)
    return transfer


def _expect_lots(taker: Locked) -> None:
    if not taker.account.keeps_lots:
        raise WrongAccount(problem="keeps_lots")


def arrive(
    tx: Tx, taker: Locked, transfer: Transfer, paid: Sequence[Taken] = (), terms: LotTerms | None = None
) -> None:
    """Make lots of what came into an account that keeps them: on these terms, else on those of the lots that paid."""
    if not taker.account.keeps_lots or transfer.amount == 0:
        return
    parts = [Part(part.amount, _terms(part.lot)) for part in paid]
    if terms or not parts:
        parts = [Part(transfer.amount, terms or LotTerms())]
    lots.add(tx.db, [new_lot(tx, transfer, part) for part in parts])
    repay(tx, transfer.to, min(taker.debt, transfer.amount))


def pick(tx: Tx, giver: Locked, amount: int) -> list[Taken]:
    """The lots that pay `amount`, in the order they do; raises when they cannot."""
    paying = order.spendable(lots.unspent(tx.db, giver.account.id), tx.now)
    return taken(paying, order.pick(paying, amount), amount)


def taken(paying: Sequence[Lot], uses: Sequence[Use], amount: int) -> list[Taken]:
    if order.total(uses) < amount:
        raise Insufficient
    by_id = {lot.id: lot for lot in paying}
    return [Taken(by_id[use.lot_id], use.amount) for use in uses]


def take(tx: Tx, number: int, paying: Sequence[Taken]) -> None:
    """Let the lots pay for this transfer."""
    lots.change(tx.db, [Change(lot.id, -amount, 0) for lot, amount in paying])
    lots.note_uses(tx.db, [(number, Use(lot.id, amount)) for lot, amount in paying])


def new_lot(tx: Tx, transfer: Transfer, part: Part) -> Lot:
    terms = part.terms
    return Lot(
        id=tx.new_id(),
        account_id=transfer.to,
        number=transfer.number,
        amount=part.amount,
        unspent=part.amount,
        held=0,
        kind=terms.kind,
        priority=terms.priority,
        active_from=terms.active_from or tx.now,
        expires_at=terms.expires_at,
        source=terms.source,
        received_at=tx.now,
        voided_at=None,
    )


def bring_back(tx: Tx, returned: Sequence[Taken]) -> None:
    """Put amounts back into the lots they came from; where one has expired, into a new one with some days of grace."""
    late = [part for part in returned if order.needs_grace(part.lot, tx.now)]
    lots.change(tx.db, [Change(part.lot.id, part.amount, 0) for part in returned if part not in late])
    lots.add(tx.db, [_grace(tx, part) for part in late])


def repay(tx: Tx, account_id: UUID, amount: int) -> None:
    """Pay `amount` of the account's debts, the oldest first, from what it has; the clawback then was paid by these."""
    if amount == 0:
        return
    paying = sorted(lots.unspent(tx.db, account_id), key=order.spending_key)
    uses = order.pick(paying, amount)
    paid = order.shared_out(uses, lots.debts(tx.db, account_id))
    lots.change(tx.db, [Change(use.lot_id, -use.amount, 0) for use in uses])
    lots.note_uses(tx.db, paid)
    for number, use in paid:
        lots.pay_debt(tx.db, number, use.amount)


def _terms(lot: Lot) -> LotTerms:
    return LotTerms(lot.active_from, lot.expires_at, lot.priority, lot.kind, lot.source)


def _grace(tx: Tx, part: Taken) -> Lot:
    return replace(
        part.lot,
        id=tx.new_id(),
        amount=part.amount,
        unspent=part.amount,
        held=0,
        active_from=tx.now,
        expires_at=tx.now + order.GRACE,
        received_at=tx.now,
    )
