"""Which position of a row holds which field: a mapping meets the header of a file."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from siyu.flows.imports.contract import MappingColumnMissing
from siyu.flows.imports.mapping import Charge, Headers, Mapping, required_fields


class Binding(NamedTuple):
    """Positions by name; `unknown` are the file's columns that the mapping does not use."""

    fields: dict[str, int]
    identifiers: dict[str, int]
    traits: dict[str, int]
    charges: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    properties: dict[str, int]
    unknown: tuple[str, ...]

    def position(self, name: str) -> int | None:
        """The position of a field, identifier or trait."""
        for names in (self.fields, self.identifiers, self.traits):
            if name in names:
                return names[name]
        return None

    @property
    def used(self) -> frozenset[int]:
        charged = (position for pair in self.charges for side in pair for position in side)
        named = (self.fields, self.identifiers, self.traits, self.properties)
        return frozenset({*charged, *(position for places in named for position in places.values())})


def bind(mapping: Mapping, columns: Sequence[str]) -> Binding:
    """Find each field's column; raises MappingColumnMissing when a needed one is not in the file."""
    binding = find(mapping, columns)
    if lacking := missing(mapping, binding):
        raise MappingColumnMissing(
            mapping=mapping.name,
            missing="; ".join(_wanted(mapping, choice) for choice in lacking),
            columns=", ".join(name[:40] for name in columns[:40]),
        )
    return binding


def find(mapping: Mapping, columns: Sequence[str]) -> Binding:
    """Find each field's column; the first alternative that the header has wins."""
    places: dict[str, int] = {}
    for position, name in enumerate(columns):
        places.setdefault(plain(name), position)
    named = dict(mapping.columns)
    if mapping.statuses:
        named["status"] = mapping.statuses.columns
    found = Binding(
        fields=_places(named.items(), places),
        identifiers=_places(mapping.identifiers.items(), places),
        traits=_places(mapping.traits.items(), places),
        charges=tuple(_charge(charge, places) for charge in mapping.charges),
        properties=_places(((name, wanted.columns) for name, wanted in mapping.properties.items()), places),
        unknown=(),
    )
    if mapping.other_columns == "keep":
        found = found._replace(properties=found.properties | _kept(found, columns))
    used = found.used
    return found._replace(unknown=tuple(name for position, name in enumerate(columns) if position not in used))


def missing(mapping: Mapping, binding: Binding) -> list[tuple[str, ...]]:
    """The required choices that the file answers with no column."""
    found = {*binding.fields, *binding.identifiers}
    return [choice for choice in required_fields(mapping) if not found & set(choice)]


def plain(header: str) -> str:
    """A header as it is compared: width, case, spaces, byte-order marks and quoting do not count."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(char for char in folded if char.isalnum() or char in "()/#%-_")


def _places(named: Iterable[tuple[str, Headers]], places: dict[str, int]) -> dict[str, int]:
    found = ((name, _first(headers, places)) for name, headers in named)
    return {name: position for name, position in found if position is not None}


def _first(headers: Headers, places: dict[str, int]) -> int | None:
    return next((places[key] for key in map(plain, headers) if key in places), None)


def _kept(found: Binding, columns: Sequence[str]) -> dict[str, int]:
    """The columns nothing names, as properties under their own header; of two that read the same, the first."""
    kept: dict[str, int] = {}
    used = found.used
    for position, header in enumerate(columns):
        name = property_name(header)
        if name and position not in used and name not in found.properties:
            kept.setdefault(name, position)
    return kept


def property_name(header: str) -> str:
    """A header as the name of a property, "" when it has no words; a dot would make it two."""
    return " ".join(header.replace(".", "_").split())[:100] if header.isprintable() else ""


def _charge(charge: Charge, places: dict[str, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Both sides, or nothing: a difference with one side missing would be a wrong amount."""
    add, subtract = ([_first(headers, places) for headers in side] for side in (charge.add, charge.subtract))
    if None in add or None in subtract:
        return ((), ())
    return tuple(place for place in add if place is not None), tuple(place for place in subtract if place is not None)


def _wanted(mapping: Mapping, choice: tuple[str, ...]) -> str:
    headers = (mapping.columns.get(name) or mapping.identifiers.get(name) or (name,) for name in choice)
    return " / ".join(f"{name} ({', '.join(names)})" for name, names in zip(choice, headers, strict=True))
