"""Orders as other rooms may know them, and what is told when some were recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, NamedTuple
from uuid import UUID

from siyu.kernel.errors import NotFound

Kind = Literal["sale", "refund", "adjustment"]
RECORD_MAX = 1000
"""How many documents one batch, and one fact, may speak of."""


class Line(NamedTuple):
    """One line. `amount_cents` is what was paid for it (negative on refunds), rounded once from the exact price."""

    sku: str
    name: str
    quantity: int
    unit_price_cents: int
    amount_cents: int


class LineColumns(NamedTuple):
    """A document's lines column by column: the n-th of each makes the n-th line."""

    skus: list[str]
    names: list[str]
    quantities: list[int]
    unit_prices_cents: list[int]
    amounts_cents: list[int]

    def lines(self) -> Iterator[Line]:
        return map(Line, *self)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """A document as a source tells it. `fingerprint` changes whenever anything about it changes.

    `origin_id` is whom the buyer was taken for when the document came (None: the same as `person_id`): should people
    turn out to be one, or two, the document follows it.
    """

    document: str
    kind: Kind
    person_id: UUID | None
    placed_at: datetime
    currency: str
    lines: tuple[Line, ...]
    refunds_document: str | None
    fingerprint: str
    origin_id: UUID | None = None

    @property
    def amount_cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a batch did: documents by outcome, and the people whose sums it touched."""

    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class OrderSummary:
    id: UUID
    source: str
    document: str
    kind: Kind
    person_id: UUID | None
    placed_at: datetime
    currency: str
    amount_cents: int
    lines: int


@dataclass(frozen=True, slots=True)
class Order:
    """One document with its lines; `revision` grows with every change of content."""

    summary: OrderSummary
    refunds_document: str | None
    revision: int
    columns: LineColumns
    recorded_at: datetime
    origin_id: UUID | None


@dataclass(frozen=True, slots=True)
class BuyingSum:
    """A person's documents summed in one currency; `refunded_cents` is positive."""

    person_id: UUID
    currency: str
    orders: int
    refunds: int
    paid_cents: int
    refunded_cents: int
    first_order_at: datetime | None
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which documents a list wants; moments, not days."""

    q: str | None = None
    kind: Kind | None = None
    source: str | None = None
    person_id: UUID | None = None
    currency: str | None = None
    placed_from: datetime | None = None
    placed_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrdersRecorded:
    """Documents were recorded or changed: at most RECORD_MAX of them, and the people they touch."""

    name: ClassVar[str] = "orders.recorded"
    order_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]


class OrderMissing(NotFound):
    code = "order_missing"
    zh = "没有这张单据"
    en = "There is no such order"
