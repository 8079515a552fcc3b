"""Every question the trends room asks the warehouse. Values are bound; the only text put together is ours."""

from typing import Any

from siyu.facts.events.contract import NOBODY
from siyu.facts.warehouse.service import Warehouse
from siyu.insight.trends.contract import POINTS_MAX, Grain, Period

_PAID = "(event = 'order_paid' AND amount_cents > 0)"
_BY_BUYER = f"({_PAID} AND person_id != {{nobody:UUID}})"
_DOCUMENTS = "event IN ('order_paid', 'order_refunded', 'order_adjusted')"
_BUCKET = {
    "day": "toDate(toTimeZone(time, {zone:String}))",
    "week": "toMonday(toTimeZone(time, {zone:String}))",
    "month": "toStartOfMonth(toTimeZone(time, {zone:String}))",
}
_FIRST = f"""
    SELECT person_id, min(time) AS first_at FROM known_events
    WHERE {_BY_BUYER} AND currency = {{currency:String}} GROUP BY person_id
"""
_MONEY = """
    sumIf(amount_cents, event IN ('order_paid', 'order_adjusted')) AS paid_cents,
    sumIf(amount_cents, event = 'order_refunded') AS refunded_cents,
    paid_cents - refunded_cents AS net_cents
"""


def currencies(warehouse: Warehouse) -> list[str]:
    """The currencies of the log, the one with most documents first."""
    sql = f"""
    SELECT currency FROM events WHERE {_DOCUMENTS} AND currency != '' GROUP BY currency ORDER BY count() DESC, currency
    """
    return [row[0] for row in warehouse.rows(sql)]


def figures(warehouse: Warehouse, period: Period, currency: str) -> dict[str, Any]:
    where, parameters = _within(period, currency)
    sql = f"""
    SELECT countIf({_PAID}) AS orders,
        uniqExactIf(person_id, {_BY_BUYER}) AS buyers,
        uniqExactIf(person_id, {_BY_BUYER} AND time = first_at) AS new_buyers,
        uniqExactIf(person_id, {_BY_BUYER} AND time > first_at) AS returning_buyers,
        {_MONEY},
        count() AS documents,
        countIf(event = 'order_refunded') AS refund_documents,
        sumIf(amount_cents, {_PAID}) AS sold_cents,
        countIf({_BY_BUYER}) AS known_orders,
        sumIf(amount_cents, {_BY_BUYER}) AS known_paid_cents
    FROM known_events AS events LEFT JOIN ({_FIRST}) AS firsts USING (person_id)
    WHERE {where}
    """
    return warehouse.named(sql, parameters)[0]


def trend(warehouse: Warehouse, period: Period, currency: str, grain: Grain) -> list[dict[str, Any]]:
    where, parameters = _within(period, currency)
    bucket = _BUCKET[grain]
    is_first = f"{bucket} = {bucket.replace('(time,', '(first_at,')}"
    sql = f"""
    SELECT {bucket} AS bucket,
        countIf({_PAID}) AS orders,
        uniqExactIf(person_id, {_BY_BUYER}) AS buyers,
        uniqExactIf(person_id, {_BY_BUYER} AND {is_first}) AS new_buyers,
        buyers - new_buyers AS returning_buyers,
        {_MONEY}
    FROM known_events AS events LEFT JOIN ({_FIRST}) AS firsts USING (person_id)
    WHERE {where}
    GROUP BY bucket ORDER BY bucket LIMIT {POINTS_MAX + 1}
    """
    return warehouse.named(sql, parameters)


def top_products(warehouse: Warehouse, period: Period, currency: str, limit: int) -> list[dict[str, Any]]:
    where, parameters = _within(period, currency)
    sql = f"""
    SELECT sku, argMax(name, (amount, name)) AS name, sum(quantity) AS quantity, uniqExact(event_id) AS orders,
        sum(amount) AS paid_cents
    FROM (
        SELECT event_id, sku, name, quantity, amount
        FROM events
        ARRAY JOIN items.sku AS sku, items.name AS name, items.quantity AS quantity, items.amount_cents AS amount
        WHERE {where} AND {_PAID} AND sku != ''
    )
    GROUP BY sku ORDER BY paid_cents DESC, sku LIMIT {{limit:UInt32}}
    """
    return warehouse.named(sql, parameters | {"limit": limit})


def _within(period: Period, currency: str) -> tuple[str, dict[str, Any]]:
    conditions = [_DOCUMENTS, "currency = {currency:String}"]
    parameters: dict[str, Any] = {"currency": currency, "nobody": NOBODY, "zone": period.time_zone}
    if period.starts_at:
        conditions.append("time >= fromUnixTimestamp64Milli({starts:Int64}, 'UTC')")
        parameters["starts"] = round(period.starts_at.timestamp() * 1000)
    if period.ends_at:
        conditions.append("time < fromUnixTimestamp64Milli({ends:Int64}, 'UTC')")
        parameters["ends"] = round(period.ends_at.timestamp() * 1000)
    return " AND ".join(conditions), parameters
