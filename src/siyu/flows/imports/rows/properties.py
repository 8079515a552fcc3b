"""Cells as properties of an event: text, whole numbers, numbers and yes or no, each as the log keeps it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from siyu.flows.imports.contract import Cell, Properties, PropertyValue
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells
from siyu.flows.imports.rows.numbers import decimal
from siyu.flows.imports.rows.texts import filled, text

INTEGER_MAX = 2**63 - 1
_YES = frozenset({"true", "yes", "y", "t", "1", "on", "是", "真"})
_NO = frozenset({"false", "no", "n", "f", "0", "off", "否", "假"})
Reader = Callable[[Cell], PropertyValue | None]


def properties_getter(mapping: Mapping, binding: Binding, columns: Sequence[str]) -> Callable[[Cells], Properties]:
    """Reads the properties of a row that are not blank; raises Unfit property_unreadable or text_invalid."""
    readers = [
        (name, place, READERS[mapping.properties[name].type] if name in mapping.properties else as_it_is)
        for name, place in binding.properties.items()
    ]

    def read(cells: Cells) -> Properties:
        found = []
        for name, place, reader in readers:
            try:
                value = reader(cells[place])
            except Unfit as unfit:
                raise unfit.at(columns[place]) from None
            if value is not None:
                found.append((name, value))
        return tuple(found)

    return read


@lru_cache(maxsize=65_536, typed=True)
def as_it_is(cell: Cell) -> PropertyValue | None:
    """Typed cells of a workbook or Parquet file keep their type; everything else is text."""
    match cell:
        case bool():
            return cell
        case int() if abs(cell) <= INTEGER_MAX:
            return cell
        case float() if isfinite(cell):
            return cell
        case float():
            return None
        case _:
            return _text(cell)


@lru_cache(maxsize=65_536, typed=True)
def _text(cell: Cell) -> str | None:
    return filled(text(cell)) or None


def _integer(cell: Cell) -> int | None:
    number = _number(cell)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) > INTEGER_MAX:
        raise Unfit("property_unreadable", cell)
    return int(number)


def _real(cell: Cell) -> float | None:
    number = _number(cell)
    return None if number is None else float(number)


def _number(cell: Cell) -> Decimal | None:
    try:
        return decimal(cell, ".")
    except Unfit:
        raise Unfit("property_unreadable", cell) from None


@lru_cache(maxsize=65_536, typed=True)
def _boolean(cell: Cell) -> bool | None:
    value = (_text(cell) or "").casefold()
    if not value:
        return None
    if value not in _YES and value not in _NO:
        raise Unfit("property_unreadable", cell)
    return value in _YES


READERS: dict[str, Reader] = {"text": _text, "integer": _integer, "number": _real, "boolean": _boolean}
