"""The private-domain event spec as it comes with Siyu: one file per event, read once."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from siyu.facts.plan.contract import Group, PlannedEvent
from siyu.facts.plan.rules import planned_event

_SPEC: Final = Path(__file__).parent / "spec"


@cache
def shipped() -> Mapping[str, PlannedEvent]:
    """Every event of the spec by its name, in the order of the groups."""
    files = {name: _SPEC / group.code / f"{name}.json" for group in groups() for name in group.events}
    schemas = ((name, json.loads(file.read_text("utf-8"))) for name, file in files.items())
    return MappingProxyType({name: planned_event(name, schema) for name, schema in schemas})


@cache
def groups() -> tuple[Group, ...]:
    """The groups in the order of the loop."""
    listed = json.loads((_SPEC / "groups.json").read_text("utf-8"))
    return tuple(Group(item["code"], item["x-title-zh"], item["title"], tuple(item["events"])) for item in listed)


@cache
def segment_names() -> Mapping[str, str]:
    """What Segment calls an event, and what we call it."""
    return MappingProxyType({alias: event.name for event in shipped().values() for alias in event.segment})
