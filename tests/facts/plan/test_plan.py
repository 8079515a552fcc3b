"""The plan as it is kept: what a brand defines, changes and retires, and when a snapshot is stale."""

from datetime import timedelta
from typing import Any

import pytest

from siyu.facts.plan import service as plan
from siyu.facts.plan.contract import EventFilter, EventNameInvalid, EventNotPlanned, Mode, PlanFull, SchemaInvalid
from siyu.kernel.pages import PageWanted, SortUnknown
from siyu.kernel.tx import SYSTEM, Begin, Tx
from tests.conftest import Hand

MONTHS = {"months": {"type": "integer"}}
LEASE = {"type": "object", "title": "Lease asked for", "x-title-zh": "申请租赁", "properties": MONTHS}
SIZE = {"cup_size": {"enum": ["small", "large"]}}


def names(tx: Tx, wanted: PageWanted | None = None, **asked: Any) -> list[str]:
    return [
        event.name
        for event in plan.events(tx, wanted=wanted or PageWanted(limit=200), filters=EventFilter(**asked)).items
    ]


def test_the_spec_is_planned_from_the_start_and_only_warns(tx: Tx) -> None:
    page = plan.events(tx, wanted=PageWanted(limit=200), filters=EventFilter())
    assert [event.name for event in page.items] == sorted(plan.shipped())
    assert {event.mode for event in page.items} == {"warn"}
    assert (page.total, page.next_cursor) == (len(plan.shipped()), None)
    assert plan.unplanned(tx) == "off"
    assert plan.plan_version(tx) == 0
    assert plan.event(tx, name="order_paid") is plan.shipped()["order_paid"]


def test_a_brand_plans_an_event_of_its_own_and_retires_it(begin: Begin, clock: Hand) -> None:
    with begin(SYSTEM) as tx:
        made = plan.define(tx, name="lease asked", schema=LEASE, mode="strict")
        assert made.before is None
    with begin(SYSTEM) as tx:
        kept = plan.event(tx, name="lease asked")
        assert kept == made.after
        assert (kept.mode, kept.is_shipped, kept.group, kept.origin) == ("strict", False, "own", "client")
        assert (kept.title_zh, kept.title_en, kept.updated_at) == ("申请租赁", "Lease asked for", clock.now)
        assert plan.plan(tx).verdict("lease asked", {"months": "two"}).is_refused
        assert plan.retire(tx, name="lease asked").after is None
        with pytest.raises(EventNotPlanned):
            plan.event(tx, name="lease asked")
        assert plan.plan(tx).verdict("lease asked", {"months": "two"}).mode == "off"


def test_defining_again_replaces_and_tells_what_was_there(begin: Begin, clock: Hand) -> None:
    with begin(SYSTEM) as tx:
        plan.define(tx, name="lease_asked", schema=LEASE, mode="warn")
    clock.now += timedelta(hours=1)
    with begin(SYSTEM) as tx:
        change = plan.define(tx, name="lease_asked", schema={"type": "object"}, mode="off")
        assert change.before is not None
        assert change.after is not None
        assert (change.before.schema, change.before.mode) == (LEASE, "warn")
        assert (change.after.schema, change.after.mode, change.after.title_zh) == (
            {"type": "object"},
            "off",
            "lease_asked",
        )
        assert change.after.updated_at == clock.now


def test_a_brand_adds_properties_to_an_event_of_the_spec(tx: Tx) -> None:
    spec = plan.shipped()["cart_item_added"]
    wanted = {**spec.schema, "properties": {**spec.schema["properties"], **SIZE}, "required": ["sku", "cup_size"]}
    for schema in (wanted, {"properties": SIZE, "required": ["cup_size"]}):
        plan.define(tx, name=spec.name, schema=schema, mode="strict")
        kept = plan.event(tx, name=spec.name)
        assert kept.is_shipped
        assert kept.schema == {**wanted, "properties": {**SIZE, **spec.schema["properties"]}}
        verdict = plan.plan(tx).verdict(spec.name, {"sku": "T-1", "cup_size": "huge"})
        assert [(found.path, found.code) for found in verdict.violations] == [("/cup_size", "enum")]
        assert plan.plan(tx).verdict(spec.name, {"cup_size": "small"}).is_refused
    assert plan.retire(tx, name=spec.name).after == spec
    assert plan.plan(tx).verdict(spec.name, {"sku": "T-1"}).violations == ()


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ({"properties": {"sku": {"type": "integer"}}}, "schema/properties/sku"),
        ({"x-origin": "server"}, "schema/x-origin"),
        ({"$id": "urn:siyu:event:order_paid:1"}, "schema/$id"),
        ({"x-segment": []}, "schema/x-segment"),
    ],
)
def test_what_the_spec_says_stays(tx: Tx, wanted: dict[str, Any], place: str) -> None:
    with pytest.raises(SchemaInvalid) as refused:
        plan.define(tx, name="cart_item_added", schema=wanted, mode="warn")
    assert [(problem.field, problem.code) for problem in refused.value.fields] == [(place, "shipped")]
    assert plan.plan_version(tx) == 0


