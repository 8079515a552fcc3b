"""For every verb that writes: from a request to what is sent, and from its outcome to a transfer or an error."""

from datetime import datetime

from siyu.facts.ledger import rules
from siyu.facts.ledger.contract import Kind, Move, Transfer
from siyu.facts.ledger.errors import AccountMissing, Insufficient, KeyReused, UnitDiffers
from siyu.facts.ledger.queries import transfers as queries
from siyu.facts.ledger.queries.accounts import Locked
from siyu.facts.ledger.queries.transfers import Posted, Posting
from siyu.kernel.errors import SiyuError
from siyu.kernel.tx import Tx


def of_move(item: Move, kind: Kind, now: datetime) -> Posting:
    rules.check_move(key=item.key, from_=item.from_, to=item.to, amount=item.amount, why=item.why)
    mark = rules.fingerprint(kind, item.from_, item.to, item.unit, item.amount, item.why, item.terms)
    return Posting(item.key, mark, kind, item.from_, item.to, item.unit, item.amount, item.why, now)


def written(tx: Tx, posting: Posting, posted: Posted) -> Transfer:
    """The transfer that now stands there; raises when nothing was written."""
    if posted.outcome == "done":
        return transfer_of(posting, posted)
    if posted.outcome == "replayed":
        return queries.by_numbers(tx.db, [posted.number])[posted.number]
    raise refusal(posting, posted.outcome)


def transfer_of(posting: Posting, posted: Posted) -> Transfer:
    return Transfer(
        number=posted.number,
        key=posting.key,
        kind=posting.kind,
        from_=posting.from_,
        to=posting.to,
        unit=posting.unit,
        amount=posting.amount,
        why=posting.why,
        at=posting.at,
        from_balance=posted.from_balance,
        to_balance=posted.to_balance,
        reverses=posting.reverses,
        hold_id=posting.hold_id,
    )


def refusal(posting: Posting, outcome: str) -> SiyuError:
    match outcome:
        case "reused":
            return KeyReused(key=posting.key)
        case "missing":
            return AccountMissing()
        case "unit_differs":
            return UnitDiffers(unit=posting.unit)
        case _:
            return Insufficient()


def earlier(tx: Tx, *, key: str, fingerprint: bytes) -> Transfer | None:
    """The transfer this key made before, if any; raises when it was another request's."""
    found = queries.by_key(tx.db, key)
    if found is None:
        return None
    transfer, known = found
    if known != fingerprint:
        raise KeyReused(key=key)
    return transfer


def expect(locked: Locked | None, unit: str) -> Locked:
    """The account is there and holds this unit."""
    if locked is None:
        raise AccountMissing
    if locked.account.unit != unit:
        raise UnitDiffers(unit=unit)
    return locked
