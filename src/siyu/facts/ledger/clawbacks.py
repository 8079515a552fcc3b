"""Take back what was earned and should not have been, and end lots before their time."""

from dataclasses import replace
from uuid import UUID

from siyu.facts.ledger import lots as order
from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import rules, spending
from siyu.facts.ledger.contract import Lot, Move, Policy, Transfer
from siyu.facts.ledger.errors import LotMissing, WrongAccount
from siyu.facts.ledger.lots import Taken
from siyu.facts.ledger.queries import accounts, lots
from siyu.facts.ledger.queries import transfers as queries
from siyu.facts.ledger.queries.accounts import Locked
from siyu.kernel.tx import Tx


def claw_back(tx: Tx, *, move: Move, policy: Policy, source: str | None = None) -> Transfer:
    """Take back up to the move's amount; the transfer says how much it was (it may be 0, and then counts as done).

    `only_pending` takes what could not be spent yet, `within_balance` what is there, `unlimited` all of it: the account
    then owes the rest, which whatever comes in next pays first. Lots that came from `source` are taken before others.
    """
    wanted = postings.of_move(move, "clawback", tx.now)
    mark = rules.fingerprint("clawback", move.from_, move.to, move.unit, move.amount, move.why, policy, source)
    locked = accounts.lock(tx.db, (move.from_, move.to))
    if known := postings.earlier(tx, key=move.key, fingerprint=mark):
        return known
    giver = postings.expect(locked.get(move.from_), move.unit)
    taker = postings.expect(locked.get(move.to), move.unit)
    if giver.account.may_overdraw:
        raise WrongAccount(problem="may_overdraw")
    paying = _pick(tx, giver, move.amount, policy, source) if giver.account.keeps_lots else []
    got = order.total(paying) if giver.account.keeps_lots else _within(giver, move.amount, policy)
    debt = move.amount - got if policy == "unlimited" else 0
    posting = wanted._replace(fingerprint=mark, amount=got + debt, debt=debt)
    transfer = postings.written(tx, posting, queries.post_with_lots(tx.db, posting))
    _note(tx, transfer, giver, paying, debt)
    spending.arrive(tx, taker, transfer)
    return transfer


def void(tx: Tx, *, lot_id: UUID, to: UUID, why: str) -> Lot:
    """End a lot that should not have been granted: what is unspent of it moves to `to`, what was spent stays spent."""
    seen = lots.one(tx.db, lot_id)
    if seen is None:
        raise LotMissing
    locked = accounts.lock(tx.db, (seen.account_id, to))
    lot = lots.one(tx.db, lot_id)
    assert lot is not None, "lots are never deleted"
    if lot.voided_at:
        return lot
    unit = locked[lot.account_id].account.unit
    postings.expect(locked.get(to), unit)
    if lot.unspent:
        item = Move(f"lot:{lot.id}:void", lot.account_id, to, lot.unspent, unit, why)
        posting = postings.of_move(item, "void", tx.now)
        transfer = postings.written(tx, posting, queries.post_with_lots(tx.db, posting))
        spending.take(tx, transfer.number, [Taken(lot, lot.unspent)])
    ended = min(lot.expires_at or tx.now, tx.now)
    voided = replace(lot, unspent=0, voided_at=tx.now, expires_at=ended)
    lots.end(tx.db, voided)
    return voided


def _pick(tx: Tx, giver: Locked, amount: int, policy: Policy, source: str | None) -> list[Taken]:
    open_to_it = order.clawable(lots.unspent(tx.db, giver.account.id), tx.now, policy, source)
    by_id = {lot.id: lot for lot in open_to_it}
    return [Taken(by_id[use.lot_id], use.amount) for use in order.pick(open_to_it, amount)]


def _within(giver: Locked, amount: int, policy: Policy) -> int:
    """Of an account without lots: nothing in it is ever pending."""
    return 0 if policy == "only_pending" else min(amount, giver.free)


def _note(tx: Tx, transfer: Transfer, giver: Locked, paying: list[Taken], debt: int) -> None:
    spending.take(tx, transfer.number, paying)
    if debt and giver.account.keeps_lots:
        lots.add_debt(tx.db, transfer.number, giver.account.id, debt)
