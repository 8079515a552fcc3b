"""Identifiers and the people who hold them, as other rooms may know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from siyu.kernel.errors import NotFound

IDENTIFIER_TYPES = (
    "member_id", "phone", "email", "unionid", "openid", "external_userid",
    "taobao_buyer", "jd_buyer", "pinduoduo_buyer", "youzan_buyer", "shopify_customer", "douyin_buyer", "meituan_buyer",
    "erp_id", "phone_hash", "email_hash", "device_id", "anonymous_id",
)  # fmt: skip
"""Most trusted first: where two name different people, the first one counts."""
DEVICE = "anonymous_id"
"""What an SDK calls a browser or a mini-program before anybody has said who they are."""
VALUE_LENGTH_MAX = 255
MEANINGLESS = frozenset(
    {"null", "undefined", "none", "nil", "nan", "0", "-1", "unknown", "anonymous", "guest", "true", "false", "test",
     "[object object]", "00000000-0000-0000-0000-000000000000", "00000000000"}
)  # fmt: skip
"""What programs write where an id is missing: taken for an id, it would make thousands of people one."""


class Identifier(NamedTuple):
    """`type` is one of IDENTIFIER_TYPES; `value` is normalised by whoever read it."""

    type: str
    value: str


class Claim(NamedTuple):
    """Who somebody says they are: identifiers of theirs, most trusted first, and the device they use ("" for none)."""

    known: tuple[Identifier, ...]
    device: str


@dataclass(frozen=True, slots=True)
class Link:
    """An identifier a person holds, and since when and whence we know."""

    type: str
    value: str
    source: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Resolved:
    """The person behind each asked-for set of identifiers, in the order asked; and who is new."""

    person_ids: list[UUID | None]
    created: frozenset[UUID]


class PersonMissing(NotFound):
    code = "person_missing"
    zh = "没有这位客户"
    en = "There is no such person"
