"""One row of an order file becomes order lines: the sale, refund or adjustment, and what else the row tells."""

from collections.abc import Sequence

from siyu.flows.imports.contract import DocumentKind, OrderLineRow, Skipped
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Tally, Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, capped, getter
from siyu.flows.imports.rows.figures import Figures, figures_getter
from siyu.flows.imports.rows.order_extras import Extras
from siyu.flows.imports.rows.order_heads import OrderHead, OrderHeads, code
from siyu.flows.imports.rows.statuses import Standing
from siyu.flows.imports.rows.times import moment_reader

PRODUCT_CHARS_MAX = 500
CATEGORY_CHARS_MAX = 200


class OrderLines:
    """Reads one row after the other; `extras` knows which document the last row belonged to."""

    def __init__(
        self, mapping: Mapping, binding: Binding, columns: Sequence[str], *, now_ms: int, tally: Tally
    ) -> None:
        self._mapping, self._tally = mapping, tally
        at = binding.fields.get
        moment = moment_reader(mapping.zone, mapping.time_formats, now_ms)
        self._head = OrderHeads(mapping, binding, columns, moment)
        self._sku = getter(code, at("sku"), columns, otherwise="")
        self._product = getter(capped(PRODUCT_CHARS_MAX), at("product"), columns, otherwise="")
        self._category = getter(capped(CATEGORY_CHARS_MAX), at("category"), columns, otherwise="")
        self._figures = figures_getter(mapping, binding, columns)
        self.extras = Extras(mapping, binding, columns, moment, tally=tally)

    def __call__(self, row_no: int, cells: Cells) -> tuple[OrderLineRow, ...] | Skipped:
        """The lines of this row; raises Unfit."""
        head = self._head(cells)
        if head.skipped:
            return Skipped(row_no, head.skipped)
        line = self._line(row_no, cells, head)
        for remark in head.remarks:
            self._tally.add(remark, row_no)
        return self.extras.beside(line, cells, head.standing)

    def _line(self, row_no: int, cells: Cells, head: OrderHead) -> OrderLineRow:
        figures = self._figures(cells, head.currency)
        kind, number, refunds = self._kind(head.document, figures, head.standing)
        if kind == "refund" and self._mapping.refunds.amounts == "unsigned" and figures.amount_cents > 0:
            figures = Figures(-abs(figures.quantity), figures.unit_price_cents, -figures.amount_cents)
        product = self._product(cells)
        return OrderLineRow(
            row_no,
            number,
            kind,
            head.placed_at_ms,
            head.currency,
            head.identifiers,
            head.traits,
            self._sku(cells) or self._sku_from(product),
            product,
            self._category(cells) or None,
            figures.quantity,
            figures.unit_price_cents,
            figures.amount_cents,
            refunds or head.refunds_document or None,
        )

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
