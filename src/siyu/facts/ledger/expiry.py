"""Move what nobody spent in time to the house."""

from siyu.facts.ledger import posting as postings
from siyu.facts.ledger.accounts import EXPIRED, open_account
from siyu.facts.ledger.contract import Lot, Move, Use
from siyu.facts.ledger.queries import accounts, lots, transfers
from siyu.facts.ledger.queries.lots import Change
from siyu.facts.ledger.queries.transfers import Posting
from siyu.kernel.tx import Tx

_WHY = "expired"


def expire_lots(tx: Tx, *, limit: int = 1000) -> int:
    """Move what is unspent of expired lots to the house, a transfer for each lot; how many lots.

    What is held of them stays held: whoever held it in time may still settle it.
    """
    owners = lots.due(tx.db, now=tx.now, limit=limit)
    if not owners:
        return 0
    accounts.lock_figures(tx.db, owners)
    due = lots.expired(tx.db, owners, now=tx.now)
    written = transfers.post_many_with_lots(tx.db, _postings(tx, due))
    assert {one.outcome for one in written.values()} <= {"done"}, "what is unspent under the lock is there"
    lots.change(tx.db, [Change(lot.id, -lot.unspent, 0) for lot in due])
    lots.note_uses(tx.db, [(written[place].number, Use(lot.id, lot.unspent)) for place, lot in enumerate(due, start=1)])
    return len(due)


def _postings(tx: Tx, due: list[Lot]) -> list[Posting]:
    known = accounts.known(tx.db, {lot.account_id for lot in due})
    units = {account.unit for account in known.values()}
    house = {unit: open_account(tx, code=EXPIRED, unit=unit, may_overdraw=True).id for unit in sorted(units)}
    found = []
    for lot in due:
        unit = known[lot.account_id].unit
        item = Move(f"expiry:{tx.new_id()}", lot.account_id, house[unit], lot.unspent, unit, _WHY)
        found.append(postings.of_move(item, "expiry", tx.now))
    return found
