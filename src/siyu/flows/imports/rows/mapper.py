"""A mapping compiled for one file: raw cells in, canonical rows, a rejection or a skip out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from siyu.flows.imports.contract import ImportRow, Outcome, RawRow, Rejected, Skipped, Unread
from siyu.flows.imports.mapping import Mapping, required_fields
from siyu.flows.imports.reasons import Tally, Unfit
from siyu.flows.imports.rows.binding import Binding, bind
from siyu.flows.imports.rows.catalog_rows import Products
from siyu.flows.imports.rows.cells import Cells, whole_row
from siyu.flows.imports.rows.event_rows import Events
from siyu.flows.imports.rows.order_extras import CarryDown
from siyu.flows.imports.rows.order_rows import OrderLines
from siyu.flows.imports.rows.person_rows import Persons
from siyu.flows.imports.rows.texts import shown


class RowMapper:
    """Maps the rows of one file in their order. Raises MappingColumnMissing when the file does not fit.

    `saved()` is JSON; giving it back after a kill continues behind the row it was taken at.
    """

    def __init__(
        self, mapping: Mapping, columns: Sequence[str], *, now_ms: int, saved: dict[str, Any] | None = None
    ) -> None:
        self.binding = bind(mapping, columns)
        self.tally = Tally(saved["tally"] if saved else None)
        self._width = len(columns)
        self._needed = _needed(mapping, self.binding)
        self._carry: CarryDown | None = None
        self._orders: OrderLines | None = None
        self._map = self._compiled(mapping, columns, now_ms)
        if saved and self._carry and self._orders:
            self._carry.restore(saved["carry"])
            self._orders.extras.restore(saved["document"])

    def __call__(self, row_no: int, cells: Cells | Unread) -> Outcome:
        """Never raises: what is wrong with a row is its outcome, and is counted."""
        if isinstance(cells, Unread):
            return self._rejected(Rejected(row_no, cells.code, "", cells.value, cells.raw))
        try:
            if len(cells) != self._width:
                cells = whole_row(cells, width=self._width, needed=self._needed)
            outcome = self._map(row_no, cells)
        except Unfit as unfit:
            raw = tuple(shown(cell) for cell in cells)
            return self._rejected(Rejected(row_no, unfit.code, unfit.column, shown(unfit.value), raw))
        if isinstance(outcome, Skipped):
            self.tally.add(outcome.code, row_no)
        return outcome

    def saved(self) -> dict[str, Any]:
        """Everything a restart needs beside the number of the last row."""
        return {
            "tally": self.tally.saved(),
            "carry": self._carry.saved() if self._carry else [],
            "document": self._orders.extras.saved() if self._orders else "",
        }

    def _rejected(self, rejected: Rejected) -> Rejected:
        self.tally.add(rejected.code, rejected.row_no)
        return rejected

    def _compiled(
        self, mapping: Mapping, columns: Sequence[str], now_ms: int
    ) -> Callable[[int, Cells], tuple[ImportRow, ...] | Skipped]:
        match mapping.kind:
            case "orders":
                lines = self._orders = OrderLines(mapping, self.binding, columns, now_ms=now_ms, tally=self.tally)
                carry = self._carry = CarryDown(mapping, self.binding)
                return (lambda row_no, cells: lines(row_no, carry(cells))) if mapping.carry_down else lines
            case "products":
                return Products(mapping, self.binding, columns)
            case "persons":
                return Persons(mapping, self.binding, columns, now_ms=now_ms, tally=self.tally)
            case "events":
                return Events(mapping, self.binding, columns, now_ms=now_ms, tally=self.tally)


def map_rows(rows: Iterator[RawRow], mapper: RowMapper) -> Iterator[tuple[int, Outcome]]:
    """Each row's number and outcome, lazily."""
    for row_no, cells in rows:
        yield row_no, mapper(row_no, cells)


def _needed(mapping: Mapping, binding: Binding) -> int:
    """The rightmost position a row must reach: a shorter one has lost a needed cell."""
    if mapping.kind == "persons":
        return min(binding.identifiers.values())
    places = (binding.fields.get(name) for choice in required_fields(mapping) for name in choice)
    return max(place for place in places if place is not None)
