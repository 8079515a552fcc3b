"""Getters compiled once per file: from the cells of a row to one field, naming the column when it cannot be read."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from siyu.flows.imports.contract import Cell, Pairs
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.identifiers import identifier
from siyu.flows.imports.rows.texts import filled, text

Cells = tuple[Cell, ...]
T = TypeVar("T")
TRAIT_CHARS_MAX = 500


def getter(
    parse: Callable[[Cell], T], position: int | None, columns: Sequence[str], *, otherwise: T
) -> Callable[[Cells], T]:
    """Reads one position; `otherwise` when the file has no such column."""
    if position is None:
        return lambda _: otherwise
    column, place = columns[position], position

    def read(cells: Cells) -> T:
        try:
            return parse(cells[place])
        except Unfit as unfit:
            raise unfit.at(column) from None

    return read


def capped(chars_max: int) -> Callable[[Cell], str]:
    """A reader of texts that cuts what is longer."""
    return lambda cell: text(cell)[:chars_max]


def whole_row(cells: Cells, *, width: int, needed: int) -> Cells:
    """The row padded to the header's width; raises Unfit when it has not the header's shape."""
    if len(cells) > width:
        if any(cell is not None and cell != "" for cell in cells[width:]):
            raise Unfit("row_too_long", f"{len(cells)} > {width}")
        return cells[:width]
    if len(cells) <= needed:
        raise Unfit("row_too_short", f"{len(cells)} < {width}")
    return cells + (None,) * (width - len(cells))


def identifiers_getter(mapping: Mapping, binding: Binding) -> Callable[[Cells], tuple[Pairs, tuple[str, ...]]]:
    """Reads the identifiers of a row, and the remarks on those that could not be used."""
    kinds, places = tuple(binding.identifiers), tuple(binding.identifiers.values())
    region = mapping.phone_region

    @lru_cache(maxsize=65_536)
    def read(picked: Cells) -> tuple[Pairs, tuple[str, ...]]:
        found: dict[tuple[str, str], None] = {}
        remarks = []
        for kind, cell in zip(kinds, picked, strict=True):
            try:
                if value := identifier(kind, cell, region):
                    found[kind, value] = None
            except Unfit as unfit:
                remarks.append(unfit.code)
        return tuple(found), tuple(remarks)

    return lambda cells: read(tuple([cells[place] for place in places]))


def traits_getter(binding: Binding, columns: Sequence[str]) -> Callable[[Cells], Pairs]:
    """Reads the traits of a row that are not blank; raises Unfit text_invalid."""
    names, places = tuple(binding.traits), tuple(binding.traits.values())

    @lru_cache(maxsize=65_536)
    def read(picked: Cells) -> Pairs:
        values = []
        for name, place, cell in zip(names, places, picked, strict=True):
            try:
                if value := filled(text(cell)):
                    values.append((name, value[:TRAIT_CHARS_MAX]))
            except Unfit as unfit:
                raise unfit.at(columns[place]) from None
        return tuple(values)

    return lambda cells: read(tuple([cells[place] for place in places]))
