"""When documents were recorded: log them as events at their own time, and sum up what their people bought."""

from uuid import uuid5

from siyu.facts.events import service as events
from siyu.facts.events.contract import Event, Items
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.listeners import when
from siyu.flows.people import sum_up
from siyu.kernel.tx import Tx
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import LineColumns, Order, OrdersRecorded

_EVENTS = {"sale": "order_paid", "refund": "order_refunded", "adjustment": "order_adjusted"}


@when(OrdersRecorded)
def log_orders(tx: Tx, fact: OrdersRecorded, warehouse: Warehouse) -> None:
    found = orders.whole(tx, order_ids=fact.order_ids)
    events.restate(tx, warehouse, events=[_event(order) for order in found])


@when(OrdersRecorded)
def sum_up_buyers(tx: Tx, fact: OrdersRecorded) -> None:
    sum_up(tx, person_ids=fact.person_ids)


def _event(order: Order) -> Event:
    """Its id follows from the document and its revision, so a redelivery makes the same event."""
    summary = order.summary
    sign = -1 if summary.kind == "refund" else 1
    properties = {"document": summary.document}
    if order.refunds_document:
        properties["refunds_document"] = order.refunds_document
    return Event(
        id=uuid5(summary.id, str(order.revision)),
        name=_EVENTS[summary.kind],
        person_id=order.origin_id,
        time=summary.placed_at,
        source=summary.source,
        subject_id=summary.id,
        currency=summary.currency,
        amount_cents=sign * summary.amount_cents,
        items=_items(order.columns, sign),
        properties=properties,
    )


def _items(lines: LineColumns, sign: int) -> Items:
    if sign == 1:
        return Items(lines.skus, lines.names, lines.quantities, lines.amounts_cents)
    return Items(lines.skus, lines.names, [-n for n in lines.quantities], [-n for n in lines.amounts_cents])
