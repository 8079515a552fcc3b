"""Events in few words, for tests of the log and of what is computed from it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from siyu.facts.events import service as events
from siyu.facts.events.contract import Event, Items
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel.tx import SYSTEM, Begin

LIN, WEI = UUID(int=1), UUID(int=2)
MAY = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
_NUMBERS = iter(range(1, 10**9))


def event(name: str = "order_paid", **told: Any) -> Event:
    """A sale of 100 yuan to Lin in May, unless told otherwise, with an id of its own."""
    usual = {"person_id": LIN, "time": MAY, "source": "shop", "currency": "CNY", "amount_cents": 10_000}
    return Event(**{"id": UUID(int=next(_NUMBERS) << 16), "name": name, **usual, **told})


def items(*lines: tuple[str, str, int, int]) -> Items:
    """Items from (sku, name, quantity, amount)."""
    return Items(
        skus=[sku for sku, _, _, _ in lines],
        names=[name for _, name, _, _ in lines],
        quantities=[quantity for _, _, quantity, _ in lines],
        amounts_cents=[amount for _, _, _, amount in lines],
    )


def append(begin: Begin, warehouse: Warehouse, *happened: Event) -> int:
    with begin(SYSTEM) as tx:
        return events.append(tx, warehouse, events=happened)


def restate(begin: Begin, warehouse: Warehouse, *happened: Event) -> int:
    with begin(SYSTEM) as tx:
        return events.restate(tx, warehouse, events=happened)


def timeline(warehouse: Warehouse, person: UUID = LIN, *, event: str | None = None, page: int = 50) -> Sequence[Event]:
    """The whole timeline, put together from pages."""
    found: list[Event] = []
    while True:
        before = (found[-1].time, found[-1].id) if found else None
        part = events.timeline(warehouse, person_ids=[person], event=event, before=before, limit=page)
        found += part
        if len(part) < page:
            return found
