"""Keep and show the rows of the brand's dictionaries."""

from collections.abc import Sequence

from siyu.facts.items import queries
from siyu.facts.items.contract import Item, NewItem
from siyu.facts.items.tables import ItemRow
from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx


def record(tx: Tx, *, told: Sequence[NewItem], source: str) -> None:
    """Keep the rows as told; the last word on one thing counts."""
    latest = {(item.type, item.id): item for item in told}
    kept = [item for _key, item in sorted(latest.items()) if item.properties is not None]
    gone = [key for key, item in sorted(latest.items()) if item.properties is None]
    if kept:
        rows = [
            {"type": i.type, "id": i.id, "properties": i.properties, "source": source, "updated_at": tx.now}
            for i in kept
        ]
        queries.put(tx.db, rows)
    if gone:
        queries.drop(tx.db, gone)


def items(tx: Tx, *, wanted: PageWanted, kind: str | None = None, q: str | None = None) -> Page[Item]:
    """A page of rows, of one type and starting like `q` where asked for."""
    rows = queries.listed(tx.db, wanted, kind=kind, q=q)
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=_tie)
    return Page([_item(row) for row in page], next_cursor, queries.count(tx.db, kind=kind, q=q))


def _item(row: ItemRow) -> Item:
    return Item(row.type, row.id, row.properties, row.source, row.updated_at)


def _tie(row: ItemRow) -> str:
    return row.type
