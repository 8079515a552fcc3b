"""What an event is, as others hand it in and get it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

NOBODY = UUID(int=0)
"""Stands in the log where an event has no person (a guest's order) or no subject."""


class Items(NamedTuple):
    """The goods an event speaks of, column by column: the n-th of each makes the n-th item."""

    skus: Sequence[str] = ()
    names: Sequence[str] = ()
    quantities: Sequence[int] = ()
    amounts_cents: Sequence[int] = ()


NO_ITEMS = Items()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `id` is made by the sender and never changes on a retry."""

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
