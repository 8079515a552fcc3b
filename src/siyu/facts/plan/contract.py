"""Planned events, verdicts on real ones, and what can be wrong with a plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from siyu.kernel.errors import Conflict, Invalid, NotFound

Mode = Literal["off", "warn", "strict"]
Origin = Literal["client", "server"]
Schema = dict[str, Any]

NAME_LENGTH_MAX: Final = 100
OWN_EVENTS_MAX: Final = 2_000
VIOLATIONS_MAX: Final = 20
"""An event says at most so many things that are wrong with it."""


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """One event of the plan. `segment` lists what Segment calls the same thing: it is told, never renamed.

    `is_shipped` when it comes with Siyu; `updated_at` is None while nobody changed it; `schema` is only read.
    """

    name: str
    mode: Mode
    schema: Schema
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    group: str
    origin: Origin
    segment: tuple[str, ...]
    is_shipped: bool
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """Events of the spec that belong together, in the order in which they happen."""

    code: str
    title_zh: str
    title_en: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong: where (a JSON pointer), a stable code, and a sentence that repeats no value."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the plan says of one event; in mode off it looked at nothing."""

    mode: Mode
    violations: tuple[Violation, ...]

    @property
    def is_refused(self) -> bool:
        return self.mode == "strict" and bool(self.violations)


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb made of an event; None where it was or is not in the plan."""

    before: PlannedEvent | None
    after: PlannedEvent | None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which planned events; None means any. `q` is part of a name, a title or Segment's name, in any case."""

    q: str | None = None
    group: str | None = None
    mode: Mode | None = None
    origin: Origin | None = None


class EventNotPlanned(NotFound):
    code = "event_not_planned"
    zh = "跟踪计划中没有这个事件"
    en = "The tracking plan has no such event"


class EventNameInvalid(Invalid):
    code = "event_name_invalid"
    field = "name"
    zh = "事件名须为 1–{length_max} 个可见字符，首尾不能有空格"
    en = "An event name is 1 to {length_max} visible characters without spaces around it"


class SchemaInvalid(Invalid):
    """`fields` point at the places below `schema`."""

    code = "schema_invalid"
    zh = "事件的 JSON Schema 不正确"
    en = "The JSON Schema of the event cannot be used"


class PlanFull(Conflict):
    code = "plan_full"
    zh = "自定义事件最多 {events_max} 个"
    en = "A plan holds at most {events_max} events of your own"
