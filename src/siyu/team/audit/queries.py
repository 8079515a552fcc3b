"""Every statement the audit room sends."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, insert, select
from sqlalchemy.orm import Session

from siyu.kernel.pages import Order, PageWanted, paged
from siyu.team.audit.contract import AuditFilters
from siyu.team.audit.tables import AuditRow

DEFAULT_SORT = "-at"
_ORDERS = {"at": Order(AuditRow.at, AuditRow.id)}


def add(db: Session, entry: dict[str, Any]) -> None:
    db.execute(insert(AuditRow).values({name: value for name, value in entry.items() if value is not None}))


def listed(db: Session, wanted: PageWanted, filters: AuditFilters) -> list[AuditRow]:
    query: Select[Any] = select(AuditRow).where(*_conditions(filters))
    return list(db.scalars(paged(query, wanted, _ORDERS, default=DEFAULT_SORT)))


def _conditions(filters: AuditFilters) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (filters.actor, _by_actor),
        (filters.action, _of_action),
        (filters.subject_kind, AuditRow.subject_kind.__eq__),
        (filters.subject_id, AuditRow.subject_id.__eq__),
        (filters.since, AuditRow.at.__ge__),
        (filters.until, AuditRow.at.__lt__),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _by_actor(actor: str) -> ColumnElement[bool]:
    try:
        return AuditRow.actor_id == UUID(actor)
    except ValueError:
        return AuditRow.actor_name.icontains(actor, autoescape=True)


def _of_action(action: str) -> ColumnElement[bool]:
    return (AuditRow.action == action) | AuditRow.action.startswith(f"{action}.", autoescape=True)
