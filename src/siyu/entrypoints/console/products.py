"""Products: the list and its CSV."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from siyu.entrypoints.exports import Cells, csv_download, every_item
from siyu.entrypoints.http import PageOut, PageQuery, Work, may, page_out
from siyu.kernel.money import to_decimal
from siyu.kernel.tx import Tx
from siyu.team.audit import service as audit
from siyu.trade.catalog import service as catalog

router = APIRouter(prefix="/v1/products", tags=["products"])
Search = Annotated[str | None, Query(max_length=200)]


class ProductOut(BaseModel):
    """One SKU; the price is the last one a source named."""

    id: UUID
    sku: str
    name: str
    category: str | None
    price_cents: int | None
    currency: str | None
    source: str
    updated_at: datetime


@router.get("", **may("products:read"))
def listed(tx: Work, wanted: PageQuery, q: Search = None, category: Search = None) -> PageOut[ProductOut]:
    """A page of products; `q` finds the start of a SKU or any part of a name."""
    page = catalog.products(tx, wanted=wanted, q=q, category=category)
    return page_out(page, lambda item: ProductOut.model_validate(item, from_attributes=True))


@router.get("/export", **may("products:export"))
def export(
    request: Request, tx: Work, q: Search = None, category: Search = None, sort: str | None = None
) -> StreamingResponse:
    """The same list as CSV, whole."""
    audit.record(tx, action="products.exported", subject_kind="products", subject_id=None)
    return csv_download(request, tx, "products", lambda own: _rows(own, q, category, sort))


def _rows(tx: Tx, q: str | None, category: str | None, sort: str | None) -> Iterator[Cells]:
    yield "sku", "name", "category", "price", "currency", "source"
    for item in every_item(lambda wanted: catalog.products(tx, wanted=wanted, q=q, category=category), sort):
        priced = item.price_cents is not None and item.currency
        price = to_decimal(item.price_cents or 0, item.currency or "") if priced else ""
        yield item.sku, item.name, item.category or "", price, item.currency or "", item.source
