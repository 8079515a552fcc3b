"""Figures of a period as others may read them; money in the smallest unit of `currency`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from siyu.kernel.errors import Invalid

Grain = Literal["day", "week", "month"]
POINTS_MAX = 1500


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment to before the last, counted in days of `time_zone`; None means as far as there is data."""

    time_zone: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of one period. `sold_cents` leave out adjustments, `known_*` also guests."""

    orders: int
    buyers: int
    new_buyers: int
    returning_buyers: int
    paid_cents: int
    refunded_cents: int
    net_cents: int
    documents: int
    refund_documents: int
    sold_cents: int
    known_orders: int
    known_paid_cents: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures of a period beside those of the equally long period before it (None without a period)."""

    currency: str
    currencies: list[str]
    people: int
    now: Figures
    before: Figures | None


@dataclass(frozen=True, slots=True)
class Point:
    """One bucket of a trend; `bucket` is its first day."""

    bucket: date
    orders: int
    buyers: int
    new_buyers: int
    returning_buyers: int
    paid_cents: int
    refunded_cents: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class ProductSold:
    sku: str
    name: str
    quantity: int
    orders: int
    paid_cents: int


class PeriodInvalid(Invalid):
    code = "period_invalid"
    zh = "开始日期不能晚于结束日期"
    en = "The period must not start after it ends"


class PeriodTooFine(Invalid):
    code = "period_too_fine"
    zh = "这段时间按此粒度的点数超过 {limit}，请选更粗的粒度或更短的时间"
    en = "This period has more than {limit} points at this grain; choose a coarser one or a shorter period"
