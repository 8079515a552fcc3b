"""The event log: every event once, corrected by subject, read back as it went in, newest first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.facts.events import service as events
from siyu.facts.events.contract import NO_ITEMS, Event
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel.tx import Begin
from tests.facts.log import LIN, MAY, WEI, append, event, items, restate, timeline

ORDER, OTHER = UUID(int=100), UUID(int=200)
A_MILLISECOND = timedelta(milliseconds=1)


def plain(found: Event) -> dict[str, Any]:
    """An event field by field, its items as lists of their own."""
    shown = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return shown | {"items": [list(column) for column in found.items]}


def test_an_event_comes_back_as_it_went_in(begin: Begin, warehouse: Warehouse) -> None:
    sold = event(
        subject_id=ORDER,
        time=MAY.replace(microsecond=123_000),
        items=items(("T-1", "龙井 '茶'", 2, 10_000), ("", "\\", -1, -5)),
        amount_cents=-(2**53),
        properties={"document": "S-1", "note": "';--", "count": 3, "rate": 0.5, "tags": ["a", "b"], "is_gift": True},
    )
    bare = event("person_created", person_id=WEI, currency="", amount_cents=0)
    assert append(begin, warehouse, sold, bare) == 2
    assert [plain(found) for found in timeline(warehouse)] == [plain(sold)]
    [found] = timeline(warehouse, WEI)
    assert (plain(found), found.subject_id) == (plain(bare), None)
    assert found.items == ([], [], [], [])
    assert tuple(map(tuple, found.items)) == NO_ITEMS


def test_a_time_is_kept_to_the_millisecond_below(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(time=MAY + timedelta(microseconds=1_999)))
    [found] = timeline(warehouse)
    assert found.time == MAY + A_MILLISECOND
    assert found.time.tzinfo is UTC


def test_a_time_in_another_zone_is_the_same_moment(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(time=datetime.fromisoformat("2026-05-01T12:00:00+08:00")))
    assert timeline(warehouse)[0].time == MAY


def test_appending_twice_counts_once(begin: Begin, warehouse: Warehouse) -> None:
    first, second = event(), event()
    assert append(begin, warehouse, first) == 1
    assert append(begin, warehouse, first, second) == 1
    assert append(begin, warehouse, replace(first, amount_cents=5)) == 0
    assert append(begin, warehouse) == 0
    assert sorted(found.amount_cents for found in timeline(warehouse)) == [10_000, 10_000]


def test_the_same_event_twice_in_a_batch_counts_once(begin: Begin, warehouse: Warehouse) -> None:
    sold = event()
    assert append(begin, warehouse, sold, event(), sold) == 2
    assert len(timeline(warehouse)) == 2


def test_restating_replaces_all_there_was_about_a_subject(begin: Begin, warehouse: Warehouse) -> None:
    old = [event(subject_id=ORDER), event("order_refunded", subject_id=ORDER, person_id=WEI)]
    kept = [event(subject_id=OTHER), event()]
    append(begin, warehouse, *old, *kept)
    new = event(subject_id=ORDER, amount_cents=7)
    assert restate(begin, warehouse, new) == 1
    assert {found.id for found in timeline(warehouse)} == {new.id, *(item.id for item in kept)}
    assert timeline(warehouse, WEI) == []


def test_restating_the_same_again_changes_nothing(begin: Begin, warehouse: Warehouse) -> None:
    pair = [event(subject_id=ORDER), event(subject_id=OTHER)]
    assert restate(begin, warehouse, *pair) == 2
    assert restate(begin, warehouse, *pair) == 0
    assert len(timeline(warehouse)) == 2


def test_restating_moves_an_order_to_another_person_and_another_year(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(subject_id=ORDER, time=MAY.replace(year=2019)))
    restate(begin, warehouse, event(subject_id=ORDER, person_id=WEI))
    assert timeline(warehouse) == []
    assert [found.time for found in timeline(warehouse, WEI)] == [MAY]


def test_events_without_a_subject_replace_nothing(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event())
    assert restate(begin, warehouse, event()) == 1
    assert restate(begin, warehouse) == 0
    assert len(timeline(warehouse)) == 2


def test_a_timeline_is_one_persons_newest_first(begin: Begin, warehouse: Warehouse) -> None:
    happened = [event(time=MAY + timedelta(days=day)) for day in range(6)]
    append(begin, warehouse, *happened, event(person_id=WEI), event(person_id=None))
    assert [found.time for found in timeline(warehouse, page=2)] == [item.time for item in reversed(happened)]
    assert len(timeline(warehouse, WEI)) == 1
    assert timeline(warehouse, UUID(int=9)) == []


def test_a_timeline_can_be_asked_for_one_kind_of_event(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(), event("order_refunded"), event("order_refunded", time=MAY + A_MILLISECOND))
    assert [found.name for found in timeline(warehouse, event="order_refunded", page=1)] == ["order_refunded"] * 2
    for hostile in ("order", "%", "'; DROP TABLE events; --", "order_paid' OR '1' = '1"):
        assert timeline(warehouse, event=hostile) == []


def test_a_page_is_never_longer_than_asked(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, *(event() for _ in range(5)))
    assert len(events.timeline(warehouse, person_ids=[LIN], event=None, before=None, limit=3)) == 3


TIMES = st.integers(-2, 2).map(lambda step: MAY + step * A_MILLISECOND)
IDS = st.one_of(st.integers(1, 5), st.integers(1, 5).map(lambda high: high << 100), st.integers(1, 2**128 - 1)).map(
    lambda value: UUID(int=value)
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.dictionaries(IDS, TIMES, max_size=9), page=st.integers(1, 3))
def test_pages_put_together_are_the_whole_timeline_also_when_times_are_equal(
    begin: Begin, warehouse: Warehouse, happened: dict[UUID, datetime], page: int
) -> None:
    warehouse.command("TRUNCATE TABLE events")
    append(begin, warehouse, *(event(id=key, time=time) for key, time in happened.items()))
    whole = timeline(warehouse)
    assert {found.id: found.time for found in whole} == happened
    assert [found.time for found in whole] == sorted(happened.values(), reverse=True)
    assert timeline(warehouse, page=page) == whole


@pytest.mark.parametrize("year", [1970, 2010, 2100])
def test_events_of_any_year_are_found(begin: Begin, warehouse: Warehouse, year: int) -> None:
    append(begin, warehouse, event(time=MAY.replace(year=year)))
    assert [found.time.year for found in timeline(warehouse)] == [year]
