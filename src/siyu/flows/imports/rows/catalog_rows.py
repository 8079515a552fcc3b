"""One row of a product file becomes a product."""

from collections.abc import Sequence

from siyu.flows.imports.contract import ProductRow
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, capped, getter
from siyu.flows.imports.rows.numbers import cents, decimal
from siyu.flows.imports.rows.order_heads import code, currency_code
from siyu.flows.imports.rows.order_rows import CATEGORY_CHARS_MAX, PRODUCT_CHARS_MAX


class Products:
    """Reads one row after the other."""

    def __init__(self, mapping: Mapping, binding: Binding, columns: Sequence[str]) -> None:
        self._mapping = mapping
        at = binding.fields.get
        self._sku = getter(code, at("sku"), columns, otherwise="")
        self._name = getter(capped(PRODUCT_CHARS_MAX), at("product"), columns, otherwise="")
        self._category = getter(capped(CATEGORY_CHARS_MAX), at("category"), columns, otherwise="")
        self._price = getter(
            lambda cell: decimal(cell, mapping.decimal_mark), at("unit_price"), columns, otherwise=None
        )
        self._currency = getter(currency_code, at("currency"), columns, otherwise="")

    def __call__(self, row_no: int, cells: Cells) -> tuple[ProductRow]:
        """The product of this row; raises Unfit."""
        sku, name, price = self._sku(cells), self._name(cells), self._price(cells)
        if not sku:
            raise Unfit("sku_missing")
        if not name:
            raise Unfit("name_missing")
        if price is not None and price < 0:
            raise Unfit("negative_price", price)
        category = self._category(cells) or None
        if price is None:
            return (ProductRow(row_no, sku, name, category, None, None),)
        currency = self._currency(cells) or self._mapping.currency
        return (ProductRow(row_no, sku, name, category, cents(price, currency, self._mapping.money_unit), currency),)
