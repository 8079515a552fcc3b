"""A member of staff as others may know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from siyu.kernel.errors import Conflict, Invalid, NotFound

Role = Literal["owner", "operator", "staff", "analyst"]


@dataclass(frozen=True, slots=True)
class Staff:
    id: UUID
    email: str
    name: str
    role: Role
    disabled: bool
    last_seen_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StaffChange:
    """What shall be different; None leaves it as it is."""

    name: str | None = None
    role: Role | None = None
    disabled: bool | None = None


class StaffMissing(NotFound):
    code = "staff_not_found"
    zh = "没有这位员工"
    en = "There is no such member of staff"


class EmailTaken(Conflict):
    code = "email_taken"
    field = "email"
    zh = "该邮箱已有员工使用"
    en = "Another member of staff already has this e-mail address"


class LastOwner(Conflict):
    code = "last_owner"
    zh = "至少要保留一位启用的所有者，不能降级或停用最后一位"
    en = "The last active owner can be neither demoted nor disabled"


class EmailInvalid(Invalid):
    code = "email_invalid"
    zh = "邮箱格式不正确"
    en = "This is not an e-mail address"


class NameInvalid(Invalid):
    code = "name_invalid"
    zh = "姓名需为 1 至 100 个可见字符"
    en = "A name has 1 to 100 visible characters"
