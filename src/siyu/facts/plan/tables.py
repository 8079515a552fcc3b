"""Rows of the plan room: only what a brand changed or added; the spec itself is files."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.facts.plan.contract import NAME_LENGTH_MAX
from siyu.kernel.db import Row


class TrackingPlanRow(Row):
    """What holds for the whole plan; whoever changes any of it locks this row first and counts `version` up."""

    __tablename__ = "tracking_plan"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int]
    unplanned: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("unplanned IN ('off', 'warn', 'strict')", name="unplanned_is_known"),
    )


class PlannedEventRow(Row):
    """One event the brand changed or added; for an event of the spec, `schema` holds only what is added to it."""

    __tablename__ = "planned_events"
    name: Mapped[str] = mapped_column(String(NAME_LENGTH_MAX), primary_key=True)
    mode: Mapped[str] = mapped_column(String(10))
    schema: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("mode IN ('off', 'warn', 'strict')", name="mode_is_known"),)
