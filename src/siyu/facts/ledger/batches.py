"""Many moves at once: a whole batch in one statement, all or nothing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from siyu.facts.ledger import posting as postings
from siyu.facts.ledger import rules, spending
from siyu.facts.ledger.contract import BATCH_MAX, LotTerms, Move, Transfer
from siyu.facts.ledger.errors import KeyReused, MoveInvalid, WrongAccount
from siyu.facts.ledger.queries import accounts, lots
from siyu.facts.ledger.queries import transfers as queries
from siyu.facts.ledger.queries.transfers import Posting
from siyu.facts.ledger.spending import Part
from siyu.kernel.tx import Tx


def move_many(tx: Tx, *, moves: Sequence[Move]) -> list[Transfer]:
    """Write these moves in this order; a move with `terms` is a grant, its account must keep lots.

    What a batch brings into an account cannot be spent by the same batch, and none of it may come from an account that
    keeps lots. A key that was used before with the same content gives its first transfer.
    """
    if len(moves) > BATCH_MAX:
        raise MoveInvalid(problem=f"≤ {BATCH_MAX}")
    wanted = [postings.of_move(item, "grant" if item.terms else "move", tx.now) for item in moves]
    once = list(_by_key(wanted).values())
    if not once:
        return []
    _check_terms(tx, moves)
    keepers = _keepers(tx, moves)
    debts = _debts(tx, once) if keepers else {}
    fresh, known = _post(tx, once)
    terms = {item.key: item.terms or LotTerms() for item in moves if item.to in keepers}
    _receive(tx, [(one, Part(one.amount, terms[one.key])) for one in fresh if one.to in keepers], debts)
    by_key = {one.key: one for one in (*fresh, *known)}
    return [by_key[item.key] for item in moves]


def _by_key(wanted: Sequence[Posting]) -> dict[str, Posting]:
    """Each key once; a key that stands for two different moves is refused."""
    once: dict[str, Posting] = {}
    for posting in wanted:
        if once.setdefault(posting.key, posting).fingerprint != posting.fingerprint:
            raise KeyReused(key=posting.key)
    return once


def _check_terms(tx: Tx, moves: Sequence[Move]) -> None:
    """Terms must make sense now, unless the move was made long ago and is only asked for again."""
    for item in moves:
        try:
            rules.check_terms(item.terms or LotTerms(), tx.now)
        except MoveInvalid:
            if queries.by_key(tx.db, item.key) is None:
                raise


def _keepers(tx: Tx, moves: Sequence[Move]) -> set[UUID]:
    """The receiving accounts that keep lots."""
    keepers = accounts.keeping_lots(tx.db, {item.to for item in moves})
    if any(item.terms and item.to not in keepers for item in moves):
        raise WrongAccount(problem="keeps_lots")
    return keepers


def _debts(tx: Tx, wanted: Sequence[Posting]) -> dict[UUID, int]:
    """What the accounts of this batch owe, all of them locked."""
    sides = {one.from_ for one in wanted} | {one.to for one in wanted}
    return {account_id: debt for account_id, (_, _, debt) in accounts.lock_figures(tx.db, sides).items() if debt}


def _post(tx: Tx, wanted: Sequence[Posting]) -> tuple[list[Transfer], list[Transfer]]:
    """Write them; (those that were written now, those that were there before)."""
    try:
        with tx.db.begin_nested():
            posted = queries.post_many(tx.db, wanted)
    except IntegrityError:  # somebody wrote one of the keys this very moment: now it is there to be seen
        posted = queries.post_many(tx.db, wanted)
    pairs = [(wanted[place - 1], one) for place, one in posted.items()]
    for posting, one in pairs:
        if one.outcome == "keeps_lots":
            raise WrongAccount(problem="keeps_lots")
        if one.outcome not in ("done", "replayed"):
            raise postings.refusal(posting, one.outcome)
    known = queries.by_numbers(tx.db, [one.number for _, one in pairs if one.outcome == "replayed"])
    fresh = [postings.transfer_of(posting, one) for posting, one in pairs if one.outcome == "done"]
    return fresh, list(known.values())


def _receive(tx: Tx, arrived: Sequence[tuple[Transfer, Part]], debts: Mapping[UUID, int]) -> None:
    """Make a lot of each, then pay what their accounts owe."""
    lots.add(tx.db, [spending.new_lot(tx, transfer, part) for transfer, part in arrived])
    came: dict[UUID, int] = {}
    for transfer, part in arrived:
        if transfer.to in debts:
            came[transfer.to] = came.get(transfer.to, 0) + part.amount
    for account_id, amount in came.items():
        spending.repay(tx, account_id, min(debts[account_id], amount))
