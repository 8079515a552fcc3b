"""What a plan is made of, decided without a store: names, what a schema says of its event, what a brand adds."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from siyu.facts.plan.contract import (
    NAME_LENGTH_MAX,
    EventFilter,
    EventNameInvalid,
    Mode,
    PlannedEvent,
    Schema,
    SchemaInvalid,
)
from siyu.kernel.errors import FieldProblem

SHIPPED_MODE: Final[Mode] = "warn"
OWN_GROUP: Final = "own"
_OURS: Final = ("$id", "$schema", "type", "x-group", "x-origin", "x-segment")
"""What the brand cannot change of an event of the spec: other rooms count on it."""
_MERGED: Final = ("properties", "required", "$defs")


def check_name(name: str) -> None:
    """Any visible name: a brand may plan what it sends already, whatever its style."""
    if not 1 <= len(name) <= NAME_LENGTH_MAX or not name.isprintable() or name != name.strip():
        raise EventNameInvalid(length_max=NAME_LENGTH_MAX)


def planned_event(
    name: str, schema: Schema, *, mode: Mode = SHIPPED_MODE, is_shipped: bool = True, updated_at: datetime | None = None
) -> PlannedEvent:
    """The event as its schema describes it; a sentence that is missing is told by the one in the other language."""
    title = str(schema.get("title", name))
    description = str(schema.get("description", ""))
    return PlannedEvent(
        name=name,
        mode=mode,
        schema=schema,
        title_zh=str(schema.get("x-title-zh", title)),
        title_en=title,
        description_zh=str(schema.get("x-description-zh", description)),
        description_en=description,
        group=str(schema.get("x-group", OWN_GROUP)),
        origin="server" if schema.get("x-origin") == "server" else "client",
        segment=tuple(schema.get("x-segment", ())),
        is_shipped=is_shipped,
        updated_at=updated_at,
    )


def additions(shipped: Schema, wanted: Schema) -> Schema:
    """What `wanted` adds to an event of the spec; SchemaInvalid where it changes what is there."""
    problems = tuple(_changes(shipped, wanted))
    if problems:
        raise SchemaInvalid(fields=problems)
    added = {key: value for key, value in wanted.items() if key not in _MERGED and shipped.get(key) != value}
    for part in ("properties", "$defs"):
        own = {name: inner for name, inner in wanted.get(part, {}).items() if name not in shipped.get(part, {})}
        added |= {part: own} if own else {}
    required = [name for name in wanted.get("required", ()) if name not in shipped.get("required", ())]
    return added | ({"required": required} if required else {})


def extended(shipped: Schema, added: Schema) -> Schema:
    """The spec's schema with what the brand added; where a newer spec says the same name, the spec wins."""
    if not added:
        return shipped
    merged = {**shipped, **{key: value for key, value in added.items() if key not in _MERGED}}
    for part in ("properties", "$defs"):
        inner = {**added.get(part, {}), **shipped.get(part, {})}
        merged |= {part: inner} if inner else {}
    merged["required"] = list(dict.fromkeys([*shipped.get("required", ()), *added.get("required", ())]))
    return merged


def matches(event: PlannedEvent, asked: EventFilter) -> bool:
    """Is it one of those asked for?"""
    chosen = ((asked.group, event.group), (asked.mode, event.mode), (asked.origin, event.origin))
    if any(wanted is not None and wanted != found for wanted, found in chosen):
        return False
    names = (event.name, event.title_zh, event.title_en, *event.segment)
    return not asked.q or any(asked.q.casefold() in name.casefold() for name in names)


def _changes(shipped: Schema, wanted: Schema) -> Iterator[FieldProblem]:
    for key in _OURS:
        if key in wanted and wanted[key] != shipped.get(key):
            yield _belongs_to_the_spec(key)
    for part in ("properties", "$defs"):
        for name, inner in _objects(wanted.get(part)).items():
            if name in shipped.get(part, {}) and inner != shipped[part][name]:
                yield _belongs_to_the_spec(f"{part}/{name}")


def _objects(value: Any) -> dict[str, Any]:
    """What is not an object is refused later, by the meta-schema."""
    return value if isinstance(value, dict) else {}


def _belongs_to_the_spec(place: str) -> FieldProblem:
    return FieldProblem(
        f"schema/{place}", "shipped", "规范自带的内容不可更改，可以新增属性 / part of the spec; add to it instead"
    )
