"""One row of an event file becomes an event: what happened, when, who did it, and what is told of it."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from siyu.facts.plan import service as plan
from siyu.flows.imports.contract import Cell, EventRow, Pairs
from siyu.flows.imports.mapping import TOUCH_FIELDS, Mapping
from siyu.flows.imports.reasons import Tally, Unfit
from siyu.flows.imports.rows.binding import Binding
from siyu.flows.imports.rows.cells import Cells, getter, identifiers_getter
from siyu.flows.imports.rows.properties import properties_getter
from siyu.flows.imports.rows.texts import code_text, filled, text
from siyu.flows.imports.rows.times import past_reader
from siyu.people.identity import service as identity

_OWN_IDS = ("anonymous_id", "session", "event_id")
EVENT_CHARS_MAX = 100
ID_CHARS_MAX = 255
TOUCH_CHARS_MAX = 100


class Events:
    """Reads one row after the other."""

    def __init__(
        self, mapping: Mapping, binding: Binding, columns: Sequence[str], *, now_ms: int, tally: Tally
    ) -> None:
        self._tally, self._guests = tally, mapping.guests
        at = binding.fields.get
        self._event = getter(event_name, at("event"), columns, otherwise="")
        self._time = getter(
            past_reader(mapping.zone, mapping.time_formats, now_ms), at("time"), columns, otherwise=None
        )
        self._time_column = columns[binding.fields["time"]]
        self._ids = [
            getter(own_id, at(name), columns, otherwise="") for name in ("anonymous_id", "session", "event_id")
        ]
        self._identifiers = _meaningful(identifiers_getter(mapping, binding))
        self._touch = [(name, getter(_short, at(name), columns, otherwise="")) for name in TOUCH_FIELDS]
        self._properties = properties_getter(mapping, binding, columns)

    def __call__(self, row_no: int, cells: Cells) -> tuple[EventRow]:
        """The event of this row; raises Unfit."""
        event, happened_at_ms = self._event(cells), self._time(cells)
        if happened_at_ms is None:
            raise Unfit("time_missing", column=self._time_column)
        identifiers, remarks = self._identifiers(cells)
        anonymous_id, session, event_id = (read(cells) for read in self._ids)
        if self._guests == "reject" and not identifiers and not anonymous_id:
            raise Unfit("person_missing", ", ".join(remarks))
        touch = tuple([(name, value) for name, read in self._touch if (value := read(cells))])
        said = (touch, self._properties(cells))
        for remark in remarks:
            self._tally.add(remark, row_no)
        return (EventRow(row_no, event, happened_at_ms, identifiers, anonymous_id, session, event_id, *said),)


@lru_cache(maxsize=65_536, typed=True)
def event_name(cell: Cell) -> str:
    """The name of an event that may come from a file; raises Unfit."""
    name = filled(text(cell))
    if not name:
        raise Unfit("event_missing")
    if len(name) > EVENT_CHARS_MAX:
        raise Unfit("text_too_long", cell)
    if name in reserved_events():
        raise Unfit("event_reserved", cell)
    return name


@cache
def reserved_events() -> frozenset[str]:
    """What our own rooms tell: a file that says so as well would make us count it twice."""
    return frozenset(name for name, event in plan.shipped().items() if event.origin == "server")


@lru_cache(maxsize=65_536, typed=True)
def own_id(cell: Cell) -> str:
    """An id as the file has it, "" when blank or when it only says that there is none; raises Unfit."""
    value = filled(code_text(cell, chars_max=ID_CHARS_MAX))
    return "" if identity.is_blocked("anonymous_id", value) else value


def _short(cell: Cell) -> str:
    return filled(text(cell))[:TOUCH_CHARS_MAX]


def _meaningful(
    identifiers: Callable[[Cells], tuple[Pairs, tuple[str, ...]]],
) -> Callable[[Cells], tuple[Pairs, tuple[str, ...]]]:
    """Identifiers without those that name nobody, which are remarked on."""

    def read(cells: Cells) -> tuple[Pairs, tuple[str, ...]]:
        found, remarks = identifiers(cells)
        named = tuple([pair for pair in found if not identity.is_blocked(*pair)])
        return named, remarks + ("identifier_unusable",) * (len(found) - len(named))

    return read
