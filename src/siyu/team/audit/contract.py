"""Audit entries as others may read them, and how to ask for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from siyu.kernel.tx import Actor


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed. `before` and `after` hold only what the deed changed; None where there was or is nothing."""

    id: UUID
    at: datetime
    actor: Actor
    action: str
    subject_kind: str
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """None means any. `actor` is an id or a part of a name; `action` is whole (`staff.hired`) or a room (`staff`)."""

    actor: str | None = None
    action: str | None = None
    subject_kind: str | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
