"""In which order lots are spent, clawed back and given back to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from siyu.facts.ledger.contract import Lot, LotState, Policy, Use

GRACE = timedelta(days=30)
"""How long an amount may be spent that comes back to a lot which has expired meanwhile."""
_CLAWED: dict[Policy, tuple[LotState, ...]] = {
    "only_pending": ("pending",),
    "within_balance": ("pending", "active"),
    "unlimited": ("pending", "active", "expired", "voided"),
}
_NEVER = datetime.max.replace(tzinfo=UTC)


class Taken(NamedTuple):
    """What was once taken from a lot and may come back to it."""

    lot: Lot
    amount: int


def spending_key(lot: Lot) -> tuple[object, ...]:
    """By priority, then the earliest expiry, then granted before purchased, then the oldest."""
    return lot.priority, lot.expires_at or _NEVER, lot.kind == "purchased", lot.received_at, lot.id


def spendable(lots: Iterable[Lot], now: datetime) -> list[Lot]:
    """Those that may pay now, in the order they do."""
    return sorted((lot for lot in lots if lot.unspent and lot.state(now) == "active"), key=spending_key)


def clawable(lots: Iterable[Lot], now: datetime, policy: Policy, source: str | None) -> list[Lot]:
    """Those a clawback may take from: pending ones first, and what came from `source` before the rest."""
    turns = {state: turn for turn, state in enumerate(_CLAWED[policy])}
    open_to_it = (lot for lot in lots if lot.unspent and lot.state(now) in turns)
    return sorted(
        open_to_it,
        key=lambda lot: (turns[lot.state(now)], source is None or lot.source != source, *spending_key(lot)),
    )


def pick(lots: Sequence[Lot], amount: int) -> list[Use]:
    """Take up to `amount` from these lots, each to its end before the next."""
    uses = []
    for lot in lots:
        if amount == 0:
            break
        part = min(lot.unspent, amount)
        uses.append(Use(lot.id, part))
        amount -= part
    return uses


def first(taken: Iterable[Taken], amount: int) -> list[Taken]:
    """Up to `amount` of what was taken, each to its end before the next."""
    found = []
    for lot, most in taken:
        part = min(most, amount)
        if part:
            found.append(Taken(lot, part))
        amount -= part
    return found


def give_back(taken: Sequence[Taken], amount: int) -> list[Taken]:
    """Which lots get `amount` back: the last that paid is the first to be paid."""
    return first(reversed(taken), amount)


def shared_out(uses: Sequence[Use], debts: Sequence[tuple[int, int]]) -> list[tuple[int, Use]]:
    """Which use pays how much of which debt, (number, amount), both in their order."""
    shares: list[tuple[int, Use]] = []
    waiting = list(debts)
    for use in uses:
        rest = use.amount
        while rest:
            number, unpaid = waiting.pop(0)
            part = min(rest, unpaid)
            shares.append((number, Use(use.lot_id, part)))
            rest -= part
            if part < unpaid:
                waiting.insert(0, (number, unpaid - part))
    return shares


def needs_grace(lot: Lot, now: datetime) -> bool:
    """An amount that comes back to an expired lot would be lost at once; what was voided stays void."""
    return lot.voided_at is None and lot.expires_at is not None and lot.expires_at <= now


def total(parts: Iterable[Use | Taken]) -> int:
    return sum(part.amount for part in parts)
