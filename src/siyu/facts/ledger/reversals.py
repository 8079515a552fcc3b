"""Take a transfer back, in whole or in part: what lots paid goes back to these lots."""

from siyu.facts.ledger import lots as order
from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import rules, spending
from siyu.facts.ledger.contract import Move, Transfer
from siyu.facts.ledger.errors import BeyondRest, NotReversible, TransferMissing
from siyu.facts.ledger.lots import Taken
from siyu.facts.ledger.queries import accounts, lots
from siyu.facts.ledger.queries import transfers as queries
from siyu.facts.ledger.queries.accounts import Locked
from siyu.facts.ledger.queries.transfers import Posting
from siyu.kernel.tx import Tx


def reverse(tx: Tx, *, key: str, number: int, why: str, amount: int | None = None) -> Transfer:
    """Move `amount` of this transfer back (None: all that is left of it), from where it went to where it came from.

    Lots get back what they paid, the last first; where one has expired meanwhile, a new one with days of grace does.
    What a grant brought is taken from its own lots only: `claw_back` takes what is there.
    """
    origin = queries.lock(tx.db, number)
    if origin is None:
        raise TransferMissing
    if origin.kind in ("reversal", "void"):
        raise NotReversible
    locked = accounts.lock(tx.db, (origin.from_, origin.to))
    mark = rules.fingerprint("reversal", origin.to, origin.from_, number, amount, why)
    if known := postings.earlier(tx, key=key, fingerprint=mark):
        return known
    rest = origin.amount - queries.reversed_so_far(tx.db, number)
    item = Move(key, origin.to, origin.from_, rest if amount is None else amount, origin.unit, why)
    posting = postings.of_move(item, "reversal", tx.now)._replace(fingerprint=mark, reverses=number)
    if posting.amount > rest:
        raise BeyondRest(rest=rest)
    return _carry(tx, origin, posting, giver=locked[origin.to], taker=locked[origin.from_])


def _carry(tx: Tx, origin: Transfer, posting: Posting, *, giver: Locked, taker: Locked) -> Transfer:
    paying = _pick(tx, giver, posting, origin) if giver.account.keeps_lots else []
    transfer = postings.written(tx, posting, queries.post_with_lots(tx.db, posting))
    queries.note_reversed(tx.db, origin.number, posting.amount)
    spending.take(tx, transfer.number, paying)
    if taker.account.keeps_lots:
        _give_back(tx, origin, transfer, taker)
    return transfer


def _pick(tx: Tx, giver: Locked, posting: Posting, origin: Transfer) -> list[Taken]:
    unspent = lots.unspent(tx.db, giver.account.id)
    own = sorted((lot for lot in unspent if lot.number == origin.number), key=order.spending_key)
    return spending.taken(own, order.pick(own, posting.amount), posting.amount)


def _give_back(tx: Tx, origin: Transfer, transfer: Transfer, taker: Locked) -> None:
    """First forgive what the transfer itself still owes, then fill its lots again, then pay what else is owed."""
    owed = dict(lots.debts(tx.db, transfer.to)).get(origin.number, 0)
    forgiven = min(owed, transfer.amount)
    if forgiven:
        lots.pay_debt(tx.db, origin.number, forgiven)
    returned = order.give_back(lots.returnable(tx.db, origin.number), transfer.amount - forgiven)
    lots.note_returned(tx.db, origin.number, returned)
    spending.bring_back(tx, returned)
    spending.repay(tx, transfer.to, min(taker.debt, transfer.amount) - forgiven)
