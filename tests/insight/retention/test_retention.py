"""Retention: who first bought in a month, and how many of them come back in the months after."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.facts.events.contract import Event
from siyu.facts.warehouse.service import Warehouse
from siyu.insight.retention import service as retention
from siyu.insight.retention.contract import MONTHS_MAX, Cohort
from siyu.kernel.tx import Begin
from tests.facts.log import LIN, WEI, append, event
from tests.insight import oracle
from tests.insight.oracle import LOGS, ZONES, Log

AN = UUID(int=3)


def bought(person: UUID | None, year: int, month: int, day: int = 10, **told: Any) -> Event:
    return event(person_id=person, time=datetime(year, month, day, tzinfo=UTC), **told)


def cohorts(warehouse: Warehouse, zone: str = "Asia/Shanghai", currency: str = "CNY") -> list[Cohort]:
    return retention.cohorts(warehouse, currency=currency, time_zone=zone)


def test_an_empty_log_has_no_cohorts(warehouse: Warehouse) -> None:
    assert cohorts(warehouse) == []


def test_a_small_log_is_counted_as_by_hand(begin: Begin, warehouse: Warehouse) -> None:
    append(
        begin,
        warehouse,
        bought(LIN, 2025, 12),
        bought(LIN, 2025, 12, 20),
        bought(LIN, 2026, 2),
        bought(WEI, 2025, 12),
        bought(WEI, 2026, 1),
        bought(WEI, 2026, 2),
        bought(AN, 2026, 1),
        bought(None, 2025, 11),
        bought(AN, 2025, 11, amount_cents=0),
        bought(AN, 2025, 11, currency="GBP"),
        event("order_refunded", person_id=AN, time=datetime(2026, 4, 1, tzinfo=UTC)),
    )
    assert cohorts(warehouse) == [
        Cohort(date(2025, 12, 1), 2, [2, 1, 2]),
        Cohort(date(2026, 1, 1), 1, [1, 0]),
    ]
    assert cohorts(warehouse, currency="GBP") == [Cohort(date(2025, 11, 1), 1, [1])]


def test_a_month_is_the_brands_month(begin: Begin, warehouse: Warehouse) -> None:
    append(begin, warehouse, event(time=datetime(2026, 1, 31, 16, tzinfo=UTC)))
    assert [cohort.month for cohort in cohorts(warehouse)] == [date(2026, 2, 1)]
    assert [cohort.month for cohort in cohorts(warehouse, "Europe/London")] == [date(2026, 1, 1)]


def test_only_the_last_months_are_shown_and_all_of_them_end_at_the_last_one_with_sales(
    begin: Begin, warehouse: Warehouse
) -> None:
    append(
        begin,
        warehouse,
        bought(LIN, 2022, 12),
        bought(LIN, 2026, 1),
        bought(WEI, 2023, 1),
        bought(AN, 2023, 2),
        bought(AN, 2025, 12),
    )
    [shown] = cohorts(warehouse)
    assert (shown.month, shown.size, len(shown.retained)) == (date(2023, 2, 1), 1, MONTHS_MAX)
    assert [later for later, buyers in enumerate(shown.retained) if buyers] == [0, 34]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=LOGS, zone=st.sampled_from(ZONES))
def test_the_cohorts_of_a_random_log_are_the_oracles(
    begin: Begin, warehouse: Warehouse, happened: list[Event], zone: str
) -> None:
    warehouse.command("TRUNCATE TABLE events")
    append(begin, warehouse, *happened)
    found = cohorts(warehouse, zone)
    assert found == oracle.cohorts(Log(happened, "CNY", ZoneInfo(zone)))
    assert all(cohort.size == cohort.retained[0] >= max(cohort.retained) for cohort in found)
