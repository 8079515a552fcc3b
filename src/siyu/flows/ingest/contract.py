"""A hit on its way in, what may become of it, and the limits it must keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from siyu.facts.events.contract import NO_TOUCH, NOBODY, Touch
from siyu.kernel.errors import Invalid, NotFound, Refused, Upstream
from siyu.people.identity.contract import Identifier

EVENT_BYTES_MAX: Final = 32_000
BATCH_BYTES_MAX: Final = 500_000
BATCH_EVENTS_MAX: Final = 2_500
PROPERTIES_MAX: Final = 1_000
NAME_CHARS_MAX: Final = 100
ID_CHARS_MAX: Final = 255
DEPTH_MAX: Final = 16

CALLS: Final = ("track", "page", "screen", "identify", "group", "alias")
TYPES: Final = frozenset({*CALLS, "bind", "unbind", "profile", "item_set", "item_delete"})
VERBS: Final = ("set", "set_once", "increment", "append", "unset", "delete")
TRUSTED_TYPES: Final = frozenset({"unbind", "item_set", "item_delete"})
"""Calls that could take something away from somebody else: a key everybody can read may not make them."""

Fate = Literal["kept", "duplicate", "dropped", "quarantined"]


class WriteKey(NamedTuple):
    """Whose events they are; `is_trusted` for a secret key, whose holder is the brand's own server."""

    id: UUID
    name: str
    is_trusted: bool
    origins: tuple[str, ...] = ()


@dataclass(slots=True)
class Hit:
    """One event on its way through the steps, which fill it in. Times are milliseconds since 1970."""

    raw: dict[str, Any]
    key: WriteKey
    received_ms: int
    sent_at: Any = None
    user_agent: str = ""
    id: UUID = NOBODY
    message_id: str = ""
    type: str = ""
    name: str = ""
    identities: tuple[Identifier, ...] = ()
    anonymous_id: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    time_ms: int = 0
    original_ms: int | None = None
    sent_ms: int | None = None
    person_id: UUID = NOBODY
    origin_id: UUID = NOBODY
    session_id: UUID = NOBODY
    touch: Touch = NO_TOUCH
    marks: list[str] = field(default_factory=list)
    fate: Fate = "kept"
    code: str = ""
    detail: str = ""

    def end(self, fate: Fate, code: str, detail: str = "") -> None:
        """This hit goes no further, and why."""
        self.fate, self.code, self.detail = fate, code, detail


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one hit, as the sender hears it."""

    message_id: str
    fate: Fate
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A hit that was refused, whole, with the reason; `state` tells whether somebody has dealt with it."""

    id: UUID
    event: str
    type: str
    code: str
    detail: str
    source: str
    received_at: datetime
    state: Literal["waiting", "replayed", "dismissed"]
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class QuarantineFilter:
    """Which quarantined hits; empty means all."""

    code: str | None = None
    event: str | None = None
    state: str | None = None
    ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many hits wait in quarantine for one reason and one event name."""

    code: str
    event: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is accepted but not in the log yet, and what waits in quarantine."""

    spooled_events: int
    oldest_seconds: float
    quarantined: int


class BodyBroken(Invalid):
    code = "body_broken"
    zh = "请求内容不是有效的 JSON：{reason}"
    en = "The body is not the JSON we read: {reason}"


class BatchTooLarge(Invalid):
    code = "batch_too_large"
    zh = "一批事件最多 {bytes_max} 字节、{events_max} 条"
    en = "A batch holds at most {bytes_max} bytes and {events_max} events"


class OriginRefused(Refused):
    code = "origin_refused"
    zh = "此密钥不接受来自 {origin} 的请求"
    en = "This key takes no requests from {origin}"


class IngestAway(Upstream):
    code = "ingest_away"
    zh = "暂时无法保存事件，请稍后重试"
    en = "Events cannot be kept right now; try again shortly"


class QuarantinedMissing(NotFound):
    code = "quarantined_event_missing"
    zh = "没有这条隔离事件"
    en = "There is no such quarantined event"
