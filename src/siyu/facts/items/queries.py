"""Every statement the items room sends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.facts.items.tables import ItemRow
from siyu.kernel.pages import Order, PageWanted, paged

DEFAULT_SORT = "id"
_ORDERS = {"id": Order(ItemRow.id, ItemRow.type)}


def put(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    statement = upsert(ItemRow)
    fresh = {name: statement.excluded[name] for name in ("properties", "source", "updated_at")}
    db.execute(statement.on_conflict_do_update(index_elements=["type", "id"], set_=fresh), list(rows))


def drop(db: Session, keys: Sequence[tuple[str, str]]) -> None:
    db.execute(delete(ItemRow).where(tuple_(ItemRow.type, ItemRow.id).in_(keys)))


def listed(db: Session, wanted: PageWanted, *, kind: str | None, q: str | None) -> list[ItemRow]:
    query = select(ItemRow).where(*_conditions(kind, q))
    return list(db.scalars(paged(query, wanted, _ORDERS, default=DEFAULT_SORT)))


def count(db: Session, *, kind: str | None, q: str | None) -> int:
    return db.execute(select(func.count()).select_from(ItemRow).where(*_conditions(kind, q))).scalar_one()


def _conditions(kind: str | None, q: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if kind:
        found.append(ItemRow.type == kind)
    if q:
        found.append(ItemRow.id.startswith(q, autoescape=True))
    return found
