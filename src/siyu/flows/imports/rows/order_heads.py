"""What the lines of one order share: read once for as long as the cells that say it stay the same."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from siyu.flows.imports.contract import Cell, Pairs
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, getter, identifiers_getter, traits_getter
from siyu.flows.imports.rows.statuses import Standing, keep, standing_reader
from siyu.flows.imports.rows.texts import code_text, filled, text

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_FIELDS = ("status", "document", "refunds_document", "placed_at", "ordered_at", "currency")
Moment = Callable[[Cell], int | None]


class OrderHead(NamedTuple):
    """`skipped` is the reason to leave the row out, "" for none; `remarks` are counted for every row that has them."""

    skipped: str
    standing: Standing
    document: str
    placed_at_ms: int
    currency: str
    identifiers: Pairs
    traits: Pairs
    refunds_document: str
    remarks: tuple[str, ...]


class OrderHeads:
    """Reads the head of a row; the rows of an order usually stand together, so the last head is mostly the next one."""

    def __init__(self, mapping: Mapping, binding: Binding, columns: Sequence[str], moment: Moment) -> None:
        self._mapping = mapping
        at = binding.fields.get
        standing = standing_reader(mapping.statuses) if mapping.statuses else keep
        self._standing: Callable[[Cells], Standing] = getter(standing, at("status"), columns, otherwise="keep")
        self._document = getter(code, at("document"), columns, otherwise="")
        self._refunds_document = getter(code, at("refunds_document"), columns, otherwise="")
        self._placed_at = getter(moment, at("placed_at"), columns, otherwise=None)
        self._ordered_at = getter(moment, at("ordered_at"), columns, otherwise=None)
        self._currency = getter(currency_code, at("currency"), columns, otherwise="")
        self._identifiers = identifiers_getter(mapping, binding)
        self._traits = traits_getter(binding, columns)
        self._time_column = columns[binding.fields["placed_at"]]
        named = (binding.fields[name] for name in _FIELDS if name in binding.fields)
        self._places = tuple({*named, *binding.identifiers.values(), *binding.traits.values()})
        self._last: tuple[list[Cell], OrderHead] | None = None

    def __call__(self, cells: Cells) -> OrderHead:
        """The head of this row; raises Unfit."""
        said = [cells[place] for place in self._places]
        if self._last is None or self._last[0] != said:
            self._last = (said, self._read(cells))
        return self._last[1]

    def _read(self, cells: Cells) -> OrderHead:
        standing = self._standing(cells)
        if standing == "skip":
            return _left_out("status_skipped")
        document = self._document(cells)
        if not document:
            raise Unfit("document_missing")
        placed_at_ms = self._time(cells)
        if placed_at_ms is None:
            return _left_out("unpaid")
        identifiers, remarks = self._identifiers(cells)
        if not identifiers and self._mapping.guests == "reject":
            raise Unfit("person_missing")
        currency = self._currency(cells) or self._mapping.currency
        refunds = self._refunds_document(cells)
        said = (currency, identifiers, self._traits(cells), refunds, remarks)
        return OrderHead("", standing, document, placed_at_ms, *said)

    def _time(self, cells: Cells) -> int | None:
        """When it was paid; None when the mapping leaves out what was not."""
        placed_at_ms = self._placed_at(cells)
        if placed_at_ms is None and self._mapping.blank_time == "ordered_at":
            placed_at_ms = self._ordered_at(cells)
        if placed_at_ms is None and self._mapping.blank_time != "skip":
            raise Unfit("time_missing", column=self._time_column)
        return placed_at_ms


def _left_out(reason: str) -> OrderHead:
    return OrderHead(reason, "skip", "", 0, "", (), (), "", ())


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
