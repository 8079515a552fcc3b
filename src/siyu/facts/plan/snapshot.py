"""The plan as ingest asks it: an immutable snapshot that judges thousands of events a second."""

from collections.abc import Mapping
from typing import Any, Final

from siyu.facts.plan.checking import Checker
from siyu.facts.plan.contract import Mode, PlannedEvent, Verdict, Violation
from siyu.facts.plan.shipped import segment_names

_MODES: Final[tuple[Mode, ...]] = ("off", "warn", "strict")
_CLEAN: Final = {mode: Verdict(mode, ()) for mode in _MODES}
_UNPLANNED: Final = "事件不在跟踪计划中{hint_zh} / the event is not in the tracking plan{hint_en}"


class Plan:
    """Threads may share it. `version` tells whether there is a newer one (`service.plan_version`)."""

    __slots__ = ("_checkers", "_events", "unplanned", "version")

    def __init__(
        self, *, version: int, unplanned: Mode, events: Mapping[str, PlannedEvent], kept: "Plan | None" = None
    ) -> None:
        self.version = version
        self.unplanned = unplanned
        self._events = dict(events)
        self._checkers: dict[str, Checker] = {}
        self._checkers = {name: (kept or self).checker(event) for name, event in events.items()}

    def verdict(self, name: str, properties: dict[str, Any]) -> Verdict:
        """What the plan says of this event; it never raises, whatever the properties hold."""
        event = self._events.get(name)
        if event is None:
            return self._of_unplanned(name)
        if event.mode == "off":
            return _CLEAN["off"]
        violations = self._checkers[name].violations(properties)
        return Verdict(event.mode, violations) if violations else _CLEAN[event.mode]

    def is_reserved(self, name: str) -> bool:
        """May only a server tell of it (a secret key, or Siyu itself), whatever its mode?"""
        event = self._events.get(name)
        return event is not None and event.origin == "server"

    def event(self, name: str) -> PlannedEvent | None:
        return self._events.get(name)

    def events(self) -> Mapping[str, PlannedEvent]:
        """Every planned event by its name."""
        return dict(self._events)

    def checker(self, event: PlannedEvent) -> Checker:
        """The checker for this event: mine, compiled already, while the schema is the same."""
        mine = self._checkers.get(event.name)
        return mine if mine and mine.schema == event.schema else Checker(event.schema)

    def _of_unplanned(self, name: str) -> Verdict:
        if self.unplanned == "off":
            return _CLEAN["off"]
        ours = segment_names().get(name)
        hint_zh, hint_en = (f"，对应 {ours}", f"; it corresponds to {ours}") if ours else ("", "")
        sentence = _UNPLANNED.format(hint_zh=hint_zh, hint_en=hint_en)
        return Verdict(self.unplanned, (Violation("", "unplanned", sentence),))
