"""Reserve an amount, then settle it in part or whole, release it, or let it expire; each once."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from siyu.facts.ledger import lots as order
from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import rules, spending
from siyu.facts.ledger.contract import Hold, Move, Transfer, Use
from siyu.facts.ledger.errors import (
    BeyondRest,
    HoldEnded,
    HoldMissing,
    Insufficient,
    KeyReused,
    MoveInvalid,
    WrongAccount,
)
from siyu.facts.ledger.lots import Taken
from siyu.facts.ledger.queries import accounts, lots, transfers
from siyu.facts.ledger.queries import holds as queries
from siyu.facts.ledger.queries.accounts import Locked
from siyu.facts.ledger.queries.lots import Change
from siyu.kernel.tx import Tx


def hold(tx: Tx, *, move: Move, expires_at: datetime | None = None) -> Hold:
    """Reserve what this move would take; the same key again gives the first hold, and reserves nothing.

    Of an account with lots the very lots are reserved that would pay now.
    """
    rules.check_move(key=move.key, from_=move.from_, to=move.to, amount=move.amount, why=move.why)
    mark = rules.fingerprint("hold", move.from_, move.to, move.unit, move.amount, move.why, expires_at)
    locked = accounts.lock(tx.db, (move.from_, move.to))
    if known := _earlier(tx, move.key, mark):
        return known
    if expires_at and expires_at <= tx.now:
        raise MoveInvalid(problem="expires_at")
    giver = postings.expect(locked.get(move.from_), move.unit)
    postings.expect(locked.get(move.to), move.unit)
    held = _pick(tx, giver, move.amount)
    new = _new(tx, move, expires_at)
    if not queries.add(tx.db, new, mark):
        raise KeyReused(key=move.key)
    reserved = queries.reserve(tx.db, move.from_, move.amount)
    assert reserved, "what was free under the lock is free"
    lots.change(tx.db, [Change(lot.id, -amount, amount) for lot, amount in held])
    queries.add_uses(tx.db, new.id, held)
    return new


def settle(tx: Tx, *, hold_id: UUID, key: str, amount: int | None = None) -> Transfer:
    """Turn `amount` of a hold into a transfer (None: all that is left); what then is left stays reserved."""
    found = _locked(tx, hold_id)
    locked = accounts.lock(tx.db, (found.account_id, found.to))
    mark = rules.fingerprint("settlement", found.account_id, found.to, hold_id, amount)
    if known := postings.earlier(tx, key=key, fingerprint=mark):
        return known
    _expect_open(tx, found)
    item = Move(key, found.account_id, found.to, found.rest if amount is None else amount, found.unit, found.why)
    posting = postings.of_move(item, "settlement", tx.now)
    if posting.amount > found.rest:
        raise BeyondRest(rest=found.rest)
    posting = posting._replace(fingerprint=mark, held=posting.amount, hold_id=hold_id)
    transfer = postings.written(tx, posting, transfers.post_with_lots(tx.db, posting))
    _settle_lots(tx, found, transfer, locked[found.to])
    settled = found.settled + transfer.amount
    queries.note(tx.db, replace(found, settled=settled, ended_at=tx.now if transfer.amount == found.rest else None))
    return transfer


def release(tx: Tx, *, hold_id: UUID) -> Hold:
    """Give up what is left of a hold; a second time changes nothing."""
    found = _locked(tx, hold_id)
    if found.ended_at and found.settled == found.amount:
        raise HoldEnded
    return found if found.ended_at else _release(tx, found)


def expire_holds(tx: Tx, *, limit: int = 200) -> int:
    """Release holds whose time is up; how many."""
    due = queries.due(tx.db, now=tx.now, limit=limit)
    accounts.lock_figures(tx.db, {item.account_id for item in due})
    for item in due:
        _release(tx, item)
    return len(due)


def _release(tx: Tx, found: Hold) -> Hold:
    account = accounts.lock(tx.db, [found.account_id])[found.account_id]
    back = queries.uses(tx.db, found.id)
    unreserved = queries.unreserve(tx.db, found.account_id, found.rest)
    assert unreserved, "what is held stays held until it is released"
    lots.change(tx.db, [Change(lot.id, 0, -amount) for lot, amount in back])
    queries.reduce_uses(tx.db, found.id, back)
    spending.bring_back(tx, back)
    if account.account.keeps_lots:
        spending.repay(tx, found.account_id, min(account.debt, found.rest))
    ended = replace(found, released=found.released + found.rest, ended_at=tx.now)
    queries.note(tx.db, ended)
    return ended


def _settle_lots(tx: Tx, found: Hold, transfer: Transfer, taker: Locked) -> None:
    paid = order.first(queries.uses(tx.db, found.id), transfer.amount)
    lots.change(tx.db, [Change(lot.id, 0, -amount) for lot, amount in paid])
    queries.reduce_uses(tx.db, found.id, paid)
    lots.note_uses(tx.db, [(transfer.number, Use(lot.id, amount)) for lot, amount in paid])
    spending.arrive(tx, taker, transfer, paid)


def _locked(tx: Tx, hold_id: UUID) -> Hold:
    found = queries.lock(tx.db, hold_id)
    if found is None:
        raise HoldMissing
    return found


def _expect_open(tx: Tx, found: Hold) -> None:
    if found.ended_at or (found.expires_at and found.expires_at <= tx.now):
        raise HoldEnded


def _earlier(tx: Tx, key: str, fingerprint: bytes) -> Hold | None:
    found = queries.by_key(tx.db, key)
    if found is None:
        return None
    known, mark = found
    if mark != fingerprint:
        raise KeyReused(key=key)
    return known


def _pick(tx: Tx, giver: Locked, amount: int) -> list[Taken]:
    if giver.account.may_overdraw:
        raise WrongAccount(problem="may_overdraw")
    if giver.account.keeps_lots:
        return spending.pick(tx, giver, amount)
    if giver.free < amount:
        raise Insufficient
    return []


def _new(tx: Tx, move: Move, expires_at: datetime | None) -> Hold:
    return Hold(
        id=tx.new_id(),
        key=move.key,
        account_id=move.from_,
        to=move.to,
        unit=move.unit,
        amount=move.amount,
        settled=0,
        released=0,
        why=move.why,
        held_at=tx.now,
        expires_at=expires_at,
        ended_at=None,
    )
