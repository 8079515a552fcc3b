"""The same figures in plain Python, slow and obvious: what the warehouse's SQL is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from siyu.facts.events.contract import Event, Items
from siyu.insight.retention.contract import Cohort
from siyu.insight.trends.contract import Figures, Grain, Period, Point, ProductSold
from tests.facts.log import MAY, event, items

ZONES = ("Asia/Shanghai", "Europe/London", "America/New_York")
PEOPLE = (None, *(UUID(int=number) for number in range(1, 5)))
_EDGES = [
    datetime(2026, 1, 31, 16, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 1, 5, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC), datetime(2024, 12, 30, tzinfo=UTC),
    MAY,
]  # fmt: skip
MOMENTS = st.builds(
    lambda edge, step: edge + step,
    st.sampled_from(_EDGES),
    st.sampled_from([timedelta(), timedelta(milliseconds=-1), timedelta(days=1), timedelta(days=-31)]),
)
_LINES = st.tuples(
    st.sampled_from(["", "T-1", "P-1"]), st.sampled_from(["龙井", "壶"]), st.integers(-1, 3), st.integers(-2, 9)
)
EVENTS = st.builds(
    event,
    st.sampled_from(["order_paid", "order_paid", "order_paid", "order_refunded", "order_adjusted", "person_created"]),
    person_id=st.sampled_from(PEOPLE),
    time=MOMENTS,
    currency=st.sampled_from(["CNY", "CNY", "GBP"]),
    amount_cents=st.integers(-3, 9),
    items=st.lists(_LINES, max_size=3).map(lambda lines: items(*lines)),
)
LOGS = st.lists(EVENTS, max_size=25)


@dataclass(frozen=True)
class Log:
    """What happened, in one currency and a zone."""

    events: Sequence[Event]
    currency: str
    zone: ZoneInfo

    def documents(self, period: Period) -> list[Event]:
        return [
            item
            for item in self.events
            if item.name in ("order_paid", "order_refunded", "order_adjusted")
            and item.currency == self.currency
            and (period.starts_at is None or item.time >= period.starts_at)
            and (period.ends_at is None or item.time < period.ends_at)
        ]

    def paid(self, period: Period) -> list[Event]:
        return [item for item in self.documents(period) if item.name == "order_paid" and item.amount_cents > 0]

    def first_at(self) -> dict[UUID, datetime]:
        found: dict[UUID, datetime] = {}
        for item in self.paid(Period(self.zone.key)):
            if item.person_id:
                found[item.person_id] = min(item.time, found.get(item.person_id, item.time))
        return found

    def bucket(self, moment: datetime, grain: Grain) -> date:
        day = moment.astimezone(self.zone).date()
        if grain == "week":
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if grain == "month" else day


def figures(log: Log, period: Period) -> Figures:
    documents, paid, first_at = log.documents(period), log.paid(period), log.first_at()
    known = [item for item in paid if item.person_id]
    earned, given_back = _money(documents)
    return Figures(
        orders=len(paid),
        buyers=len({item.person_id for item in known}),
        new_buyers=len({item.person_id for item in known if item.time == first_at[item.person_id]}),  # type: ignore[index]
        returning_buyers=len({item.person_id for item in known if item.time > first_at[item.person_id]}),  # type: ignore[index]
        paid_cents=earned,
        refunded_cents=given_back,
        net_cents=earned - given_back,
        documents=len(documents),
        refund_documents=sum(item.name == "order_refunded" for item in documents),
        sold_cents=sum(item.amount_cents for item in paid),
        known_orders=len(known),
        known_paid_cents=sum(item.amount_cents for item in known),
    )


def trend(log: Log, period: Period, grain: Grain) -> list[Point]:
    buckets = sorted({log.bucket(item.time, grain) for item in log.documents(period)})
    return [_point(log, period, grain, bucket) for bucket in buckets]


def _point(log: Log, period: Period, grain: Grain, bucket: date) -> Point:
    documents = [item for item in log.documents(period) if log.bucket(item.time, grain) == bucket]
    paid = [item for item in log.paid(period) if log.bucket(item.time, grain) == bucket]
    buyers = {item.person_id for item in paid if item.person_id}
    new = {person for person, moment in log.first_at().items() if log.bucket(moment, grain) == bucket} & buyers
    earned, given_back = _money(documents)
    return Point(bucket, len(paid), len(buyers), len(new), len(buyers - new), earned, given_back, earned - given_back)


def _money(documents: Iterable[Event]) -> tuple[int, int]:
    documents = list(documents)
    given_back = sum(item.amount_cents for item in documents if item.name == "order_refunded")
    return sum(item.amount_cents for item in documents) - given_back, given_back


def top_products(log: Log, period: Period, limit: int) -> list[ProductSold]:
    lines = [(item.id, *line) for item in log.paid(period) for line in _lines(item.items) if line[0]]
    found = []
    for sku in {line[1] for line in lines}:
        of_sku = [line for line in lines if line[1] == sku]
        name = max((amount, name) for _, _, name, _, amount in of_sku)[1]
        quantity, amount = sum(line[3] for line in of_sku), sum(line[4] for line in of_sku)
        found.append(ProductSold(sku, name, quantity, len({line[0] for line in of_sku}), amount))
    return sorted(found, key=lambda item: (-item.paid_cents, item.sku))[:limit]


def _lines(goods: Items) -> Iterable[tuple[str, str, int, int]]:
    return zip(*goods, strict=True)


def cohorts(log: Log) -> list[Cohort]:
    """Without the limit of months: the logs of these tests are shorter than it."""
    joined = {person: log.bucket(moment, "month") for person, moment in log.first_at().items()}
    bought = {
        (item.person_id, log.bucket(item.time, "month")) for item in log.paid(Period(log.zone.key)) if item.person_id
    }
    last = max((month for _, month in bought), default=None)
    found = []
    for month in sorted(set(joined.values())):
        members = {person for person, cohort in joined.items() if cohort == month}
        assert last
        retained = [
            len({person for person, at in bought if person in members and _months(at) - _months(month) == later})
            for later in range(_months(last) - _months(month) + 1)
        ]
        found.append(Cohort(month, len(members), retained))
    return found


def _months(day: date) -> int:
    return day.year * 12 + day.month
