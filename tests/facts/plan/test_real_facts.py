"""Our own facts keep to the spec: what the log shows of an order is what its schema says."""

from collections.abc import Callable
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import select

from siyu.entrypoints.timelines import timeline_page
from siyu.facts.plan import service as plan
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.when_orders_recorded import log_orders
from siyu.kernel.tx import SYSTEM, Begin
from siyu.trade.orders.contract import Line, OrdersRecorded
from siyu.trade.orders.tables import OrderRow
from tests.trade.paper import LIN, POT, TEA, back, paper, record

NAMELESS = Line("", "", -1, 0, -5)


def test_every_kind_of_document_is_logged_as_the_spec_says(begin: Begin, warehouse: Warehouse) -> None:
    record(
        begin,
        paper("S-1", TEA, POT, NAMELESS),
        paper("S-2", TEA._replace(amount_cents=0)),
        paper("S-1-R", back(TEA), kind="refund", refunds_document="S-1"),
        paper("A-1", NAMELESS, kind="adjustment"),
    )
    with begin(SYSTEM) as tx:
        order_ids = tuple(tx.db.scalars(select(OrderRow.id)))
        log_orders(tx, OrdersRecorded(order_ids, (LIN,)), warehouse)
        verdict = plan.plan(tx).verdict
    shown, _ = timeline_page(warehouse, person_ids=[LIN], event=None, before=None, limit=10)
    assert sorted(event["event"] for event in shown) == ["order_adjusted", "order_paid", "order_paid", "order_refunded"]
    for event in shown:
        assert _wrong(verdict, event) == (), event
        assert set(event["properties"]) <= set(plan.shipped()[event["event"]].schema["properties"])


def _wrong(verdict: Callable[[str, dict[str, Any]], Any], event: dict[str, Any]) -> Any:
    return verdict(event["event"], to_jsonable_python(event["properties"])).violations
