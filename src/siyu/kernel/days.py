"""Days of the brand: where a calendar day begins and ends as a moment, in the brand's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_FIRST = date(1, 1, 3)
_LAST = date(9999, 12, 28)
"""Days nearer the ends of the calendar than these have moments in some zone that no datetime can hold."""


def start_of(day: date, time_zone: str) -> datetime:
    """The first moment of the day, in UTC."""
    day = min(max(day, _FIRST), _LAST + timedelta(days=1))
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)


def end_of(day: date, time_zone: str) -> datetime:
    """The first moment after the day, in UTC."""
    return start_of(min(day, _LAST) + timedelta(days=1), time_zone)


def day_of(moment: datetime, time_zone: str) -> date:
    """The brand's calendar day in which the moment lies."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
