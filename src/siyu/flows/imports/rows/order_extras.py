"""What an order row tells beside its own line: cells it left to the row before, order-level fees, and refunds."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from siyu.flows.imports.contract import Cell, OrderLineRow
from siyu.flows.imports.mapping import Charge, Mapping
from siyu.flows.imports.reasons import Tally
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, getter
from siyu.flows.imports.rows.figures import money_getter
from siyu.flows.imports.rows.numbers import cents, total
from siyu.flows.imports.rows.statuses import Standing
from siyu.flows.imports.rows.texts import spelled

Money = Callable[[Cells], Decimal]
Moment = Callable[[Cell], int | None]


class Extras:
    """Adds charges and refunds once per document. Rows of one document must stand together in the file."""

    def __init__(
        self, mapping: Mapping, binding: Binding, columns: Sequence[str], moment: Moment, *, tally: Tally
    ) -> None:
        self._mapping, self._tally = mapping, tally
        self._document = ""
        refunded = binding.fields.get("refund_amount")
        self._refund = money_getter(mapping, refunded, columns)
        self._refunded_at = getter(moment, binding.fields.get("refunded_at"), columns, otherwise=None)
        self._charges = _charges(mapping, binding, columns)
        self._per_order = mapping.refunds.level == "order" and mapping.grain == "line"
        self._whole_when_refunded = refunded is None or not self._per_order
        self._idle = refunded is None and not self._charges

    def beside(self, line: OrderLineRow, cells: Cells, standing: Standing) -> tuple[OrderLineRow, ...]:
        """The line, followed by what else its row says."""
        if line.kind != "sale" or (self._idle and standing != "refunded"):
            return (line,)
        first, self._document = line.document != self._document, line.document
        rows = (line, *(self._charge(line, cells, *charge) for charge in self._charges)) if first else (line,)
        rows = tuple(row for row in rows if row is line or row.amount_cents)
        return rows + self._refunds(rows, cells, standing, first=first)

    def saved(self) -> str:
        return self._document

    def restore(self, document: str) -> None:
        self._document = document

    def _charge(
        self, line: OrderLineRow, cells: Cells, charge: Charge, add: Sequence[Money], subtract: Sequence[Money]
    ) -> OrderLineRow:
        exact = total([*(read(cells) for read in add), *(-read(cells) for read in subtract)])
        amount = cents(exact, line.currency, self._mapping.money_unit)
        return line._replace(
            sku="",
            product=charge.title,
            category=None,
            quantity=1,
            unit_price_cents=amount,
            amount_cents=amount,
        )

    def _refunds(
        self, rows: tuple[OrderLineRow, ...], cells: Cells, standing: Standing, *, first: bool
    ) -> tuple[OrderLineRow, ...]:
        line = rows[0]
        refunded = abs(cents(self._refund(cells), line.currency, self._mapping.money_unit))
        if refunded and (first or not self._per_order):
            return (self._given_back(line, cells, refunded),)
        if standing == "refunded" and self._whole_when_refunded:
            return tuple(self._undone(row, cells) for row in rows if row.amount_cents)
        return ()

    def _given_back(self, line: OrderLineRow, cells: Cells, refunded_cents: int) -> OrderLineRow:
        """A refund of a sum: of the whole line when it covers it, else of no particular number of things."""
        if not self._per_order and refunded_cents == line.amount_cents:
            return self._undone(line, cells)
        if not self._per_order and refunded_cents > line.amount_cents:
            self._tally.add("refund_exceeds_amount", line.row_no)
        undone = self._undone(line, cells)._replace(
            quantity=0, unit_price_cents=refunded_cents, amount_cents=-refunded_cents
        )
        return undone._replace(sku="", product="", category=None) if self._per_order else undone

    def _undone(self, line: OrderLineRow, cells: Cells) -> OrderLineRow:
        return line._replace(
            document=line.document + self._mapping.refunds.document_suffix,
            kind="refund",
            placed_at_ms=self._refunded_at(cells) or line.placed_at_ms,
            quantity=-line.quantity,
            amount_cents=-line.amount_cents,
            refunds_document=line.document,
        )


class CarryDown:
    """Gives following rows of a document the cells that only its first row has filled."""

    def __init__(self, mapping: Mapping, binding: Binding) -> None:
        places = (binding.position(name) for name in mapping.carry_down)
        self._places = frozenset(place for place in places if place is not None)
        self._document_at = binding.fields["document"]
        self._last: Cells = ()

    def __call__(self, cells: Cells) -> Cells:
        if not self._places:
            return cells
        document = spelled(cells[self._document_at]).strip()
        if not self._last or (document and document != spelled(self._last[self._document_at]).strip()):
            self._last = cells
            return cells
        last = self._last
        return tuple([last[at] if at in self._places and _blank(cell) else cell for at, cell in enumerate(cells)])

    def saved(self) -> list[Any]:
        return [cell if isinstance(cell, str | int | float | None) else spelled(cell) for cell in self._last]

    def restore(self, cells: list[Any]) -> None:
        self._last = tuple(cells)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _charges(
    mapping: Mapping, binding: Binding, columns: Sequence[str]
) -> tuple[tuple[Charge, tuple[Money, ...], tuple[Money, ...]], ...]:
    def getters(places: tuple[int, ...]) -> tuple[Money, ...]:
        return tuple(money_getter(mapping, place, columns) for place in places)

    bound = zip(mapping.charges, binding.charges, strict=True)
    return tuple((charge, getters(add), getters(subtract)) for charge, (add, subtract) in bound if add or subtract)
