"""What an event is, as others hand it in and get it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

NOBODY = UUID(int=0)
"""Stands in the log where an event has no person (a guest's order), no subject, no session or no inviter."""


class Items(NamedTuple):
    """The goods an event speaks of, column by column: the n-th of each makes the n-th item."""

    skus: Sequence[str] = ()
    names: Sequence[str] = ()
    quantities: Sequence[int] = ()
    amounts_cents: Sequence[int] = ()


NO_ITEMS = Items()


class Touch(NamedTuple):
    """How somebody came: the named channel, what the link said, and who invited them, `share_depth` shares away."""

    channel: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    channel_code: str = ""
    inviter_id: UUID = NOBODY
    share_depth: int = 0


NO_TOUCH = Touch()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `id` is made by the sender and never changes on a retry.

    `type` is `fact` for what a room told, else the call it came by (track, page, identify …). `marks` say what we had
    to mend (time_clamped, text_repaired …).
    """

    id: UUID
    name: str
    person_id: UUID | None
    time: datetime
    source: str
    subject_id: UUID | None = None
    currency: str = ""
    amount_cents: int = 0
    items: Items = NO_ITEMS
    properties: dict[str, Any] = field(default_factory=dict)
    type: str = "fact"
    session_id: UUID | None = None
    touch: Touch = NO_TOUCH
    marks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """One name in the dictionary: how often it came, and when."""

    name: str
    type: str
    count: int
    count_week: int
    first_time: datetime
    last_time: datetime


@dataclass(frozen=True, slots=True)
class SeenProperty:
    """A property as the newest events carry it; `types` are the warehouse's (Int64, String, Array(…))."""

    name: str
    types: tuple[str, ...]
