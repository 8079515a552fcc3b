"""Cells as moments: UTC milliseconds from local times, offsets, dates and the formats a mapping names."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.texts import filled, text

_WRITTEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a wall-clock time; the zone is put on with the others)
_EARLIEST_MS = 631_152_000_000  # 1990-01-01: shops before that are mistyped years
_EARLIEST_EVENT_MS = 946_684_800_000  # 2000-01-01: what was counted before that was counted by an unset clock
_DAY_MS = 86_400_000
_MICROSECOND = timedelta(microseconds=1)


def moment_reader(zone: ZoneInfo, formats: tuple[str, ...], now_ms: int) -> Callable[[Cell], int | None]:
    """A reader of UTC milliseconds, None when blank; raises Unfit time_unreadable or time_out_of_range.

    `formats` are strptime formats, or epoch_seconds, epoch_milliseconds, excel_serial; tried before ISO-like dates.
    """

    @lru_cache(maxsize=65_536, typed=True)
    def read(cell: Cell) -> int | None:
        moment_ms = _moment_ms(cell, zone, formats)
        if moment_ms is not None and not _EARLIEST_MS <= moment_ms <= now_ms + _DAY_MS:
            raise Unfit("time_out_of_range", cell)
        return moment_ms

    return read


def past_reader(zone: ZoneInfo, formats: tuple[str, ...], now_ms: int) -> Callable[[Cell], int | None]:
    """The same for when something happened; raises Unfit time_before_2000 or time_in_future."""

    @lru_cache(maxsize=65_536, typed=True)
    def read(cell: Cell) -> int | None:
        moment_ms = _moment_ms(cell, zone, formats)
        if moment_ms is not None and moment_ms < _EARLIEST_EVENT_MS:
            raise Unfit("time_before_2000", cell)
        if moment_ms is not None and moment_ms > now_ms:
            raise Unfit("time_in_future", cell)
        return moment_ms

    return read


def _moment_ms(cell: Cell, zone: ZoneInfo, formats: tuple[str, ...]) -> int | None:
    try:
        found = _moment(cell, formats)
        if found is None:
            return None
        aware = found if found.tzinfo else found.replace(tzinfo=zone)
        return (aware - _EPOCH) // _MICROSECOND // 1000
    except (ValueError, OverflowError):
        raise Unfit("time_unreadable", cell) from None


def _moment(cell: Cell, formats: tuple[str, ...]) -> datetime | None:
    match cell:
        case None:
            return None
        case datetime():
            return cell
        case date():
            return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  (local; the zone follows)
        case str() | int() | float() if not isinstance(cell, bool):
            return _from_text(cell, formats)
        case _:
            raise Unfit("time_unreadable", cell)


def _from_text(cell: str | float, formats: tuple[str, ...]) -> datetime | None:
    try:
        value = filled(text(cell))
    except Unfit:
        raise Unfit("time_unreadable", cell) from None
    if not value:
        return None
    for form in formats:
        found = _by_format(value, form)
        if found:
            return found
    written = _WRITTEN.fullmatch(value)
    if not written:
        raise Unfit("time_unreadable", cell)
    return _assembled(written)


def _by_format(value: str, form: str) -> datetime | None:
    try:
        match form:
            case "epoch_seconds":
                return _EPOCH + timedelta(seconds=int(value))
            case "epoch_milliseconds":
                return _EPOCH + timedelta(milliseconds=int(value))
            case "excel_serial":
                return _EXCEL_EPOCH + timedelta(seconds=round(float(value) * 86_400))
            case _:
                return datetime.strptime(value, form)  # noqa: DTZ007  (local unless the format has %z; the zone follows)
    except (ValueError, OverflowError):
        return None


def _assembled(written: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in written.groups()[:6])
    micros = int((written[7] or "")[:6].ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, micros, tzinfo=_offset(written[8]))


def _offset(written: str | None) -> timezone | None:
    if not written:
        return None
    if written[0] not in "+-":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(size if written[0] == "+" else -size)
