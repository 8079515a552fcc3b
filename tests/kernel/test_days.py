"""Days: a calendar day of the brand begins and ends at one moment, also where clocks change at midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel.days import day_of, end_of, start_of

ZONES = [
    "Asia/Shanghai",
    "Europe/London",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
]
A_MICROSECOND = timedelta(microseconds=1)


@given(day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), zone=st.sampled_from(ZONES))
def test_a_day_holds_exactly_the_moments_from_its_start_to_before_its_end(day: date, zone: str) -> None:
    start, end = start_of(day, zone), end_of(day, zone)
    assert timedelta(hours=20) < end - start < timedelta(hours=28)
    assert day_of(start, zone) == day_of(end - A_MICROSECOND, zone) == day
    assert day_of(start - A_MICROSECOND, zone) < day < day_of(end, zone)


@given(day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), zone=st.sampled_from(ZONES))
def test_where_one_day_ends_the_next_begins(day: date, zone: str) -> None:
    assert end_of(day, zone) == start_of(day + timedelta(days=1), zone)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 1), "Asia/Shanghai", 24),
        (date(2011, 3, 27), "Europe/London", 23),
        (date(2011, 10, 30), "Europe/London", 25),
        (date(2018, 11, 4), "America/Sao_Paulo", 23),
        (date(2023, 11, 5), "America/Havana", 25),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, zone: str, hours: int) -> None:
    assert end_of(day, zone) - start_of(day, zone) == timedelta(hours=hours)


def test_the_brands_day_is_not_the_utc_day() -> None:
    evening = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
    assert day_of(evening, "Asia/Shanghai") == date(2026, 3, 1)
    assert day_of(evening - A_MICROSECOND, "Asia/Shanghai") == date(2026, 2, 28)
    assert start_of(date(2026, 3, 1), "Asia/Shanghai") == evening


@pytest.mark.parametrize("zone", ZONES)
def test_the_first_and_the_last_day_of_the_calendar_have_a_start_and_an_end(zone: str) -> None:
    for day in (date.min, date.min + timedelta(days=1), date.max - timedelta(days=1), date.max):
        assert start_of(day, zone) <= end_of(day, zone)
        assert start_of(day, zone).tzinfo is UTC
