"""Every statement the catalog room sends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged
from siyu.trade.catalog.contract import NewProduct
from siyu.trade.catalog.tables import ProductRow

DEFAULT_SORT = "sku"
_ORDERS = {
    name: Order(column, ProductRow.id)
    for name, column in {
        "sku": ProductRow.sku,
        "name": ProductRow.name,
        "price_cents": ProductRow.price_cents,
        "updated_at": ProductRow.updated_at,
    }.items()
}


def put_products(
    db: Session, products: Sequence[NewProduct], ids: Sequence[UUID], *, source: str, at: datetime
) -> tuple[int, int]:
    """Insert new SKUs and fill in what the source says about known ones; how many were (created, changed)."""
    statement = upsert(ProductRow)
    told = statement.excluded
    fresh = {
        "name": func.coalesce(func.nullif(told.name, told.sku), ProductRow.name),
        "category": func.coalesce(told.category, ProductRow.category),
        "price_cents": func.coalesce(told.price_cents, ProductRow.price_cents),
        "currency": func.coalesce(told.currency, ProductRow.currency),
        "source": told.source,
        "updated_at": told.updated_at,
    }
    differs = func.row(*(fresh[name] for name in _TOLD)).op("IS DISTINCT FROM")(
        func.row(*(getattr(ProductRow, name) for name in _TOLD))
    )
    statement = statement.on_conflict_do_update(index_elements=["sku"], set_=fresh, where=differs)
    rows = _rows(products, ids, source, at)
    was_new: Sequence[bool] = db.scalars(statement.returning(literal_column("(xmax = 0)")), rows).all()
    return sum(was_new), len(was_new) - sum(was_new)


_TOLD = ("name", "category", "price_cents", "currency")


def add_products(db: Session, products: Sequence[NewProduct], ids: Sequence[UUID], *, source: str, at: datetime) -> int:
    if not products:
        return 0
    statement = upsert(ProductRow).on_conflict_do_nothing(index_elements=["sku"]).returning(ProductRow.id)
    return len(db.scalars(statement, _rows(products, ids, source, at)).all())


def _rows(products: Sequence[NewProduct], ids: Sequence[UUID], source: str, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": row_id,
            "sku": product.sku,
            "name": product.name or product.sku,
            "category": product.category,
            "price_cents": product.price_cents,
            "currency": product.currency,
            "source": source,
            "created_at": at,
            "updated_at": at,
        }
        for product, row_id in zip(products, ids, strict=True)
    ]


def listed(wanted: PageWanted, *, q: str | None, category: str | None) -> Select[Any]:
    return paged(select(ProductRow).where(*_conditions(q, category)), wanted, _ORDERS, default=DEFAULT_SORT)


def matching(db: Session, *, q: str | None, category: str | None) -> int:
    return db.execute(select(func.count()).select_from(ProductRow).where(*_conditions(q, category))).scalar_one()


def known_names(db: Session, skus: Sequence[str]) -> dict[str, str]:
    rows = db.execute(select(ProductRow.sku, ProductRow.name).where(is_any(ProductRow.sku, skus)))
    return {row.sku: row.name for row in rows}


def _conditions(q: str | None, category: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if q:
        conditions.append(
            ProductRow.sku.istartswith(q, autoescape=True) | ProductRow.name.icontains(q, autoescape=True)
        )
    if category:
        conditions.append(ProductRow.category == category)
    return conditions