def test_a_mode_is_set_without_touching_the_schema(tx: Tx) -> None:
    for name, mode in (("order_paid", "strict"), ("order_paid", "off")):
        chosen: Mode = "strict" if mode == "strict" else "off"
        change = plan.set_mode(tx, name=name, mode=chosen)
        assert change.after is not None
        assert (change.after.mode, change.after.schema) == (mode, plan.shipped()[name].schema)
    plan.define(tx, name="own", schema=LEASE, mode="off")
    plan.set_mode(tx, name="own", mode="strict")
    assert (plan.event(tx, name="own").mode, plan.event(tx, name="own").schema) == ("strict", LEASE)
    with pytest.raises(EventNotPlanned):
        plan.set_mode(tx, name="none", mode="off")
    with pytest.raises(EventNotPlanned):
        plan.retire(tx, name="none")


def test_a_snapshot_is_kept_until_the_plan_changes_and_its_parts_even_longer(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        first = plan.plan(tx)
        first.verdict("order_paid", {})
        assert plan.plan(tx, kept=first) is first
    versions, newer = [first.version], first
    changes: list[Any] = [
        lambda tx: plan.define(tx, name="own", schema=LEASE, mode="warn"),
        lambda tx: plan.set_mode(tx, name="own", mode="strict"),
        lambda tx: plan.retire(tx, name="own"),
        lambda tx: plan.set_unplanned(tx, mode="strict"),
    ]
    for change in changes:
        with begin(SYSTEM) as tx:
            change(tx)
        with begin(SYSTEM) as tx:
            versions.append(plan.plan_version(tx))
            newer = plan.plan(tx, kept=first)
            assert newer.version == versions[-1]
            assert newer is not first
            assert newer.checker(newer.events()["order_paid"]) is first.checker(first.events()["order_paid"])
    assert versions == [0, 1, 2, 3, 4]
    assert newer.verdict("nobody_planned_me", {}).is_refused
    assert first.verdict("nobody_planned_me", {}).mode == "off"


def test_a_change_that_is_taken_back_leaves_the_plan_as_it_was(begin: Begin) -> None:
    def change_twice() -> None:
        with begin(SYSTEM) as tx:
            plan.set_unplanned(tx, mode="strict")
            plan.define(tx, name="own", schema={}, mode="warn")

    with pytest.raises(SchemaInvalid):
        change_twice()
    with begin(SYSTEM) as tx:
        assert (plan.plan_version(tx), plan.unplanned(tx)) == (0, "off")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "核销"}, ["coupon_redeemed"]),
        ({"q": "ORDER COMPLETED"}, ["order_completed", "order_paid"]),
        ({"q": "%"}, []),
        ({"group": "wallet"}, ["wallet_recharged", "wallet_refunded", "wallet_spent"]),
        ({"group": "own"}, ["own"]),
        ({"mode": "strict"}, ["own"]),
        ({"origin": "client", "group": "coupon"}, ["coupon_entered", "coupon_removed"]),
    ],
)
def test_events_are_found_by(tx: Tx, asked: dict[str, Any], expected: list[str]) -> None:
    plan.define(tx, name="own", schema=LEASE, mode="strict")
    assert names(tx, **asked) == expected


def test_pages_of_any_size_make_the_same_list_both_ways(tx: Tx) -> None:
    for sort in ("name", "-name"):
        found: list[str] = []
        cursor: str | None = None
        while len(found) <= len(plan.shipped()):
            page = plan.events(tx, wanted=PageWanted(limit=33, cursor=cursor, sort=sort), filters=EventFilter())
            found += [event.name for event in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == sorted(plan.shipped(), reverse=sort == "-name")
    with pytest.raises(SortUnknown):
        names(tx, PageWanted(sort="mode"))


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "a\0", "\ud800", "x" * 101])
def test_a_name_is_visible_text(tx: Tx, name: str) -> None:
    with pytest.raises(EventNameInvalid):
        plan.define(tx, name=name, schema=LEASE, mode="warn")


def test_a_plan_holds_only_so_many_events_of_its_own(tx: Tx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "OWN_EVENTS_MAX", 2)
    plan.set_mode(tx, name="order_paid", mode="strict")
    for name in ("one", "two", "one"):
        plan.define(tx, name=name, schema=LEASE, mode="warn")
    with pytest.raises(PlanFull):
        plan.define(tx, name="three", schema=LEASE, mode="warn")
    plan.define(tx, name="cart_viewed", schema={"properties": SIZE}, mode="warn")


def test_an_event_is_tried_without_keeping_anything(tx: Tx) -> None:
    assert plan.try_event(LEASE, {"months": 3}) == ()
    [violation] = plan.try_event(LEASE, {"months": "three"})
    assert (violation.path, violation.code) == ("/months", "type")
    with pytest.raises(SchemaInvalid):
        plan.try_event({"type": "object", "$ref": "http://example.com"}, {})
