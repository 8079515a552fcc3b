"""Know people by what they claim, and carry out in every room what follows when two turn out one, or one two."""

from collections.abc import Collection, Sequence
from uuid import UUID

from siyu.facts.ledger import service as ledger
from siyu.kernel.tx import Tx
from siyu.people.consent import service as consent
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Claim, Moved, PeopleMoved, Resolved
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import Purchases
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import BuyingSum

ROOMS = (consent, profiles, orders, ledger)
"""Rooms with rows of people; they follow them by whom a row was written for. A house test finds who is missing."""


def known_people(tx: Tx, claims: Sequence[Claim], source: str) -> Resolved:
    """The person behind each claim, with a profile, and with everything that was theirs."""
    found = identity.recognise(tx, claims=claims, source=source)
    profiles.open_profiles(tx, person_ids=found.created)
    carry_out(tx, found.moves)
    return found


def carry_out(tx: Tx, moves: Sequence[Moved]) -> None:
    """Let every room follow, in the transaction that decided it, and tell who listens."""
    if not moves:
        return
    people = {person_id for move in moves for person_id in (move.was, move.now)}
    profiles.open_profiles(tx, person_ids=people)
    rows = [(origin, move.was, move.now) for move in moves for origin in sorted(move.origins)]
    for room in ROOMS:
        room.follow(tx, moves=rows)
    sum_up(tx, person_ids=people)
    tx.tell(PeopleMoved(person_ids=tuple(sorted(people))))


def sum_up(tx: Tx, *, person_ids: Collection[UUID]) -> None:
    """Write what these people bought into their profiles, counted anew."""
    profiles.hold(tx, person_ids=person_ids)
    sums: dict[UUID, list[Purchases]] = {person_id: [] for person_id in person_ids}
    for row in orders.buying_sums(tx, person_ids=person_ids):
        sums[row.person_id].append(_purchases(row))
    profiles.note_purchases(tx, sums=sums)


def _purchases(row: BuyingSum) -> Purchases:
    return Purchases(
        currency=row.currency,
        orders=row.orders,
        refunds=row.refunds,
        paid_cents=row.paid_cents,
        refunded_cents=row.refunded_cents,
        net_cents=row.paid_cents - row.refunded_cents,
        first_order_at=row.first_order_at,
        last_order_at=row.last_order_at,
    )
