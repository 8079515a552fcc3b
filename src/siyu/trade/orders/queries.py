"""Every statement the orders room sends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from siyu.kernel import pages
from siyu.kernel.copying import copy_rows, fetch_tuples
from siyu.kernel.db import is_any
from siyu.kernel.pages import PageWanted, paged
from siyu.trade.orders.contract import LineColumns, NewOrder, OrderFilter
from siyu.trade.orders.tables import OrderLineRow, OrderRow

DEFAULT_SORT = "-placed_at"
_ORDERS = {
    name: pages.Order(column, OrderRow.id)
    for name, column in {"placed_at": OrderRow.placed_at, "amount_cents": OrderRow.amount_cents}.items()
}
_ORDER_COLUMNS = (
    "id", "source", "document", "kind", "person_id", "placed_at", "currency", "amount_cents", "line_count",
    "refunds_document", "fingerprint", "revision", "recorded_at", "origin_id",
)  # fmt: skip
_LINE_COLUMNS = ("order_id", "number", "sku", "name", "quantity", "unit_price_cents", "amount_cents")


class Known(NamedTuple):
    """What is already there under a document's number."""

    id: UUID
    fingerprint: str
    revision: int
    person_id: UUID | None


def take_turns(db: Session, source: str) -> None:
    """Wait for others who record documents of this source: their new ones cannot be seen, and not locked, before."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"orders.record/{source}", 0))))


def known(db: Session, source: str, documents: Collection[str]) -> dict[str, Known]:
    """Those of these documents that are recorded."""
    columns = (OrderRow.document, OrderRow.id, OrderRow.fingerprint, OrderRow.revision, OrderRow.person_id)
    query = select(*columns).where(OrderRow.source == source, is_any(OrderRow.document, documents))
    return {row.document: Known(row.id, row.fingerprint, row.revision, row.person_id) for row in db.execute(query)}


def add_orders(db: Session, source: str, orders: Sequence[tuple[UUID, NewOrder]], *, at: datetime) -> None:
    copy_rows(db, "orders", _ORDER_COLUMNS, (_order_values(source, row_id, new, at) for row_id, new in orders))
    add_lines(db, orders)


def add_lines(db: Session, orders: Sequence[tuple[UUID, NewOrder]]) -> None:
    lines = ((row_id, number, *line) for row_id, new in orders for number, line in enumerate(new.lines, start=1))
    copy_rows(db, "order_lines", _LINE_COLUMNS, lines)


def replace_order(db: Session, row_id: UUID, new: NewOrder, *, revision: int, at: datetime) -> None:
    values = dict(zip(_ORDER_COLUMNS, _order_values("", row_id, new, at), strict=True)) | {"revision": revision}
    del values["id"], values["source"]
    db.execute(update(OrderRow).where(OrderRow.id == row_id).values(values))
    db.execute(delete(OrderLineRow).where(OrderLineRow.order_id == row_id))


def orders_by_id(db: Session, order_ids: Collection[UUID]) -> list[OrderRow]:
    return list(db.scalars(select(OrderRow).where(is_any(OrderRow.id, order_ids)).order_by(OrderRow.id)))


def lines_of(db: Session, order_ids: Collection[UUID]) -> dict[UUID, LineColumns]:
    """Whole columns of lines, put together by the database: an import has them read by the hundred thousand."""
    line = OrderLineRow.__table__.c
    columns = (line.sku, line.name, line.quantity, line.unit_price_cents, line.amount_cents)
    gathered = (aggregate_order_by(column, line.number) for column in columns)
    query = select(line.order_id, *(func.array_agg(column) for column in gathered))
    rows = fetch_tuples(db, query.where(is_any(line.order_id, order_ids)).group_by(line.order_id))
    return {order_id: LineColumns(*gathered) for order_id, *gathered in rows}


def sums(db: Session, person_ids: Collection[UUID]) -> list[Any]:
    """Per person and currency; a sale without a price (a sample, a stock correction) is no order of the person."""
    is_sale = (OrderRow.kind == "sale") & (OrderRow.amount_cents > 0)
    is_refund = OrderRow.kind == "refund"
    query = (
        select(
            OrderRow.person_id,
            OrderRow.currency,
            func.count().filter(is_sale),
            func.count().filter(is_refund),
            _whole(func.sum(case((is_refund, 0), else_=OrderRow.amount_cents))),
            _whole(func.sum(case((is_refund, -OrderRow.amount_cents), else_=0))),
            func.min(OrderRow.placed_at).filter(is_sale),
            func.max(OrderRow.placed_at).filter(is_sale),
        )
        .where(is_any(OrderRow.person_id, person_ids))
        .group_by(OrderRow.person_id, OrderRow.currency)
    )
    return list(db.execute(query))


def follow(db: Session, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    columns = dict(zip(("origins", "was", "now"), map(list, zip(*moves, strict=True)), strict=True))
    db.connection().execute(_FOLLOW, columns)


_FOLLOW = text(
    """
    UPDATE orders o SET person_id = m.now
    FROM unnest(CAST(:origins AS uuid[]), CAST(:was AS uuid[]), CAST(:now AS uuid[])) AS m (origin, was, now)
    WHERE o.person_id = m.was AND o.origin_id = m.origin
    """
)


def _whole(total: Any) -> Any:
    """PostgreSQL adds integers up to a decimal; money is an integer."""
    return cast(total, BigInteger)


def listed(wanted: PageWanted, chosen: OrderFilter) -> Select[Any]:
    return paged(select(OrderRow).where(*_conditions(chosen)), wanted, _ORDERS, default=DEFAULT_SORT)


def matching(db: Session, chosen: OrderFilter) -> int:
    return db.execute(select(func.count()).select_from(OrderRow).where(*_conditions(chosen))).scalar_one()


def _order_values(source: str, row_id: UUID, new: NewOrder, at: datetime) -> tuple[Any, ...]:
    return (
        row_id, source, new.document, new.kind, new.person_id, new.placed_at, new.currency, new.amount_cents,
        len(new.lines), new.refunds_document, new.fingerprint, 1, at, new.origin_id or new.person_id,
    )  # fmt: skip


def _conditions(chosen: OrderFilter) -> list[ColumnElement[bool]]:
    equal: dict[Any, Any] = {
        OrderRow.kind: chosen.kind,
        OrderRow.source: chosen.source,
        OrderRow.person_id: chosen.person_id,
        OrderRow.currency: chosen.currency,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if chosen.placed_from:
        conditions.append(OrderRow.placed_at >= chosen.placed_from)
    if chosen.placed_before:
        conditions.append(OrderRow.placed_at < chosen.placed_before)
    if chosen.q:
        conditions.append(OrderRow.document.startswith(chosen.q, autoescape=True))
    return conditions
