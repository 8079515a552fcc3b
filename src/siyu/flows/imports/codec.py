"""Canonical rows as rows of the staging table: what a document's lines share as one JSON text, a line as columns."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic_core import from_json, to_json

from siyu.flows.imports.contract import DocumentKind, EventRow, ImportRow, OrderLineRow, Pairs, PersonRow, ProductRow

FIRST = "#1"
"""Ends the document of an event. Rows that tell the same are numbered in the order of the file once all are staged."""
_BY_ID, _BY_CONTENT = "id:", "as:"


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
    """The row under what it is gathered by: the document, the SKU, the leading identifier, or what tells an event."""
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
        case EventRow():
            return Staged(_event_key(row) + FIRST, row.row_no, part, to_json(row).decode(), "", "", 0, 0, 0, None)


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


def event_of(staged: Staged) -> EventRow:
    """The event `stage_row` was given."""
    row = EventRow._make(from_json(staged.head))
    properties = tuple((name, value) for name, value in row.properties)
    return row._replace(identifiers=_pairs(row.identifiers), touch=_pairs(row.touch), properties=properties)


def event_id(source: str, document: str) -> UUID:
    """The id in the log: the same for the same source and document, whenever and by whomever the file is imported."""
    return uuid5(_ids_of(source), document)


def is_repeated(document: str) -> bool:
    """Whether the file has told an event with this id of its own before. Equal events without one are many events."""
    return document.startswith(_BY_ID) and not document.endswith(FIRST)


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


def _event_key(row: EventRow) -> str:
    """Its own id, or a digest of who did what in which session and when."""
    if row.event_id:
        return _BY_ID + row.event_id
    told = to_json((row.identifiers, row.anonymous_id, row.session, row.event, row.happened_at_ms))
    return _BY_CONTENT + hashlib.blake2b(told, digest_size=16).hexdigest()


@lru_cache(maxsize=64)
def _ids_of(source: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"siyu:imports:{source}")


@lru_cache(maxsize=4096)
def _head_text(*shared: object) -> str:
    return to_json(shared).decode()


def _pairs(pairs: Iterable[Iterable[str]]) -> Pairs:
    return tuple((name, value) for name, value in pairs)
