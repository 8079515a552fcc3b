"""Orders: lists, one document with its lines, and the CSV of a list."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from siyu.entrypoints.exports import Cells, csv_download, every_item, money_cells
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, page_out
from siyu.kernel.days import end_of, start_of
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Link
from siyu.people.profiles import service as profiles
from siyu.team.audit import service as audit
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import Kind, OrderFilter, OrderSummary

router = APIRouter(prefix="/v1/orders", tags=["orders"])


class BuyerOut(BaseModel):
    """Who bought: the name if we know it, and their first identifier, masked."""

    id: UUID
    name: str | None
    identifier_type: str | None
    identifier: str | None


class OrderOut(BaseModel):
    """A document as lists show it."""

    id: UUID
    source: str
    document: str
    kind: Kind
    person: BuyerOut | None
    placed_at: datetime
    currency: str
    amount_cents: int
    lines: int


class LineOut(BaseModel):
    number: int
    sku: str
    name: str
    quantity: int
    unit_price_cents: int
    amount_cents: int


class OrderDetailOut(BaseModel):
    """A document with its lines; `revision` counts how often its content changed since it was first recorded."""

    id: UUID
    source: str
    document: str
    kind: Kind
    person: BuyerOut | None
    placed_at: datetime
    currency: str
    amount_cents: int
    refunds_document: str | None
    revision: int
    recorded_at: datetime
    lines: list[LineOut]


def _chosen(
    house: HouseOf,
    q: Annotated[str | None, Query(max_length=120)] = None,
    kind: Kind | None = None,
    source: Annotated[str | None, Query(max_length=60)] = None,
    person_id: UUID | None = None,
    currency: Annotated[str | None, Query(pattern=r"^[A-Z]{3}$")] = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
) -> OrderFilter:
    return OrderFilter(
        q=q,
        kind=kind,
        source=source,
        person_id=person_id,
        currency=currency,
        placed_from=start_of(from_, house.time_zone) if from_ else None,
        placed_before=end_of(to, house.time_zone) if to else None,
    )


Chosen = Annotated[OrderFilter, Depends(_chosen)]


@router.get("", **may("orders:read"))
def listed(tx: Work, wanted: PageQuery, chosen: Chosen) -> PageOut[OrderOut]:
    """A page of documents; `from` and `to` are days of the brand, both included."""
    page = orders.orders(tx, wanted=wanted, chosen=chosen)
    buyers = _buyers(tx, page.items)
    return page_out(page, lambda item: _out(item, buyers))


@router.get("/export", **may("orders:export"))
def export(request: Request, tx: Work, chosen: Chosen, sort: str | None = None) -> StreamingResponse:
    """The same list as CSV, whole."""
    audit.record(tx, action="orders.exported", subject_kind="orders", subject_id=None)
    return csv_download(request, tx, "orders", lambda own: _rows(own, chosen, sort))


@router.get("/{order_id}", **may("orders:read"))
def one(tx: Work, order_id: UUID) -> OrderDetailOut:
    """One document with its lines."""
    found = orders.order(tx, order_id=order_id)
    summary = found.summary
    lines = [LineOut(number=number, **line._asdict()) for number, line in enumerate(found.columns.lines(), start=1)]
    return OrderDetailOut(
        id=summary.id,
        source=summary.source,
        document=summary.document,
        kind=summary.kind,
        person=_buyers(tx, [summary]).get(summary.person_id),
        placed_at=summary.placed_at,
        currency=summary.currency,
        amount_cents=summary.amount_cents,
        refunds_document=found.refunds_document,
        revision=found.revision,
        recorded_at=found.recorded_at,
        lines=lines,
    )


def _rows(tx: Tx, chosen: OrderFilter, sort: str | None) -> Iterator[Cells]:
    yield "source", "document", "kind", "person_id", "placed_at", "currency", "amount", "direction", "lines"
    for item in every_item(lambda wanted: orders.orders(tx, wanted=wanted, chosen=chosen), sort):
        yield (
            item.source, item.document, item.kind, str(item.person_id or ""), item.placed_at.isoformat(), item.currency,
            *money_cells(item.amount_cents, item.currency), item.lines,
        )  # fmt: skip


def _buyers(tx: Tx, items: list[OrderSummary]) -> dict[UUID | None, BuyerOut]:
    person_ids = [item.person_id for item in items if item.person_id]
    names = profiles.names(tx, person_ids=person_ids)
    links = identity.links(tx, person_ids=person_ids)
    return {person_id: _buyer(person_id, names.get(person_id), links[person_id]) for person_id in names}


def _buyer(person_id: UUID, name: str | None, links: list[Link]) -> BuyerOut:
    first = next(iter(links), None)
    shown = identity.masked(first.type, first.value) if first else None
    return BuyerOut(id=person_id, name=name, identifier_type=first.type if first else None, identifier=shown)


def _out(item: OrderSummary, buyers: dict[UUID | None, BuyerOut]) -> OrderOut:
    return OrderOut(
        id=item.id,
        source=item.source,
        document=item.document,
        kind=item.kind,
        person=buyers.get(item.person_id),
        placed_at=item.placed_at,
        currency=item.currency,
        amount_cents=item.amount_cents,
        lines=item.lines,
    )
