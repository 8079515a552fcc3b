"""Every statement the plan room sends."""

from datetime import datetime

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from siyu.facts.plan.contract import Mode, Schema
from siyu.facts.plan.tables import PlannedEventRow, TrackingPlanRow


def head(db: Session) -> tuple[int, Mode]:
    """Version of the plan, and the mode of unplanned events; a plan nobody touched is version 0."""
    row = db.connection().execute(_HEAD).one_or_none()
    return (row.version, row.unplanned) if row else (0, "off")


_HEAD = text("SELECT version, unplanned FROM tracking_plan")
"""Asked for every group of events: plain text costs the least."""


def next_version(db: Session, now: datetime) -> None:
    """Count the version up. Until the transaction ends nobody else changes the plan."""
    put = insert(TrackingPlanRow).values(id=1, version=1, unplanned="off", changed_at=now)
    counted = {"version": TrackingPlanRow.version + 1, "changed_at": now}
    db.execute(put.on_conflict_do_update(index_elements=[TrackingPlanRow.id], set_=counted))


def set_unplanned(db: Session, mode: Mode) -> None:
    db.execute(update(TrackingPlanRow).values(unplanned=mode))


def rows(db: Session) -> list[PlannedEventRow]:
    return list(db.scalars(select(PlannedEventRow).execution_options(populate_existing=True)))


def row(db: Session, name: str) -> PlannedEventRow | None:
    return db.get(PlannedEventRow, name, populate_existing=True)


def count_others(db: Session, names: frozenset[str]) -> int:
    """How many rows are of events that are not among these."""
    others = select(func.count()).select_from(PlannedEventRow).where(PlannedEventRow.name.not_in(names))
    return db.execute(others).scalar_one()


def put(db: Session, *, name: str, mode: Mode, schema: Schema, now: datetime) -> PlannedEventRow:
    """Write the row, in place of the one there may be."""
    wanted = {"mode": mode, "schema": schema, "updated_at": now}
    statement = insert(PlannedEventRow).values(name=name, created_at=now, **wanted)
    db.execute(statement.on_conflict_do_update(index_elements=[PlannedEventRow.name], set_=wanted))
    return db.get_one(PlannedEventRow, name, populate_existing=True)


def remove(db: Session, name: str) -> None:
    db.execute(delete(PlannedEventRow).where(PlannedEventRow.name == name))
