"""Trends: what was sold to whom, counted by hand on small logs and by a plain oracle on random ones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.facts.events.contract import Event
from siyu.facts.warehouse.service import Warehouse
from siyu.insight.trends import service as trends
from siyu.insight.trends.contract import (
    POINTS_MAX,
    Figures,
    Grain,
    Overview,
    Period,
    PeriodInvalid,
    PeriodTooFine,
    Point,
)
from siyu.kernel.days import end_of, start_of
from siyu.kernel.tx import SYSTEM, Begin
from tests.facts.log import LIN, MAY, WEI, append, event, items
from tests.insight import oracle
from tests.insight.oracle import LOGS, MOMENTS, ZONES, Log
from tests.people.keys import settle

SHANGHAI = "Asia/Shanghai"
EVER = Period(SHANGHAI)
DAY = timedelta(days=1)
GRAINS: tuple[Grain, ...] = ("day", "week", "month")


def days(first: date, last: date, zone: str = SHANGHAI) -> Period:
    return Period(zone, start_of(first, zone), end_of(last, zone))


def overview(begin: Begin, warehouse: Warehouse, period: Period = EVER, currency: str | None = "CNY") -> Overview:
    with begin(SYSTEM) as tx:
        return trends.overview(tx, warehouse, period=period, currency=currency, fallback="CNY")


def test_an_empty_log_is_all_zero(begin: Begin, warehouse: Warehouse) -> None:
    found = overview(begin, warehouse, currency=None)
    assert (found.currency, found.currencies, found.people, found.before) == ("CNY", ["CNY"], 0, None)
    assert found.now == Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert trends.trend(warehouse, period=EVER, currency="CNY", grain="month") == []
    assert trends.top_products(warehouse, period=EVER, currency="CNY", limit=10) == []
    assert trends.main_currency(warehouse, fallback="GBP") == "GBP"


def small_log() -> list[Event]:
    """Lin buys twice, Wei once, a guest once; a gift, a refund, a fee, and a sale in pounds."""
    return [
        event(time=MAY, amount_cents=10_000),
        event(time=MAY + DAY, amount_cents=5_000),
        event(time=MAY, person_id=WEI, amount_cents=3_000),
        event(time=MAY, person_id=None, amount_cents=2_000),
        event(time=MAY - DAY, person_id=WEI, amount_cents=0),
        event("order_refunded", time=MAY + DAY, amount_cents=4_000),
        event("order_adjusted", time=MAY + DAY, person_id=None, amount_cents=-300),
        event(time=MAY, currency="GBP", amount_cents=99),
        event("person_created", time=MAY, currency="", amount_cents=0),
    ]


def test_the_figures_of_a_small_log_are_those_counted_by_hand(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, *small_log())
    settle(begin, "a", "b", "c")
    found = overview(begin, warehouse, currency=None)
    assert (found.currency, found.currencies, found.people) == ("CNY", ["CNY", "GBP"], 3)
    assert found.now == Figures(
        orders=4,
        buyers=2,
        new_buyers=2,
        returning_buyers=1,
        paid_cents=20_000 - 300,
        refunded_cents=4_000,
        net_cents=15_700,
        documents=7,
        refund_documents=1,
        sold_cents=20_000,
        known_orders=3,
        known_paid_cents=18_000,
    )
    assert overview(begin, warehouse, currency="GBP").now.net_cents == 99
    assert overview(begin, warehouse, currency="JPY").now.documents == 0


def test_a_period_is_compared_with_the_equally_long_one_before(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, *small_log())
    found = overview(begin, warehouse, days(date(2026, 5, 2), date(2026, 5, 2)))
    assert found.before
    assert (found.now.orders, found.now.new_buyers, found.now.returning_buyers) == (1, 0, 1)
    assert (found.before.orders, found.before.new_buyers, found.before.returning_buyers) == (3, 2, 0)
    half_open = overview(begin, warehouse, Period(SHANGHAI, starts_at=MAY + DAY))
    assert (half_open.now.orders, half_open.before) == (1, None)


def test_the_days_before_are_counted_on_the_calendar_when_the_clocks_change(begin: Begin, warehouse: Warehouse) -> None:
    london = ZoneInfo("Europe/London")
    append(
        begin,
        warehouse,
        event(time=datetime(2026, 3, 27, 0, 30, tzinfo=london), amount_cents=1),
        event(time=datetime(2026, 3, 27, 23, 30, tzinfo=london), amount_cents=10),
        event(time=datetime(2026, 3, 28, 23, 30, tzinfo=london), amount_cents=100),
        event(time=datetime(2026, 3, 30, 0, 30, tzinfo=london), amount_cents=1_000),
    )
    found = overview(begin, warehouse, days(date(2026, 3, 29), date(2026, 3, 30), "Europe/London"))
    assert found.before
    assert (found.now.paid_cents, found.before.paid_cents) == (1_000, 111)


def test_a_period_as_long_as_the_calendar_is_answered(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, *small_log())
    found = overview(begin, warehouse, days(date.min, date.max))
    assert found.now == overview(begin, warehouse).now
    assert found.before == Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_a_month_begins_at_the_brands_midnight(begin: Begin, warehouse: Warehouse) -> None:
    midnight = datetime(2026, 4, 30, 16, 0, tzinfo=UTC)
    append(
        begin,
        warehouse,
        event(time=midnight - timedelta(milliseconds=1), amount_cents=1),
        event(time=midnight, amount_cents=20),
        event(time=midnight, person_id=WEI, amount_cents=300),
    )
    assert trends.trend(warehouse, period=EVER, currency="CNY", grain="month") == [
        Point(date(2026, 4, 1), 1, 1, 1, 0, 1, 0, 1),
        Point(date(2026, 5, 1), 2, 2, 1, 1, 320, 0, 320),
    ]
    [utc] = trends.trend(warehouse, period=Period("UTC"), currency="CNY", grain="month")
    assert (utc.bucket, utc.orders, utc.new_buyers) == (date(2026, 4, 1), 3, 2)


def test_a_week_begins_on_monday(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, *(event(time=MAY + day * DAY) for day in range(5)))
    found = trends.trend(warehouse, period=EVER, currency="CNY", grain="week")
    assert [(point.bucket, point.orders) for point in found] == [(date(2026, 4, 27), 3), (date(2026, 5, 4), 2)]


def test_a_bucket_with_refunds_alone_shows_them(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event("order_refunded", amount_cents=500))
    assert trends.trend(warehouse, period=EVER, currency="CNY", grain="day") == [
        Point(date(2026, 5, 1), 0, 0, 0, 0, 0, 500, -500)
    ]


def test_two_first_orders_at_the_same_moment_make_one_new_buyer(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(), event())
    now = overview(begin, warehouse).now
    assert (now.orders, now.new_buyers, now.returning_buyers) == (2, 1, 0)


def test_too_many_points_are_refused_and_a_coarser_grain_is_not(begin: Begin, warehouse: Warehouse) -> None:
    happened = [event(time=MAY - number * DAY) for number in range(POINTS_MAX + 1)]
    append(begin, warehouse, *happened[:-1])
    assert len(trends.trend(warehouse, period=EVER, currency="CNY", grain="day")) == POINTS_MAX
    append(begin, warehouse, happened[-1])
    with pytest.raises(PeriodTooFine):
        trends.trend(warehouse, period=EVER, currency="CNY", grain="day")
    assert len(trends.trend(warehouse, period=EVER, currency="CNY", grain="month")) == 51


def test_a_period_that_ends_before_it_starts_is_refused(begin: Begin, warehouse: Warehouse) -> None:
    for period in (Period(SHANGHAI, MAY, MAY), Period(SHANGHAI, MAY + DAY, MAY)):
        with pytest.raises(PeriodInvalid):
            overview(begin, warehouse, period)
        with pytest.raises(PeriodInvalid):
            trends.trend(warehouse, period=period, currency="CNY", grain="day")
        with pytest.raises(PeriodInvalid):
            trends.top_products(warehouse, period=period, currency="CNY", limit=1)


def test_the_main_currency_is_the_one_most_documents_are_in(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(currency="GBP"), event("order_refunded", currency="GBP"), event(amount_cents=10**9))
    assert trends.main_currency(warehouse, fallback="EUR") == "GBP"
    append(begin, warehouse, event())
    assert trends.main_currency(warehouse, fallback="EUR") == "CNY"
    assert overview(begin, warehouse, currency=None).currencies == ["CNY", "GBP"]


def test_top_products_are_those_that_brought_most(begin: Begin, warehouse: Warehouse) -> None:
    append(
        begin,
        warehouse,
        event(items=items(("T-1", "龙井", 2, 8_000), ("P-1", "壶", 1, 2_000), ("", "邮费", 1, 500))),
        event(items=items(("T-1", "龙井茶", 1, 9_000), ("T-1", "龙井", 1, 1_000)), person_id=None),
        event("order_refunded", items=items(("T-1", "龙井", 2, 8_000))),
        event(items=items(("G-1", "样品", 9, 0)), amount_cents=0),
        event(items=items(("P-1", "壶", 1, 99_000)), currency="GBP"),
    )
    found = trends.top_products(warehouse, period=EVER, currency="CNY", limit=10)
    assert [(item.sku, item.name, item.quantity, item.orders, item.paid_cents) for item in found] == [
        ("T-1", "龙井茶", 4, 2, 18_000),
        ("P-1", "壶", 1, 1, 2_000),
    ]
    assert len(trends.top_products(warehouse, period=EVER, currency="CNY", limit=1)) == 1


@pytest.mark.parametrize("currency", ["", "'; DROP TABLE events; --", "CNY' OR '1' = '1"])
def test_a_currency_that_is_none_finds_nothing(begin: Begin, warehouse: Warehouse, currency: str) -> None:
    append(begin, warehouse, event())
    assert trends.trend(warehouse, period=EVER, currency=currency, grain="day") == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=LOGS,
    zone=st.sampled_from(ZONES),
    bounds=st.tuples(st.none() | MOMENTS, st.none() | MOMENTS),
    grain=st.sampled_from(GRAINS),
)
def test_every_figure_of_a_random_log_is_the_oracles(
    begin: Begin,
    warehouse: Warehouse,
    happened: list[Event],
    zone: str,
    bounds: tuple[datetime | None, datetime | None],
    grain: Grain,
) -> None:
    warehouse.command("TRUNCATE TABLE events")
    append(begin, warehouse, *happened)
    starts_at, ends_at = bounds
    if starts_at and ends_at and starts_at >= ends_at:
        starts_at, ends_at = (ends_at, starts_at) if ends_at < starts_at else (None, ends_at)
    period, log = Period(zone, starts_at, ends_at), Log(happened, "CNY", ZoneInfo(zone))
    assert overview(begin, warehouse, period).now == oracle.figures(log, period)
    assert trends.trend(warehouse, period=period, currency="CNY", grain=grain) == oracle.trend(log, period, grain)
    assert trends.top_products(warehouse, period=period, currency="CNY", limit=2) == oracle.top_products(log, period, 2)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=LOGS, zone=st.sampled_from(ZONES), grain=st.sampled_from(GRAINS))
def test_the_points_of_a_trend_add_up_to_the_overview(
    begin: Begin, warehouse: Warehouse, happened: list[Event], zone: str, grain: Grain
) -> None:
    warehouse.command("TRUNCATE TABLE events")
    append(begin, warehouse, *happened)
    now = overview(begin, warehouse, Period(zone)).now
    points = trends.trend(warehouse, period=Period(zone), currency="CNY", grain=grain)
    for name in ("orders", "new_buyers", "paid_cents", "refunded_cents", "net_cents"):
        assert sum(getattr(point, name) for point in points) == getattr(now, name)


def test_lin_is_the_same_person_everywhere(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(person_id=LIN), event(person_id=LIN, currency="GBP"))
    assert [overview(begin, warehouse, currency=code).now.new_buyers for code in ("CNY", "GBP")] == [1, 1]
