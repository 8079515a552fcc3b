"""Identifiers and the people who hold them, as other rooms may know them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, NamedTuple
from uuid import UUID

from siyu.kernel.errors import Conflict, NotFound

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
    """Who somebody says they are: identifiers of theirs, most trusted first, and the device they use ("" for none).

    `seen_ms` is when they said so, milliseconds of Unix time; 0 for now.
    """

    known: tuple[Identifier, ...]
    device: str
    seen_ms: int = 0


class Moved(NamedTuple):
    """Part of a person is somebody else's now: everything written for `origins` goes from `was` to `now`.

    Two become one where nothing of `was` is left (`is_whole`); one becomes two where something stays.
    """

    was: UUID
    now: UUID
    origins: frozenset[UUID]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An identifier a person holds, and since when and whence we know."""

    type: str
    value: str
    source: str
    linked_at: datetime


class Unlinked(NamedTuple):
    """How many identifiers were taken back, and what follows from it."""

    taken: int
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The person behind each asked-for set of identifiers, in the order asked; and who is new.

    `origins` are whom each was first taken for: what is written for them now follows when people are merged or parted.
    `moves` are what this brought about elsewhere; the caller carries them out in the same transaction.
    """

    person_ids: list[UUID | None]
    created: frozenset[UUID]
    origins: list[UUID | None] = field(default_factory=list)
    moves: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleMoved:
    """Some of these people turned out to be one another, or not to be."""

    name: ClassVar[str] = "people.moved"
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """People became one (`merged`: `was` is `now`) or two (`parted`: part of `was` is `now`)."""

    id: UUID
    kind: Literal["merged", "parted"]
    was: UUID
    now: UUID
    at: datetime
    why: str
    by: str
    is_undone: bool


ConflictState = Literal["open", "merged", "apart", "moved", "dismissed"]
Decision = Literal["merge", "keep_apart", "move", "dismiss"]


@dataclass(frozen=True, slots=True)
class IdentityConflict:
    """Two identifiers that were used together and cannot be one person's by themselves: `kind` would be one too many.

    `first` and `second` are whose they are by now.
    """

    id: UUID
    a: Identifier
    b: Identifier
    first: UUID
    second: UUID
    kind: str
    found_at: datetime
    state: ConflictState
    decided_at: datetime | None
    decided_by: str | None
    why: str | None


class ConflictDecided(Conflict):
    code = "identity_conflict_decided"
    zh = "这项身份冲突不存在，或已处理"
    en = "There is no such identity conflict, or it was decided already"


class MergeImpossible(Conflict):
    code = "merge_impossible"
    zh = "这两位客户不能这样合并或拆分：他们已是同一人，或其中一位没有任何标识"
    en = "These two cannot be merged or parted: they are one already, or one of them is known by nothing"


class ChangeMissing(NotFound):
    code = "identity_change_missing"
    zh = "没有这次合并，或它已被撤销"
    en = "There is no such merge, or it was taken back already"


class PersonMissing(NotFound):
    code = "person_missing"
    zh = "没有这位客户"
    en = "There is no such person"
