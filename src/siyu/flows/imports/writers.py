"""Staged rows become orders, products and people: one writer a kind, for a batch of documents in one transaction."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from pydantic_core import to_json

from siyu.flows.imports.codec import Head, Staged, head_of, person_of, product_of
from siyu.flows.imports.contract import Kind, Pairs
from siyu.flows.people import known_people
from siyu.kernel.tx import Tx
from siyu.people.identity.contract import Claim, Identifier
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import NewTraits
from siyu.trade.catalog import service as catalog
from siyu.trade.catalog.contract import NewProduct
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import Line, NewOrder


@dataclass(slots=True)
class Written:
    """What a batch did; `torn` are rows of documents that contradict themselves, by reason."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    torn: list[tuple[Staged, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of one document, and what they agree on."""

    number: str
    head: Head
    rows: list[Staged]


Write = Callable[[Tx, str, Sequence[Staged]], Written]


@dataclass(frozen=True, slots=True)
class Writer:
    """How rows of one kind get to where they live, `documents` of them at a time.

    `ready` comes first, in a transaction of its own, and gives the way to write them: what goes to the event log cannot
    be taken back with a transaction, so whoever it speaks of must be there for good. `rehearse` counts what writing
    would do; its transaction is taken back.
    """

    ready: Callable[[Tx, str, Sequence[Staged]], Write]
    rehearse: Write
    documents: int = 500


def write_orders(tx: Tx, source: str, staged: Sequence[Staged]) -> Written:
    documents, torn = _documents(staged)
    recorded = orders.record(tx, source=source, orders=_new_orders(tx, source, documents))
    if recorded.created or recorded.changed:
        catalog.note(tx, products=_products(documents), source=source)
    return Written(recorded.created, recorded.changed, recorded.unchanged, torn)


def write_products(tx: Tx, source: str, staged: Sequence[Staged]) -> Written:
    rows = [product_of(item) for item in staged]
    new = [NewProduct(row.sku, row.name, row.category, row.price_cents, row.currency) for row in rows]
    stocked = catalog.stock(tx, products=new, source=source)
    return Written(stocked.created, stocked.changed, stocked.unchanged)


def write_persons(tx: Tx, source: str, staged: Sequence[Staged]) -> Written:
    rows = [person_of(item) for item in staged]
    resolved = known_people(tx, [Claim(_identifiers(row.identifiers), "") for row in rows], source)
    told = [
        NewTraits(person_id, row.traits) for row, person_id in zip(rows, resolved.person_ids, strict=True) if person_id
    ]
    learned = profiles.learn(tx, told=told, source=source) - resolved.created
    known = {person_id for person_id in resolved.person_ids if person_id} - resolved.created
    return Written(len(resolved.created), len(learned), len(known - learned))


Writers = Mapping[Kind, Writer]
RECORDS: Writers = {
    "orders": Writer(lambda *_: write_orders, write_orders),
    "products": Writer(lambda *_: write_products, write_products),
    "persons": Writer(lambda *_: write_persons, write_persons),
}
"""The kinds that live in PostgreSQL alone."""


def _documents(staged: Sequence[Staged]) -> tuple[list[Document], list[tuple[Staged, str]]]:
    documents: list[Document] = []
    torn: list[tuple[Staged, str]] = []
    for number, group in groupby(staged, key=attrgetter("document")):
        rows = list(group)
        heads = [head_of(text) for text in dict.fromkeys(row.head for row in rows)]
        reason = _contradiction(heads)
        if reason:
            torn += [(row, reason) for row in rows]
        else:
            earliest = min(head.placed_at_ms for head in heads)
            documents.append(Document(number, heads[0]._replace(placed_at_ms=earliest), rows))
    return documents, torn


def _contradiction(heads: Sequence[Head]) -> str | None:
    """Lines under one number must be one document: of one kind and one currency."""
    if len({head.kind for head in heads}) > 1:
        return "document_mixed_kinds"
    return "document_mixed_currencies" if len({head.currency for head in heads}) > 1 else None


def _new_orders(tx: Tx, source: str, documents: Sequence[Document]) -> list[NewOrder]:
    claims = [Claim(_identifiers(item.head.identifiers), "", item.head.placed_at_ms) for item in documents]
    resolved = known_people(tx, claims, source)
    told = [
        NewTraits(person_id, document.head.traits)
        for document, person_id in zip(documents, resolved.person_ids, strict=True)
        if person_id and document.head.traits
    ]
    profiles.learn(tx, told=told, source=source)
    whose = zip(documents, resolved.person_ids, resolved.origins, strict=True)
    return [_new_order(document, person_id, origin_id) for document, person_id, origin_id in whose]


def _new_order(document: Document, person_id: UUID | None, origin_id: UUID | None) -> NewOrder:
    head = document.head
    lines = tuple([Line._make(row.line) for row in document.rows])
    return NewOrder(
        document=document.number,
        kind=head.kind,
        person_id=person_id,
        placed_at=datetime.fromtimestamp(head.placed_at_ms / 1000, UTC),
        currency=head.currency,
        lines=lines,
        refunds_document=head.refunds_document,
        fingerprint=_fingerprint(head, lines),
        origin_id=origin_id,
    )


def _fingerprint(head: Head, lines: tuple[Line, ...]) -> str:
    """The same for the same content, also when another export lists its lines in another order."""
    return hashlib.blake2b(to_json((head._replace(traits=()), sorted(lines))), digest_size=16).hexdigest()


def _products(documents: Sequence[Document]) -> list[NewProduct]:
    """SKUs as sales name them; lines without a price carry notes ("damaged") where a name should be."""
    first: dict[str, NewProduct] = {}
    for document in documents:
        if document.head.kind == "sale":
            for row in document.rows:
                if row.sku and row.amount_cents > 0 and row.sku not in first:
                    named = (row.product or None, row.category, row.unit_price_cents, document.head.currency)
                    first[row.sku] = NewProduct(row.sku, *named)
    return list(first.values())


def _identifiers(pairs: Pairs) -> tuple[Identifier, ...]:
    return tuple(Identifier(*pair) for pair in pairs)
