"""One row of an order file becomes order lines: the sale, refund or adjustment, and what else the row tells."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from siyu.flows.imports.contract import Cell, DocumentKind, OrderLineRow, Skipped
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Tally, Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, capped, getter, identifiers_getter, traits_getter
from siyu.flows.imports.rows.figures import Figures, figures_getter
from siyu.flows.imports.rows.order_extras import Extras
from siyu.flows.imports.rows.statuses import Standing, keep, standing_reader
from siyu.flows.imports.rows.texts import code_text, filled, text
from siyu.flows.imports.rows.times import moment_reader

PRODUCT_CHARS_MAX = 500
CATEGORY_CHARS_MAX = 200
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


class OrderLines:
    """Reads one row after the other; `extras` knows which document the last row belonged to."""

    def __init__(
        self, mapping: Mapping, binding: Binding, columns: Sequence[str], *, now_ms: int, tally: Tally
    ) -> None:
        self._mapping, self._tally = mapping, tally
        at = binding.fields.get
        moment = moment_reader(mapping.zone, mapping.time_formats, now_ms)
        standing = standing_reader(mapping.statuses) if mapping.statuses else keep
        self._standing: Callable[[Cells], Standing] = getter(standing, at("status"), columns, otherwise="keep")
        self._document = getter(code, at("document"), columns, otherwise="")
        self._refunds_document = getter(code, at("refunds_document"), columns, otherwise="")
        self._placed_at = getter(moment, at("placed_at"), columns, otherwise=None)
        self._ordered_at = getter(moment, at("ordered_at"), columns, otherwise=None)
        self._currency = getter(currency_code, at("currency"), columns, otherwise="")
        self._sku = getter(code, at("sku"), columns, otherwise="")
        self._product = getter(capped(PRODUCT_CHARS_MAX), at("product"), columns, otherwise="")
        self._category = getter(capped(CATEGORY_CHARS_MAX), at("category"), columns, otherwise="")
        self._figures = figures_getter(mapping, binding, columns)
        self._identifiers = identifiers_getter(mapping, binding)
        self._traits = traits_getter(binding, columns)
        self._time_column = columns[binding.fields["placed_at"]]
        self.extras = Extras(mapping, binding, columns, moment, tally=tally)

    def __call__(self, row_no: int, cells: Cells) -> tuple[OrderLineRow, ...] | Skipped:
        """The lines of this row; raises Unfit."""
        standing = self._standing(cells)
        if standing == "skip":
            return Skipped(row_no, "status_skipped")
        document = self._document(cells)
        if not document:
            raise Unfit("document_missing")
        placed_at_ms = self._time(cells)
        if placed_at_ms is None:
            return Skipped(row_no, "unpaid")
        line = self._line(row_no, cells, document, placed_at_ms, standing)
        return self.extras.beside(line, cells, standing)

    def _time(self, cells: Cells) -> int | None:
        """When it was paid; None when the mapping leaves out what was not."""
        placed_at_ms = self._placed_at(cells)
        if placed_at_ms is None and self._mapping.blank_time == "ordered_at":
            placed_at_ms = self._ordered_at(cells)
        if placed_at_ms is None and self._mapping.blank_time != "skip":
            raise Unfit("time_missing", column=self._time_column)
        return placed_at_ms

    def _line(self, row_no: int, cells: Cells, document: str, placed_at_ms: int, standing: Standing) -> OrderLineRow:
        identifiers, remarks = self._identifiers(cells)
        if not identifiers and self._mapping.guests == "reject":
            raise Unfit("person_missing")
        currency = self._currency(cells) or self._mapping.currency
        figures = self._figures(cells, currency)
        kind, number, refunds = self._kind(document, figures, standing)
        if kind == "refund" and self._mapping.refunds.amounts == "unsigned" and figures.amount_cents > 0:
            figures = Figures(-abs(figures.quantity), figures.unit_price_cents, -figures.amount_cents)
        product = self._product(cells)
        line = OrderLineRow(
            row_no,
            number,
            kind,
            placed_at_ms,
            currency,
            identifiers,
            self._traits(cells),
            self._sku(cells) or self._sku_from(product),
            product,
            self._category(cells) or None,
            figures.quantity,
            figures.unit_price_cents,
            figures.amount_cents,
            refunds or self._refunds_document(cells) or None,
        )
        for remark in remarks:
            self._tally.add(remark, row_no)
        return line

    def _sku_from(self, product: str) -> str:
        """A line without an SKU is known by its title; a whole order is no product at all."""
        return product[:128] if self._mapping.grain == "line" else ""

    def _kind(self, document: str, figures: Figures, standing: Standing) -> tuple[DocumentKind, str, str]:
        """The kind of the line, its document number, and the document it refunds."""
        refunds, adjustments = self._mapping.refunds, self._mapping.adjustments
        if refunds.document_prefix and document.startswith(refunds.document_prefix):
            return "refund", document, ""
        if adjustments.document_prefix and document.startswith(adjustments.document_prefix):
            return "adjustment", document, ""
        if standing == "refund" or (refunds.negative_quantity and figures.quantity < 0):
            return "refund", document + refunds.document_suffix, document
        if figures.unit_price_cents < 0:
            if self._mapping.negative_prices == "reject":
                raise Unfit("negative_price", figures.unit_price_cents / 100)
            return "adjustment", document + adjustments.document_suffix, ""
        return "sale", document, ""


@lru_cache(maxsize=65_536, typed=True)
def code(cell: Cell) -> str:
    """A document number or SKU, "" when blank; raises Unfit."""
    return filled(code_text(cell))


def currency_code(cell: Cell) -> str:
    """An ISO 4217 code, "" when blank; raises Unfit."""
    code = filled(text(cell)).upper()
    if code and not _CURRENCY.fullmatch(code):
        raise Unfit("currency_unknown", cell)
    return code
