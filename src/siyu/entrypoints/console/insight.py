"""Insight: the figures behind the home screen."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from siyu.entrypoints.http import HouseOf, Work, may
from siyu.insight.retention import service as retention
from siyu.insight.trends import service as trends
from siyu.insight.trends.contract import Figures, Grain, Period
from siyu.kernel.days import end_of, start_of

router = APIRouter(prefix="/v1/insight", tags=["insight"])
Currency = Annotated[str | None, Query(pattern=r"^[A-Z]{3}$")]


class MetricOut(BaseModel):
    """A figure of the period, and of the equally long one before it (null without a period)."""

    value: int
    previous: int | None


class OverviewOut(BaseModel):
    """The brand at a glance. `known_*` leave out guests; documents are sales, refunds and adjustments together."""

    currency: str
    currencies: list[str]
    time_zone: str
    people: MetricOut
    orders: MetricOut
    buyers: MetricOut
    new_buyers: MetricOut
    returning_buyers: MetricOut
    net_revenue_cents: MetricOut
    refunded_cents: MetricOut
    average_order_cents: MetricOut
    documents: int
    refund_documents: int
    known_orders: int
    known_paid_cents: int


class PointOut(BaseModel):
    """One bucket of a trend; `bucket` is its first day."""

    bucket: date
    orders: int
    buyers: int
    new_buyers: int
    returning_buyers: int
    revenue_cents: int
    refunded_cents: int
    net_cents: int


class TrendOut(BaseModel):
    grain: Grain
    currency: str
    points: list[PointOut]


class ProductSoldOut(BaseModel):
    sku: str
    name: str
    quantity: int
    orders: int
    revenue_cents: int


class TopProductsOut(BaseModel):
    currency: str
    items: list[ProductSoldOut]


class CohortOut(BaseModel):
    """People who first bought in the month `cohort`; `retained[k]` of them bought in the k-th month after."""

    cohort: date
    size: int
    retained: list[int]


class RetentionOut(BaseModel):
    grain: Grain
    currency: str
    cohorts: list[CohortOut]


FromDay = Annotated[date | None, Query(alias="from")]


def _period(house: HouseOf, from_: FromDay = None, to: date | None = None) -> Period:
    return Period(
        time_zone=house.time_zone,
        starts_at=start_of(from_, house.time_zone) if from_ else None,
        ends_at=end_of(to, house.time_zone) if to else None,
    )


InPeriod = Annotated[Period, Depends(_period)]


def _currency(house: HouseOf, currency: Currency = None) -> str:
    return currency or trends.main_currency(house.warehouse, fallback=house.settings.brand.currency)


InCurrency = Annotated[str, Depends(_currency)]


@router.get("/overview", **may("insight:read"))
def overview(tx: Work, house: HouseOf, period: InPeriod, currency: Currency = None) -> OverviewOut:
    """The brand at a glance, in one currency (by default the one most documents are in)."""
    found = trends.overview(
        tx, house.warehouse, period=period, currency=currency, fallback=house.settings.brand.currency
    )
    now, before = found.now, found.before

    def metric(name: str) -> MetricOut:
        return MetricOut(value=getattr(now, name), previous=getattr(before, name) if before else None)

    return OverviewOut(
        currency=found.currency,
        currencies=found.currencies,
        time_zone=house.time_zone,
        people=MetricOut(value=found.people, previous=None),
        orders=metric("orders"),
        buyers=metric("buyers"),
        new_buyers=metric("new_buyers"),
        returning_buyers=metric("returning_buyers"),
        net_revenue_cents=metric("net_cents"),
        refunded_cents=metric("refunded_cents"),
        average_order_cents=MetricOut(value=_average(now), previous=_average(before) if before else None),
        documents=now.documents,
        refund_documents=now.refund_documents,
        known_orders=now.known_orders,
        known_paid_cents=now.known_paid_cents,
    )


@router.get("/trend", **may("insight:read"))
def trend(house: HouseOf, period: InPeriod, currency: InCurrency, grain: Grain = "month") -> TrendOut:
    """Sales over time, in days, weeks (from Monday) or months of the brand's zone."""
    points = trends.trend(house.warehouse, period=period, currency=currency, grain=grain)
    shown = [
        PointOut(
            bucket=point.bucket,
            orders=point.orders,
            buyers=point.buyers,
            new_buyers=point.new_buyers,
            returning_buyers=point.returning_buyers,
            revenue_cents=point.paid_cents,
            refunded_cents=point.refunded_cents,
            net_cents=point.net_cents,
        )
        for point in points
    ]
    return TrendOut(grain=grain, currency=currency, points=shown)


@router.get("/top-products", **may("insight:read"))
def top_products(
    house: HouseOf, period: InPeriod, currency: InCurrency, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> TopProductsOut:
    """The SKUs that brought most money."""
    found = trends.top_products(house.warehouse, period=period, currency=currency, limit=limit)
    items = [
        ProductSoldOut(
            sku=item.sku, name=item.name, quantity=item.quantity, orders=item.orders, revenue_cents=item.paid_cents
        )
        for item in found
    ]
    return TopProductsOut(currency=currency, items=items)


@router.get("/retention", **may("insight:read"))
def cohort_retention(house: HouseOf, currency: InCurrency) -> RetentionOut:
    """Monthly cohorts of first-time buyers, and how many of them came back."""
    found = retention.cohorts(house.warehouse, currency=currency, time_zone=house.time_zone)
    cohorts = [CohortOut(cohort=item.month, size=item.size, retained=item.retained) for item in found]
    return RetentionOut(grain="month", currency=currency, cohorts=cohorts)


def _average(figures: Figures) -> int:
    """What an order brought, to the nearest cent; adjustments are nobody's order."""
    return (2 * figures.sold_cents + figures.orders) // (2 * figures.orders) if figures.orders else 0
