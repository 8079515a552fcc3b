"""Staff: list, hire, change, and give a new password to who lost theirs."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from siyu.entrypoints.console.session import Typed
from siyu.entrypoints.http import PageOut, PageQuery, Signed, Work, may, once, once_hiding, page_out
from siyu.team.access import service as access
from siyu.team.staff import service as staff
from siyu.team.staff.contract import Role, Staff, StaffChange

router = APIRouter(prefix="/v1/staff", tags=["staff"])


class NewStaff(BaseModel):
    email: str = Field(max_length=300)
    name: str = Field(max_length=200)
    role: Role
    password: Typed


class ChangedStaff(BaseModel):
    """What is absent or null stays as it is."""

    name: str | None = Field(default=None, max_length=200)
    role: Role | None = None
    disabled: bool | None = None


class NewPassword(BaseModel):
    """Shown once; null when the answer is a replay."""

    password: str | None


@router.get("", **may("staff:read"))
def members(tx: Work, wanted: PageQuery) -> PageOut[Staff]:
    return page_out(staff.members(tx, wanted=wanted), lambda member: member)


@router.post("", status_code=201, **may("staff:write"))
@once
def hire(new: NewStaff, tx: Work, by: Signed) -> Staff:
    password = new.password.get_secret_value()
    return access.hire(tx, by=by, email=new.email, name=new.name, role=new.role, password=password)


@router.patch("/{staff_id}", **may("staff:write"))
def change(staff_id: UUID, change: ChangedStaff, tx: Work, by: Signed) -> Staff:
    wanted = StaffChange(name=change.name, role=change.role, disabled=change.disabled)
    return access.change(tx, by=by, staff_id=staff_id, wanted=wanted)


@router.post("/{staff_id}/password-resets", status_code=201, **may("staff:write"))
@once_hiding("password")
def reset_password(staff_id: UUID, tx: Work, by: Signed) -> NewPassword:
    return NewPassword(password=access.reset_password(tx, by=by, staff_id=staff_id))
