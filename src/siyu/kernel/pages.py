"""Cursor paging: a page ends with the sort value and id of its last row, and the next one starts after it."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from siyu.kernel.errors import Invalid

LIMIT_MAX = 200
_BIGINT = 2**63
_UNHOLDABLE = re.compile("[\0\ud800-\udfff]")
Item = TypeVar("Item")


class CursorUnreadable(Invalid):
    code = "cursor_unreadable"
    zh = "翻页游标无法识别，请从第一页重新开始"
    en = "The cursor cannot be read; start again from the first page"


class SortUnknown(Invalid):
    code = "sort_unknown"
    zh = "不支持按 {sort} 排序，可用：{known}"
    en = "Cannot sort by {sort}; possible: {known}"


@dataclass(frozen=True, slots=True)
class PageWanted:
    """What a caller asks of a list; `sort` is a column name, `-` in front means descending."""

    limit: int = 50
    cursor: str | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    items: list[Item]
    next_cursor: str | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """One way a list can be sorted: by `column`, ties by `key` (unique)."""

    column: InstrumentedAttribute[Any]
    key: InstrumentedAttribute[Any]


def paged(query: Select[Any], wanted: PageWanted, orders: dict[str, Order], *, default: str) -> Select[Any]:
    """Sort, start after the cursor, and take one row more than asked for (so that `cut` knows whether more follow)."""
    name, order, is_descending = _chosen(wanted.sort or default, orders)
    query = query.order_by(None).order_by(*_directed(order, is_descending=is_descending)).limit(wanted.limit + 1)
    if wanted.cursor:
        query = query.where(_after(order, _position(wanted.cursor, name, order), is_descending=is_descending))
    return query


def cut(
    rows: Sequence[Item],
    wanted: PageWanted,
    *,
    default: str,
    sort_value: Callable[[Item, str], Any],
    key: Callable[[Item], Any],
) -> tuple[Sequence[Item], str | None]:
    """The rows of this page and the cursor of the next; `sort_value(row, name)` and `key(row)` say where it ends."""
    page = rows[: wanted.limit]
    if len(rows) <= wanted.limit:
        return page, None
    last, name = page[-1], (wanted.sort or default).removeprefix("-")
    return page, _encode(name, sort_value(last, name), key(last))


def _chosen(sort: str, orders: dict[str, Order]) -> tuple[str, Order, bool]:
    name = sort.removeprefix("-")
    if name not in orders:
        raise SortUnknown(sort=sort, known=", ".join(sorted(orders)))
    return name, orders[name], sort.startswith("-")


def _directed(order: Order, *, is_descending: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if is_descending:
        return order.column.desc().nulls_last(), order.key.desc()
    return order.column.asc().nulls_last(), order.key.asc()


def _position(cursor: str, name: str, order: Order) -> tuple[Any, Any]:
    """The cursor comes from outside: its values must be of the columns' own types before they reach SQL."""
    value, key = _decode(cursor, name)
    fits_value = value is None or _fits(value, order.column.type.python_type)
    if not fits_value or not _fits(key, order.key.type.python_type):
        raise CursorUnreadable
    return value, key


def _fits(value: Any, kind: type) -> bool:
    """Of the column's type, and something PostgreSQL can hold."""
    match value:
        case bool():
            return kind is bool
        case int():
            return kind is int and -_BIGINT <= value < _BIGINT
        case str():
            return kind is str and not _UNHOLDABLE.search(value)
        case _:
            return isinstance(value, kind)


def _after(order: Order, position: tuple[Any, Any], *, is_descending: bool) -> ColumnElement[bool]:
    value, key = position
    beyond_key = order.key < key if is_descending else order.key > key
    if value is None:
        return and_(order.column.is_(None), beyond_key)
    beyond = order.column < value if is_descending else order.column > value
    return or_(beyond, and_(order.column == value, beyond_key), order.column.is_(None))


def _encode(name: str, value: Any, key: Any) -> str:
    packed = json.dumps([name, _tagged(value), _tagged(key)], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _decode(cursor: str, name: str) -> tuple[Any, Any]:
    try:
        packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        sorted_by, value, key = packed
        if sorted_by != name:
            raise CursorUnreadable
        return _untagged(value), _untagged(key)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error) as error:
        raise CursorUnreadable from error


def _tagged(value: Any) -> list[Any]:
    match value:
        case datetime():
            return ["t", value.isoformat()]
        case UUID():
            return ["u", str(value)]
        case _:
            return ["v", value]


def _untagged(tagged: list[Any]) -> Any:
    tag, value = tagged
    if tag == "t":
        return datetime.fromisoformat(value)
    if tag == "u":
        return UUID(value)
    if tag == "v" and isinstance(value, str | int | None):
        return value
    raise CursorUnreadable
