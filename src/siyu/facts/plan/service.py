"""Keep the plan, and hand out the snapshot that judges events. Who changed what is written down by the entrypoint."""

from collections.abc import Mapping
from typing import Any

from siyu.facts.plan import queries, rules
from siyu.facts.plan.checking import Checker
from siyu.facts.plan.contract import (
    OWN_EVENTS_MAX,
    Change,
    EventFilter,
    EventNotPlanned,
    Mode,
    PlanFull,
    PlannedEvent,
    Schema,
    Violation,
)
from siyu.facts.plan.schemas import check_schema
from siyu.facts.plan.shipped import groups, segment_names, shipped
from siyu.facts.plan.snapshot import Plan
from siyu.facts.plan.tables import PlannedEventRow
from siyu.kernel.pages import Page, PageWanted, SortUnknown
from siyu.kernel.tx import Tx

__all__ = [
    "Plan", "check_schema", "define", "event", "events", "groups", "own_part", "plan", "plan_version", "retire",
    "segment_names", "set_mode", "set_unplanned", "shipped", "try_event", "unplanned",
]  # fmt: skip


def plan(tx: Tx, *, kept: Plan | None = None) -> Plan:
    """The plan as it stands: the one the caller kept while nothing changed, else a new one that reuses its parts."""
    version, mode = queries.head(tx.db)
    if kept and kept.version == version:
        return kept
    return Plan(version=version, unplanned=mode, events=_events(tx), kept=kept)


def plan_version(tx: Tx) -> int:
    """Grows with every change of the plan; one row is read."""
    return queries.head(tx.db)[0]


def events(tx: Tx, *, wanted: PageWanted, filters: EventFilter) -> Page[PlannedEvent]:
    """A page of planned events by name; the cursor is the last name already seen."""
    if wanted.sort not in (None, "name", "-name"):
        raise SortUnknown(sort=wanted.sort, known="name")
    found = sorted(
        (event for event in _events(tx).values() if rules.matches(event, filters)), key=lambda event: event.name
    )
    rest = _after(found[::-1] if wanted.sort == "-name" else found, wanted)
    page = rest[: wanted.limit]
    return Page(page, page[-1].name if len(rest) > len(page) else None, len(found))


def event(tx: Tx, *, name: str) -> PlannedEvent:
    found = _event(name, queries.row(tx.db, name))
    if found is None:
        raise EventNotPlanned
    return found


def own_part(event: PlannedEvent) -> Schema:
    """What the brand itself says of an event: all of it, or what it adds to the spec."""
    spec = shipped().get(event.name)
    return rules.additions(spec.schema, event.schema) if spec else event.schema


def define(tx: Tx, *, name: str, schema: Schema, mode: Mode) -> Change:
    """Plan an event of the brand's own, or add properties to an event of the spec; what was there is replaced."""
    rules.check_name(name)
    kept = _checked(name, schema)
    queries.next_version(tx.db, tx.now)
    before = _event(name, queries.row(tx.db, name))
    if before is None and queries.count_others(tx.db, frozenset(shipped())) >= OWN_EVENTS_MAX:
        raise PlanFull(events_max=OWN_EVENTS_MAX)
    return Change(before, _event(name, queries.put(tx.db, name=name, mode=mode, schema=kept, now=tx.now)))


def set_mode(tx: Tx, *, name: str, mode: Mode) -> Change:
    queries.next_version(tx.db, tx.now)
    row = queries.row(tx.db, name)
    before = _event(name, row)
    if before is None:
        raise EventNotPlanned
    put = queries.put(tx.db, name=name, mode=mode, schema=row.schema if row else {}, now=tx.now)
    return Change(before, _event(name, put))


def retire(tx: Tx, *, name: str) -> Change:
    """An event of the brand's own leaves the plan; an event of the spec is again as it was shipped."""
    queries.next_version(tx.db, tx.now)
    before = _event(name, queries.row(tx.db, name))
    if before is None:
        raise EventNotPlanned
    queries.remove(tx.db, name)
    return Change(before, _event(name, None))


def unplanned(tx: Tx) -> Mode:
    """What is done with events nobody planned."""
    return queries.head(tx.db)[1]


def set_unplanned(tx: Tx, *, mode: Mode) -> Mode:
    """What was done with them before."""
    queries.next_version(tx.db, tx.now)
    before = unplanned(tx)
    queries.set_unplanned(tx.db, mode)
    return before


def try_event(schema: Schema, properties: dict[str, Any]) -> tuple[Violation, ...]:
    """What this schema would say of these properties; nothing is kept."""
    check_schema(schema)
    return Checker(schema).violations(properties)


def _checked(name: str, schema: Schema) -> Schema:
    """What is kept of a schema that may be used: all of it, or what it adds to the spec."""
    spec = shipped().get(name)
    if spec is None:
        check_schema(schema)
        return schema
    check_schema({"type": "object", **schema})
    added = rules.additions(spec.schema, schema)
    check_schema(rules.extended(spec.schema, added))
    return added


def _events(tx: Tx) -> Mapping[str, PlannedEvent]:
    changed = {row.name: event for row in queries.rows(tx.db) if (event := _event(row.name, row))}
    return {**shipped(), **changed}


def _event(name: str, row: PlannedEventRow | None) -> PlannedEvent | None:
    spec = shipped().get(name)
    if row is None:
        return spec
    mode: Any = row.mode
    schema = rules.extended(spec.schema, row.schema) if spec else row.schema
    return rules.planned_event(name, schema, mode=mode, is_shipped=spec is not None, updated_at=row.updated_at)


def _after(found: list[PlannedEvent], wanted: PageWanted) -> list[PlannedEvent]:
    """What comes after the cursor, one more than asked for at most."""
    if wanted.cursor is None:
        return found[: wanted.limit + 1]
    last = wanted.cursor
    rest = [event for event in found if (event.name < last if wanted.sort == "-name" else event.name > last)]
    return rest[: wanted.limit + 1]
