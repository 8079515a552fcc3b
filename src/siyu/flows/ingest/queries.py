"""Every statement ingest sends."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.flows.ingest.contract import QuarantineFilter
from siyu.flows.ingest.tables import QuarantinedRow, SpooledRow, TakenRow
from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged

_LOCK = 7_341_982_001
_TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({_LOCK})")
"""Held from reading the taken ids until commit: one group after the other, whichever process it is in."""
DEFAULT_SORT = "-received_at"
_ORDERS = {"received_at": Order(QuarantinedRow.received_at, QuarantinedRow.id)}


def take_turn(db: Session) -> None:
    db.connection().execute(_TAKE_TURN)


def taken_after(db: Session, number: int, *, since: datetime) -> Sequence[tuple[int, datetime, bytes]]:
    rows = db.connection().execute(_TAKEN_AFTER, {"number": number, "since": since})
    return [(number, at, ids) for number, at, ids in rows]


_TAKEN_AFTER = text(
    "SELECT number, taken_at, ids FROM taken_ids WHERE number > :number AND taken_at >= :since ORDER BY number"
)


def forget_taken(db: Session, *, before: datetime) -> None:
    db.execute(delete(TakenRow).where(TakenRow.taken_at < before))


def add_spooled(db: Session, *, block: bytes, ids: bytes, made_by: UUID, at: datetime) -> None:
    """Spool the block and take its ids, in one statement."""
    values = {"block": block, "ids": ids, "events": len(ids) // 16, "made_by": made_by, "at": at}
    db.connection().execute(_ADD_SPOOLED, values)


_ADD_SPOOLED = text(
    """
    WITH taken AS (INSERT INTO taken_ids (taken_at, ids) VALUES (:at, :ids))
    INSERT INTO spooled_blocks (spooled_at, made_by, events, block) VALUES (:at, :made_by, :events, :block)
    """
)


def claim_spooled(db: Session, *, made_by: UUID, left_before: datetime, limit: int) -> Sequence[SpooledRow]:
    """The oldest blocks nobody else is carrying: our own, and what another process left lying."""
    query = select(SpooledRow).where(or_(SpooledRow.made_by == made_by, SpooledRow.spooled_at < left_before))
    return list(db.scalars(query.order_by(SpooledRow.number).limit(limit).with_for_update(skip_locked=True)))


def drop_spooled(db: Session, numbers: Collection[int]) -> None:
    db.execute(delete(SpooledRow).where(is_any(SpooledRow.number, numbers)))


def spooled(db: Session) -> tuple[int, datetime | None]:
    """How many events wait, and since when."""
    count, oldest = db.execute(
        select(func.coalesce(func.sum(SpooledRow.events), 0), func.min(SpooledRow.spooled_at))
    ).one()
    return int(count), oldest


def add_quarantined(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """A hit that is sent again, or replayed in vain, replaces its row."""
    statement = upsert(QuarantinedRow)
    fresh = {name: statement.excluded[name] for name in ("event", "type", "code", "detail", "body", "state")}
    db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh), list(rows))


def quarantine_holds(db: Session, rows: int) -> bool:
    """Whether there are so many rows; answered from the index without counting on."""
    return bool(db.connection().execute(_HOLDS, {"rows": rows - 1}).scalar_one())


_HOLDS = text("SELECT EXISTS (SELECT FROM quarantined_events OFFSET :rows)")


def quarantined(db: Session, wanted: PageWanted, chosen: QuarantineFilter) -> list[QuarantinedRow]:
    query = select(QuarantinedRow).where(*_conditions(chosen))
    return list(db.scalars(paged(query, wanted, _ORDERS, default=DEFAULT_SORT)))


def all_quarantined(db: Session, chosen: QuarantineFilter) -> Iterator[QuarantinedRow]:
    query = select(QuarantinedRow).where(*_conditions(chosen)).order_by(QuarantinedRow.received_at.desc())
    yield from db.scalars(query.execution_options(yield_per=500))


def count_quarantined(db: Session, chosen: QuarantineFilter) -> int:
    return db.execute(select(func.count()).select_from(QuarantinedRow).where(*_conditions(chosen))).scalar_one()


def reasons(db: Session) -> Sequence[tuple[str, str, int, datetime, datetime]]:
    at = QuarantinedRow.received_at
    query = select(QuarantinedRow.code, QuarantinedRow.event, func.count(), func.min(at), func.max(at))
    query = query.where(QuarantinedRow.state == "waiting").group_by(QuarantinedRow.code, QuarantinedRow.event)
    rows = db.execute(query.order_by(func.count().desc(), QuarantinedRow.code, QuarantinedRow.event).limit(200))
    return [(code, event, count, first, last) for code, event, count, first, last in rows]


def waiting(db: Session, chosen: QuarantineFilter, *, limit: int, after: UUID | None) -> list[QuarantinedRow]:
    """Rows to replay, locked, in the order of their ids."""
    query = select(QuarantinedRow).where(QuarantinedRow.state == "waiting", *_conditions(chosen))
    if after:
        query = query.where(QuarantinedRow.id > after)
    return list(db.scalars(query.order_by(QuarantinedRow.id).limit(limit).with_for_update(skip_locked=True)))


def set_state(db: Session, ids: Collection[UUID], state: str) -> None:
    db.execute(update(QuarantinedRow).where(is_any(QuarantinedRow.id, ids)).values(state=state))


def dismiss(db: Session, chosen: QuarantineFilter) -> int:
    statement = update(QuarantinedRow).where(QuarantinedRow.state == "waiting", *_conditions(chosen))
    return len(db.scalars(statement.values(state="dismissed").returning(QuarantinedRow.id)).all())


def forget_quarantined(db: Session, *, before: datetime) -> int:
    statement = delete(QuarantinedRow).where(QuarantinedRow.received_at < before)
    return len(db.scalars(statement.returning(QuarantinedRow.id)).all())


def _conditions(chosen: QuarantineFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (QuarantinedRow.code, chosen.code),
        (QuarantinedRow.event, chosen.event),
        (QuarantinedRow.state, chosen.state),
    ):
        if value:
            found.append(column == value)
    if chosen.ids:
        found.append(is_any(QuarantinedRow.id, chosen.ids))
    return found
