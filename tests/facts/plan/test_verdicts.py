"""What the compiled plan says of single events: off, warn, strict, unplanned; and of anything at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.facts.plan import rules
from siyu.facts.plan.contract import VIOLATIONS_MAX, Mode, Verdict
from siyu.facts.plan.service import shipped
from siyu.facts.plan.snapshot import Plan

ORDER = {"document": "A1", "currency": "CNY", "amount_cents": 100}
OWN = {
    "type": "object",
    "x-origin": "server",
    "properties": {
        "kind": {"enum": ["a", "b"]},
        "mail": {"type": "string", "format": "email", "maxLength": 20},
        "at": {"type": "string", "format": "date-time"},
        "list": {"type": "array", "uniqueItems": True, "items": {"type": "integer", "minimum": 0}},
    },
    "additionalProperties": False,
}


def planned(unplanned: Mode = "off", **modes: Mode) -> Plan:
    """The spec, with an event of the brand's own and these modes."""
    events = {**shipped(), "own_event": rules.planned_event("own_event", OWN, is_shipped=False)}
    changed = {name: rules.planned_event(name, events[name].schema, mode=mode) for name, mode in modes.items()}
    return Plan(version=1, unplanned=unplanned, events={**events, **changed})


def said(verdict: Verdict) -> list[tuple[str, str]]:
    return [(violation.path, violation.code) for violation in verdict.violations]


def test_the_mode_says_what_a_violation_means() -> None:
    wrong = ORDER | {"amount_cents": "1.00"}
    for mode in ("warn", "strict"):
        verdict = planned(order_paid=mode).verdict("order_paid", wrong)
        assert (verdict.mode, said(verdict)) == (mode, [("/amount_cents", "type")])
        assert verdict.is_refused is (mode == "strict")
    assert planned(order_paid="off").verdict("order_paid", wrong) == Verdict("off", ())
    assert planned().verdict("order_paid", wrong).mode == "warn"
    fine = planned(order_paid="strict").verdict("order_paid", ORDER | {"own": [1, {"x": None}]})
    assert fine == Verdict("strict", ())
    assert not fine.is_refused


def test_events_nobody_planned_have_a_mode_of_their_own() -> None:
    assert planned().verdict("lease_asked", {}) == Verdict("off", ())
    for mode in ("warn", "strict"):
        verdict = planned(mode).verdict("lease_asked", {})
        assert (verdict.mode, said(verdict)) == (mode, [("", "unplanned")])
        assert planned(mode).verdict("order_paid", ORDER).violations == ()


def test_the_plan_says_what_a_name_of_segment_corresponds_to() -> None:
    [violation] = planned("warn").verdict("Order Completed", {}).violations
    assert "order_paid" in violation.message
    assert planned().verdict("Order Completed", {}) == Verdict("off", ())


def test_names_kept_for_servers_are_kept_whatever_their_mode() -> None:
    plan = planned(points_earned="off")
    assert [plan.is_reserved(name) for name in ("order_paid", "points_earned", "own_event")] == [True, True, True]
    assert [plan.is_reserved(name) for name in ("product_viewed", "lease_asked", "Order Completed")] == [False] * 3


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"kind": "c"}, [("/kind", "enum")]),
        ({"mail": "nobody"}, [("/mail", "format")]),
        ({"mail": "a@" + "b" * 30 + ".cn"}, [("/mail", "max_length")]),
        ({"at": "tomorrow"}, [("/at", "format")]),
        ({"list": [1, -1, "x"]}, [("/list/1", "minimum"), ("/list/2", "type")]),
        ({"list": [1, 1]}, [("/list", "unique_items")]),
        ({"a/b~c": 1}, [("", "additional_properties")]),
    ],
)
def test_a_violation_says_where_and_what_and_repeats_no_value(
    properties: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    verdict = planned().verdict("own_event", properties)
    assert said(verdict) == expected
    for violation in verdict.violations:
        assert " / " in violation.message
        assert "nobody" not in violation.message
        assert "tomorrow" not in violation.message


def test_an_event_says_only_so_many_violations() -> None:
    verdict = planned().verdict("own_event", {"list": [f"{n}" for n in range(10_000)]})
    assert len(verdict.violations) == VIOLATIONS_MAX


def test_a_schema_that_cannot_be_used_is_told_and_nothing_breaks() -> None:
    events = {"own_event": rules.planned_event("own_event", {"type": "nonsense"})}
    verdict = Plan(version=1, unplanned="off", events=events).verdict("own_event", {})
    assert said(verdict) == [("", "schema_broken")]


HALVES = st.text("ab/~\ud800\0中", max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HALVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HALVES, inner, max_size=3),
    max_leaves=10,
)
NAMED = st.sampled_from(
    [*next(iter(shipped().values())).schema["properties"], *ORDER, "items", "list", "mail", "scene"]
)
PLAN = planned("strict")


@given(name=st.sampled_from(["order_paid", "session_started", "own_event", "no_such"]),
       properties=st.dictionaries(NAMED | HALVES, JSON, max_size=5))  # fmt: skip
def test_no_properties_break_a_verdict(name: str, properties: dict[str, Any]) -> None:
    verdict = PLAN.verdict(name, properties)
    assert all(violation.code and violation.message for violation in verdict.violations)


@pytest.mark.parametrize("depth", [200, 300, 100_000])
def test_no_depth_breaks_a_verdict(depth: int) -> None:
    deep: list[Any] = []
    for _ in range(depth):
        deep = [deep]
    for name in ("own_event", "order_paid"):
        assert PLAN.verdict(name, ORDER | {"list": [deep, deep], "items": deep}).violations
