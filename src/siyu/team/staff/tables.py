"""Rows of the staff room."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from siyu.kernel.db import Row


class StaffRow(Row):
    """One member of staff; the e-mail address is unique whatever its case, because only lower case gets in."""

    __tablename__ = "staff"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    is_disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("role IN ('owner', 'operator', 'staff', 'analyst')", name="role_is_known"),
    )


class StaffSeenRow(Row):
    """When they were last here; apart from `staff`, so that neither a visit nor a change ever waits for the other."""

    __tablename__ = "staff_seen"
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    seen_at: Mapped[datetime | None]
