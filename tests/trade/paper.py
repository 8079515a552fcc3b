"""Documents as a shop would send them, in few words, and a look at what became of them."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from siyu.kernel.outbox import OutboxRow
from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import Kind, Line, NewOrder, Order, OrderFilter, Recorded
from siyu.trade.orders.tables import OrderLineRow, OrderRow

MAY = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
LIN, WEI = UUID(int=1), UUID(int=2)
TEA = Line("T-1", "龙井", 2, 5_000, 10_000)
POT = Line("P-1", "茶壶", 1, 20_000, 20_000)


def paper(document: str, *lines: Line, **told: Any) -> NewOrder:
    """A sale to Lin in May, unless told otherwise; its fingerprint follows from its content."""
    kind: Kind = told.get("kind", "sale")
    values = {
        "person_id": LIN, "placed_at": MAY, "currency": "CNY", "refunds_document": None, **told, "kind": kind,
        "document": document, "lines": lines or (TEA,),
    }  # fmt: skip
    fingerprint = hashlib.blake2b(repr(sorted(values.items(), key=lambda item: item[0])).encode(), digest_size=16)
    return NewOrder(fingerprint=fingerprint.hexdigest(), **values)


def back(line: Line) -> Line:
    """The line of a refund."""
    return line._replace(quantity=-line.quantity, amount_cents=-line.amount_cents)


def record(begin: Begin, *papers: NewOrder, source: str = "shop") -> Recorded:
    with begin(SYSTEM) as tx:
        return orders.record(tx, source=source, orders=papers)


def found(begin: Begin, document: str, source: str = "shop") -> Order:
    with begin(SYSTEM) as tx:
        known = select(OrderRow.id).where(OrderRow.document == document, OrderRow.source == source)
        return orders.order(tx, order_id=tx.db.execute(known).scalar_one())


def listed(begin: Begin, wanted: PageWanted | None = None, **chosen: Any) -> list[str]:
    """The documents that match, all pages put together; the total must say how many."""
    asked, documents = wanted or PageWanted(), []
    with begin(SYSTEM) as tx:
        while True:
            page = orders.orders(tx, wanted=asked, chosen=OrderFilter(**chosen))
            documents += [item.document for item in page.items]
            if page.next_cursor is None:
                assert page.total == len(documents)
                return documents
            asked = PageWanted(asked.limit, page.next_cursor, asked.sort)


def rows(begin: Begin) -> tuple[int, int]:
    """How many orders and lines there are."""
    with begin(SYSTEM) as tx:
        counts = (tx.db.execute(select(func.count()).select_from(row)).scalar_one() for row in (OrderRow, OrderLineRow))
        return next(counts), next(counts)


def told(begin: Begin) -> list[dict[str, Any]]:
    """The bodies of the facts told so far."""
    with begin(SYSTEM) as tx:
        return list(tx.db.scalars(select(OutboxRow.body).order_by(OutboxRow.sequence)))
