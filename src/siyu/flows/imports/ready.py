"""The mappings that come with Siyu, and which of them fits a file best."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from siyu.flows.imports.contract import MappingUnknown
from siyu.flows.imports.mapping import Mapping, parse_mapping
from siyu.flows.imports.rows.binding import find, missing

_GENERIC = ("orders", "products", "persons", "events")
_MATCHES_MIN = 4
"""A named shop's mapping is only suggested when at least this many of its columns are there."""


def ready_mappings() -> tuple[Mapping, ...]:
    """All of them: named sources first, then the generic ones."""
    return tuple(ready_mapping(name) for name in _names())


@cache
def ready_mapping(name: str) -> Mapping:
    """The ready mapping of this name; raises MappingUnknown."""
    return parse_mapping(ready_yaml(name))


def ready_yaml(name: str) -> str:
    """The YAML of a ready mapping, to show, copy and change; raises MappingUnknown."""
    if name not in _names():
        raise MappingUnknown(name=name[:60], known=", ".join(_names()))
    return (files("siyu.flows.imports") / "mappings" / f"{name}.yaml").read_text(encoding="utf-8")


def suggest_mapping(columns: Sequence[str]) -> Mapping | None:
    """The ready mapping that uses most of these columns, or None; of two equal ones, the named source."""
    scored = [(_score(mapping, columns), mapping) for mapping in ready_mappings()]
    best = max((score for score, _ in scored), default=(0, 0))
    if best == (0, 0):
        return None
    return next(mapping for score, mapping in scored if score == best)


def _score(mapping: Mapping, columns: Sequence[str]) -> tuple[int, int]:
    """How many columns it uses: a shop's mapping that leaves out what the generic one finds is not that shop's file."""
    binding = find(mapping, columns)
    is_generic = mapping.name in _GENERIC
    lacks_own = len(binding.properties) < len(mapping.properties) or len(binding.used) < _MATCHES_MIN
    if missing(mapping, binding) or (not is_generic and lacks_own):
        return (0, 0)
    return (len(binding.used), 0 if is_generic else 1)


@cache
def _names() -> tuple[str, ...]:
    folder = files("siyu.flows.imports") / "mappings"
    found = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(name for name in found if name not in _GENERIC) + _GENERIC
