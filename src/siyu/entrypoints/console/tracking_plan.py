"""The tracking plan: events of the spec and of the brand, what each must look like, and a place to try one."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from siyu.entrypoints.http import PageOut, PageQuery, Work, may, page_out
from siyu.facts.plan import service as plan
from siyu.facts.plan.contract import (
    NAME_LENGTH_MAX,
    Change,
    EventFilter,
    Group,
    Mode,
    Origin,
    PlannedEvent,
    SchemaInvalid,
    Violation,
)
from siyu.kernel.errors import FieldProblem
from siyu.kernel.tx import Tx
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1/tracking-plan", tags=["tracking-plan"])
Name = Annotated[str, Path(max_length=NAME_LENGTH_MAX)]
Title = Annotated[str | None, Field(max_length=200)]


class PlannedEventSummary(BaseModel):
    """`segment` lists Segment's names of the same thing; `is_changed` when the brand changed or made it."""

    name: str
    mode: Mode
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    group: str
    origin: Origin
    segment: list[str]
    is_shipped: bool
    is_changed: bool
    updated_at: datetime | None


class PlannedEventOut(PlannedEventSummary):
    """With its JSON Schema (draft 2020-12), and which of its properties, and of those it requires, the brand added."""

    model_config = ConfigDict(populate_by_name=True)
    schema_: dict[str, Any] = Field(alias="schema")
    own_properties: list[str]
    own_required: list[str]


class WantedEvent(BaseModel):
    """The sentences may stand in the schema as well (`title`, `x-title-zh`, `description`); here they win."""

    schema_: dict[str, Any] = Field(alias="schema")
    mode: Mode = "warn"
    title_zh: Title = None
    title_en: Title = None
    description: Annotated[str | None, Field(max_length=2000)] = None

    def whole(self) -> dict[str, Any]:
        said = {"x-title-zh": self.title_zh, "title": self.title_en, "description": self.description}
        return self.schema_ | {key: text for key, text in said.items() if text is not None}


class ChangedMode(BaseModel):
    mode: Mode


class Trial(BaseModel):
    """An event to try: by the name of a planned one, or by a schema that is not in the plan yet."""

    name: str | None = Field(default=None, max_length=NAME_LENGTH_MAX)
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")
    properties: dict[str, Any]


class TriedEvent(BaseModel):
    is_valid: bool
    violations: list[Violation]


class PlanSettings(BaseModel):
    """What is done with events that nobody planned."""

    unplanned: Mode


@router.get("/events", **may("events:read"))
def listed(
    tx: Work,
    wanted: PageQuery,
    q: Annotated[str | None, Query(max_length=200)] = None,
    group: Annotated[str | None, Query(max_length=40)] = None,
    mode: Mode | None = None,
    origin: Origin | None = None,
) -> PageOut[PlannedEventSummary]:
    """A page of planned events by name; `q` finds a part of a name or title, Segment's names included."""
    page = plan.events(tx, wanted=wanted, filters=EventFilter(q, group, mode, origin))
    return page_out(page, lambda event: PlannedEventSummary(**_summary(event)))


@router.get("/groups", **may("events:read"))
def groups(_tx: Work) -> list[Group]:
    """The groups of the spec, in the order of the loop; events of the brand's own are in `own` unless they say more."""
    return list(plan.groups())


@router.get("/events/{name:path}", **may("events:read"))
def one(name: Name, tx: Work) -> PlannedEventOut:
    return _out(plan.event(tx, name=name))


@router.put("/events/{name:path}", **may("events:plan"))
def define(name: Name, wanted: WantedEvent, tx: Work) -> PlannedEventOut:
    """Plan an event of your own, or add properties to one of the spec: what the spec says of it stays."""
    change = plan.define(tx, name=name, schema=wanted.whole(), mode=wanted.mode)
    _record(tx, "plan.event_defined", name, change)
    return _out(plan.event(tx, name=name))


@router.patch("/events/{name:path}", **may("events:plan"))
def set_mode(name: Name, wanted: ChangedMode, tx: Work) -> PlannedEventOut:
    """Off looks at nothing, warn keeps the event with its violations, strict quarantines it."""
    change = plan.set_mode(tx, name=name, mode=wanted.mode)
    _record(tx, "plan.mode_set", name, change)
    return _out(plan.event(tx, name=name))


@router.delete("/events/{name:path}", status_code=204, **may("events:plan"))
def retire(name: Name, tx: Work) -> None:
    """An event of your own leaves the plan; an event of the spec is again as it was shipped."""
    _record(tx, "plan.event_retired", name, plan.retire(tx, name=name))


@router.post("/trials", **may("events:plan"))
def attempt(wanted: Trial, tx: Work) -> TriedEvent:
    """What is wrong with these properties; nothing is kept, and the mode does not matter."""
    violations = plan.try_event(_tried(tx, wanted), wanted.properties)
    return TriedEvent(is_valid=not violations, violations=list(violations))


@router.get("/settings", **may("events:read"))
def settings(tx: Work) -> PlanSettings:
    return PlanSettings(unplanned=plan.unplanned(tx))


@router.put("/settings", **may("events:plan"))
def change_settings(wanted: PlanSettings, tx: Work) -> PlanSettings:
    before = plan.set_unplanned(tx, mode=wanted.unplanned)
    changed = {"before": {"unplanned": before}, "after": {"unplanned": wanted.unplanned}}
    audit.record(tx, action="plan.settings_changed", subject_kind="tracking_plan", subject_id=None, **changed)
    return wanted


def _tried(tx: Tx, wanted: Trial) -> dict[str, Any]:
    if wanted.name is not None and wanted.schema_ is None:
        return plan.event(tx, name=wanted.name).schema
    if wanted.schema_ is not None and wanted.name is None:
        return wanted.schema_
    sentence = "请填写 name 或 schema 之一 / name or schema, one of them"
    raise SchemaInvalid(fields=(FieldProblem("schema", "one_of_two", sentence),))


def _record(tx: Tx, action: str, name: str, change: Change) -> None:
    before, after = _kept(change.before), _kept(change.after)
    audit.record(tx, action=action, subject_kind="planned_event", subject_id=name, before=before, after=after)


def _kept(event: PlannedEvent | None) -> dict[str, Any] | None:
    return {"mode": event.mode, "schema": event.schema} if event else None


def _out(event: PlannedEvent) -> PlannedEventOut:
    own = plan.own_part(event)
    added = {"own_properties": list(own.get("properties", {})), "own_required": list(own.get("required", ()))}
    return PlannedEventOut(**_summary(event), **added, schema_=event.schema)


def _summary(event: PlannedEvent) -> dict[str, Any]:
    shown = {field: getattr(event, field) for field in PlannedEventSummary.model_fields if field != "is_changed"}
    return shown | {"is_changed": event.updated_at is not None}
