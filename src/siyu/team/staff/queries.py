"""Every statement the staff room sends."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row as Fetched
from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from siyu.kernel.pages import Order, PageWanted, paged
from siyu.team.staff.tables import StaffRow, StaffSeenRow

DEFAULT_SORT = "created_at"
_ORDERS = {
    "created_at": Order(StaffRow.created_at, StaffRow.id),
    "name": Order(StaffRow.name, StaffRow.id),
    "email": Order(StaffRow.email, StaffRow.id),
}
_EMAIL_IS_UNIQUE = "uq_staff_email"

Member = Fetched[StaffRow, datetime | None]


def add_unless_email_taken(db: Session, *, staff_id: UUID, email: str, name: str, role: str, at: datetime) -> bool:
    values = {"id": staff_id, "email": email, "name": name, "role": role, "is_disabled": False, "created_at": at}
    adding = insert(StaffRow).values(values).on_conflict_do_nothing(constraint=_EMAIL_IS_UNIQUE)
    is_new = db.scalar(adding.returning(StaffRow.id)) is not None
    if is_new:
        db.execute(insert(StaffSeenRow).values(staff_id=staff_id))
    return is_new


def lock_owner_ids(db: Session) -> list[UUID]:
    """Active owners, held until the transaction ends: always taken before any other row of staff, in order of id."""
    owners = select(StaffRow.id).where(StaffRow.role == "owner", ~StaffRow.is_disabled).order_by(StaffRow.id)
    return list(db.scalars(owners.with_for_update()))


def lock_by_id(db: Session, staff_id: UUID) -> Member | None:
    locked = _members().where(StaffRow.id == staff_id).with_for_update(of=StaffRow)
    return db.execute(locked.execution_options(populate_existing=True)).one_or_none()


def by_id(db: Session, staff_id: UUID) -> Member | None:
    found = _members().where(StaffRow.id == staff_id).execution_options(populate_existing=True)
    return db.execute(found).one_or_none()


def by_email(db: Session, email: str) -> Member | None:
    return db.execute(_members().where(StaffRow.email == email)).one_or_none()


def listed(db: Session, wanted: PageWanted) -> list[Member]:
    return list(db.execute(paged(_members(), wanted, _ORDERS, default=DEFAULT_SORT)))


def count(db: Session) -> int:
    return db.execute(select(func.count()).select_from(StaffRow)).scalar_one()


def has_owner(db: Session) -> bool:
    return db.scalar(select(StaffRow.id).where(StaffRow.role == "owner").limit(1)) is not None


def mark_seen(db: Session, staff_id: UUID, at: datetime) -> None:
    """A row that another request is marking right now is left to it."""
    free = select(StaffSeenRow.staff_id).where(StaffSeenRow.staff_id == staff_id).with_for_update(skip_locked=True)
    db.execute(update(StaffSeenRow).where(StaffSeenRow.staff_id.in_(free.scalar_subquery())).values(seen_at=at))


def _members() -> Select[Any]:
    seen = StaffSeenRow.staff_id == StaffRow.id
    return cast("Select[Any]", select(StaffRow, StaffSeenRow.seen_at).outerjoin(StaffSeenRow, seen))
