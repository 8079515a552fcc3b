"""The quantity, unit price and amount of a row, each exact until it is rounded once."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells
from siyu.flows.imports.rows.numbers import cents, decimal, product, quantity, share, total

T = TypeVar("T")
_NAMES = ("quantity", "unit_price", "amount", "line_discount")


class Figures(NamedTuple):
    quantity: int
    unit_price_cents: int
    amount_cents: int


class _Places(NamedTuple):
    """The column names of the four cells, for problem reports."""

    quantity: str
    unit_price: str
    amount: str
    line_discount: str


def figures_getter(mapping: Mapping, binding: Binding, columns: Sequence[str]) -> Callable[[Cells, str], Figures]:
    """Reads the figures of a row in a currency. An amount in the file wins over price × quantity."""
    places = [binding.fields.get(name) for name in _NAMES]
    names = _Places(*("" if place is None else columns[place] for place in places))
    indexes = tuple(place for place in places if place is not None)
    spots = tuple(spot for spot, place in enumerate(places) if place is not None)

    @lru_cache(maxsize=131_072)
    def read(picked: Cells, currency: str) -> Figures:
        four: list[Cell] = [None] * len(_NAMES)
        for spot, cell in zip(spots, picked, strict=True):
            four[spot] = cell
        return _figures(mapping, names, four, currency)

    return lambda cells, currency: read(tuple([cells[index] for index in indexes]), currency)


def money_getter(mapping: Mapping, position: int | None, columns: Sequence[str]) -> Callable[[Cells], Decimal]:
    """Reads an exact amount, nothing being zero."""
    if position is None:
        return lambda _: Decimal(0)
    column, place = columns[position], position
    return lambda cells: _at(column, decimal, cells[place], mapping.decimal_mark) or Decimal(0)


def _figures(mapping: Mapping, names: _Places, four: list[Cell], currency: str) -> Figures:
    units = _units(mapping, names.quantity, four[0])
    mark = mapping.decimal_mark
    price = _at(names.unit_price, decimal, four[1], mark)
    amount = _at(names.amount, decimal, four[2], mark)
    if amount is None:
        if price is None:
            raise Unfit("money_missing", column=names.unit_price or names.amount)
        discount = _at(names.line_discount, decimal, four[3], mark) or Decimal(0)
        amount = total((product(price, units), -discount))
    if price is None:
        price = share(amount, units)
    unit = mapping.money_unit
    return Figures(units, cents(price, currency, unit), cents(amount, currency, unit))


def _units(mapping: Mapping, column: str, cell: Cell) -> int:
    units = _at(column, quantity, cell)
    if units is not None:
        return units
    if column and mapping.grain == "line":
        raise Unfit("quantity_unreadable", column=column)
    return 1


def _at(column: str, parse: Callable[..., T], *given: Cell) -> T:
    try:
        return parse(*given)
    except Unfit as unfit:
        raise unfit.at(column) from None
