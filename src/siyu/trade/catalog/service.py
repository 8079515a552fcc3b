"""Keep and show what can be bought."""

from collections.abc import Sequence

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.trade.catalog import queries
from siyu.trade.catalog.contract import NewProduct, Product, Stocked
from siyu.trade.catalog.tables import ProductRow


def stock(tx: Tx, *, products: Sequence[NewProduct], source: str) -> Stocked:
    """Take in products by SKU; what a source does not say stays as it was, and the last of two same SKUs wins."""
    by_sku = {product.sku: product for product in products}
    batch = [by_sku[sku] for sku in sorted(by_sku)]
    if not batch:
        return Stocked(0, 0, 0)
    ids = [tx.new_id() for _ in batch]
    created, changed = queries.put_products(tx.db, batch, ids, source=source, at=tx.now)
    return Stocked(created, changed, len(batch) - created - changed)


def note(tx: Tx, *, products: Sequence[NewProduct], source: str) -> int:
    """Take in SKUs met elsewhere (an order line) unless the catalog knows them already; how many were new."""
    by_sku = {product.sku: product for product in reversed(products)}
    known = queries.known_names(tx.db, list(by_sku))
    batch = [by_sku[sku] for sku in sorted(by_sku) if sku not in known]
    return queries.add_products(tx.db, batch, [tx.new_id() for _ in batch], source=source, at=tx.now)


def products(tx: Tx, *, wanted: PageWanted, q: str | None, category: str | None) -> Page[Product]:
    """A page of products with the number of all that match."""
    rows = list(tx.db.scalars(queries.listed(wanted, q=q, category=category)))
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([_product(row) for row in page], next_cursor, queries.matching(tx.db, q=q, category=category))


def names(tx: Tx, *, skus: Sequence[str]) -> dict[str, str]:
    """The catalog's name of each known SKU."""
    return queries.known_names(tx.db, skus)


def _product(row: ProductRow) -> Product:
    return Product(row.id, row.sku, row.name, row.category, row.price_cents, row.currency, row.source, row.updated_at)
