"""Answer what was sold, to whom, over time."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from siyu.facts.warehouse.service import Warehouse
from siyu.insight.trends import queries
from siyu.insight.trends.contract import (
    POINTS_MAX,
    Figures,
    Grain,
    Overview,
    Period,
    PeriodInvalid,
    PeriodTooFine,
    Point,
    ProductSold,
)
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity


def overview(tx: Tx, warehouse: Warehouse, *, period: Period, currency: str | None, fallback: str) -> Overview:
    """The brand at a glance; `currency` None takes the one most documents are in, or `fallback` where there is none."""
    _check(period)
    known = queries.currencies(warehouse)
    chosen = currency or next(iter(known), fallback)
    before = _before(period)
    return Overview(
        currency=chosen,
        currencies=known or [fallback],
        people=identity.count(tx),
        now=Figures(**queries.figures(warehouse, period, chosen)),
        before=Figures(**queries.figures(warehouse, before, chosen)) if before else None,
    )


def trend(warehouse: Warehouse, *, period: Period, currency: str, grain: Grain) -> list[Point]:
    """One point per day, week (Monday) or month that has documents, oldest first."""
    _check(period)
    rows = queries.trend(warehouse, period, currency, grain)
    if len(rows) > POINTS_MAX:
        raise PeriodTooFine(limit=POINTS_MAX)
    return [Point(**row) for row in rows]


def top_products(warehouse: Warehouse, *, period: Period, currency: str, limit: int) -> list[ProductSold]:
    """The SKUs that brought most money; refunds are not taken off, since documents rarely say which line came back."""
    _check(period)
    return [ProductSold(**row) for row in queries.top_products(warehouse, period, currency, limit)]


def main_currency(warehouse: Warehouse, *, fallback: str) -> str:
    """The currency most documents are in."""
    return next(iter(queries.currencies(warehouse)), fallback)


def _check(period: Period) -> None:
    if period.starts_at and period.ends_at and period.starts_at >= period.ends_at:
        raise PeriodInvalid


def _before(period: Period) -> Period | None:
    if period.starts_at is None or period.ends_at is None:
        return None
    starts_at = _as_long_before(period.starts_at, period.ends_at, ZoneInfo(period.time_zone))
    return replace(period, starts_at=starts_at, ends_at=period.starts_at)


def _as_long_before(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> datetime | None:
    """Counted on the brand's calendar, so that 30 days stay 30 days when the clocks change; None before all time."""
    starts, ends = (moment.astimezone(zone).replace(tzinfo=None) for moment in (starts_at, ends_at))
    try:
        return (starts - (ends - starts)).replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None
