"""Canonical rows as rows of the staging table: what a document's lines share as one JSON text, a line as columns."""

from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from siyu.flows.imports.contract import DocumentKind, ImportRow, OrderLineRow, Pairs, PersonRow, ProductRow


class Staged(NamedTuple):
    """A row as it is staged. `head` is equal for lines of one document that agree; a product or person is all head."""

    document: str
    row_no: int
    part: int
    head: str
    sku: str
    product: str
    quantity: int
    unit_price_cents: int
    amount_cents: int
    category: str | None

    @property
    def line(self) -> tuple[Any, ...]:
        """SKU, product, quantity, unit price and amount: what an order keeps of it."""
        return self[4:9]


class Head(NamedTuple):
    """What the lines of one document share."""

    kind: DocumentKind
    placed_at_ms: int
    currency: str
    identifiers: Pairs
    traits: Pairs
    refunds_document: str | None


def stage_row(row: ImportRow, part: int) -> Staged:
    """The row under what it is gathered by: the document, the SKU, or the leading identifier."""
    match row:
        case OrderLineRow():
            head = _head_text(
                row.kind, row.placed_at_ms, row.currency, row.identifiers, row.traits, row.refunds_document
            )
            line = (row.sku, row.product, row.quantity, row.unit_price_cents, row.amount_cents, row.category)
            return Staged(row.document, row.row_no, part, head, *line)
        case ProductRow():
            return Staged(row.sku, row.row_no, part, to_json(row).decode(), "", "", 0, 0, 0, None)
        case PersonRow():
            return Staged("/".join(row.identifiers[0]), row.row_no, part, to_json(row).decode(), "", "", 0, 0, 0, None)


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head:
    """What `stage_row` wrote as the head of an order line."""
    kind, placed_at_ms, currency, identifiers, traits, refunds_document = from_json(text)
    return Head(kind, placed_at_ms, currency, _pairs(identifiers), _pairs(traits), refunds_document)


def product_of(staged: Staged) -> ProductRow:
    """The product `stage_row` was given."""
    return ProductRow(*from_json(staged.head))


def person_of(staged: Staged) -> PersonRow:
    """The person `stage_row` was given."""
    row_no, identifiers, traits, created_at_ms = from_json(staged.head)
    return PersonRow(row_no, _pairs(identifiers), _pairs(traits), created_at_ms)


def order_line_of(staged: Staged) -> OrderLineRow:
    """The order line `stage_row` was given."""
    head = head_of(staged.head)
    return OrderLineRow(
        row_no=staged.row_no,
        document=staged.document,
        **head._asdict(),
        sku=staged.sku,
        product=staged.product,
        category=staged.category,
        quantity=staged.quantity,
        unit_price_cents=staged.unit_price_cents,
        amount_cents=staged.amount_cents,
    )


@lru_cache(maxsize=4096)
def _head_text(*shared: object) -> str:
    return to_json(shared).decode()


def _pairs(pairs: list[list[str]]) -> Pairs:
    return tuple((name, value) for name, value in pairs)
