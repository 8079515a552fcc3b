"""Record documents once, notice when their content changed, and sum up what people bought."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.trade.orders import queries
from siyu.trade.orders.contract import (
    RECORD_MAX,
    BuyingSum,
    LineColumns,
    NewOrder,
    Order,
    OrderFilter,
    OrderMissing,
    OrdersRecorded,
    OrderSummary,
    Recorded,
)
from siyu.trade.orders.queries import Known
from siyu.trade.orders.tables import OrderRow


def record(tx: Tx, *, source: str, orders: Sequence[NewOrder]) -> Recorded:
    """Take in up to RECORD_MAX documents of one source: new ones are added, changed ones replaced, equal ones left.

    Each document may stand in `orders` once. Whoever records the same source meanwhile waits until we commit.
    """
    assert len(orders) <= RECORD_MAX
    queries.take_turns(tx.db, source)
    known = queries.known(tx.db, source, [new.document for new in orders])
    fresh = [(tx.new_id(), new) for new in orders if new.document not in known]
    changed = [new for new in orders if new.document in known and known[new.document].fingerprint != new.fingerprint]
    queries.add_orders(tx.db, source, fresh, at=tx.now)
    _replace(tx, changed, known)
    _tell(tx, fresh, changed, known)
    return Recorded(len(fresh), len(changed), len(orders) - len(fresh) - len(changed))


def orders(tx: Tx, *, wanted: PageWanted, chosen: OrderFilter) -> Page[OrderSummary]:
    """A page of documents with the number of all that match."""
    rows = list(tx.db.scalars(queries.listed(wanted, chosen)))
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([_summary(row) for row in page], next_cursor, queries.matching(tx.db, chosen))


def order(tx: Tx, *, order_id: UUID) -> Order:
    """One document with its lines."""
    found = whole(tx, order_ids=[order_id])
    if not found:
        raise OrderMissing
    return found[0]


def whole(tx: Tx, *, order_ids: Collection[UUID]) -> list[Order]:
    """These documents with their lines."""
    lines = queries.lines_of(tx.db, order_ids)
    empty = LineColumns([], [], [], [], [])
    return [_order(row, lines.get(row.id, empty)) for row in queries.orders_by_id(tx.db, order_ids)]


def buying_sums(tx: Tx, *, person_ids: Collection[UUID]) -> Iterator[BuyingSum]:
    """What each of these people bought and gave back, per currency."""
    return (BuyingSum(*row) for row in queries.sums(tx.db, person_ids))


def follow(tx: Tx, *, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """People turned out to be one, or two: documents written for an origin go from who it was to who it is now."""
    queries.follow(tx.db, moves)


def _replace(tx: Tx, changed: Sequence[NewOrder], known: dict[str, Known]) -> None:
    for new in changed:
        old = known[new.document]
        queries.replace_order(tx.db, old.id, new, revision=old.revision + 1, at=tx.now)
    queries.add_lines(tx.db, [(known[new.document].id, new) for new in changed])


def _tell(tx: Tx, fresh: Sequence[tuple[UUID, NewOrder]], changed: Sequence[NewOrder], known: dict[str, Known]) -> None:
    order_ids = [row_id for row_id, _ in fresh] + [known[new.document].id for new in changed]
    before = {known[new.document].person_id for new in changed}
    now = {new.person_id for _, new in fresh} | {new.person_id for new in changed}
    person_ids = sorted(person_id for person_id in before | now if person_id)
    if order_ids:
        tx.tell(OrdersRecorded(order_ids=tuple(order_ids), person_ids=tuple(person_ids)))


def _order(row: OrderRow, lines: LineColumns) -> Order:
    return Order(_summary(row), row.refunds_document, row.revision, lines, row.recorded_at, row.origin_id)


def _summary(row: OrderRow) -> OrderSummary:
    return OrderSummary(
        id=row.id,
        source=row.source,
        document=row.document,
        kind=row.kind,  # type: ignore[arg-type]
        person_id=row.person_id,
        placed_at=row.placed_at,
        currency=row.currency,
        amount_cents=row.amount_cents,
        lines=row.line_count,
    )
