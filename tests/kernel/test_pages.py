"""Pages: a list cut into pages is the same list, whatever it is sorted by; a cursor from outside is read with care."""

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row as Found
from sqlalchemy import String, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from siyu.kernel.db import Row
from siyu.kernel.pages import CursorUnreadable, Order, PageWanted, SortUnknown, cut, paged
from siyu.kernel.tx import Tx


class Base(DeclarativeBase):
    type_annotation_map = Row.type_annotation_map


class PaintingRow(Base):
    """Lives in a temporary table of the transaction that looks at it."""

    __tablename__ = "paintings"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    cents: Mapped[int | None]
    seen_at: Mapped[datetime | None]
    word: Mapped[str | None] = mapped_column(String(40))


ORDERS = {name: Order(getattr(PaintingRow, name), PaintingRow.id) for name in ("cents", "seen_at", "word")}
SORTS = [f"{sign}{name}" for name in ORDERS for sign in ("", "-")]
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=st.just(UTC))  # noqa: DTZ001
BIG = 2**63
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.uuids(),
            "cents": st.none() | st.integers(-2, 2) | st.sampled_from([-BIG, BIG - 1]),
            "seen_at": st.none() | MOMENTS | st.sampled_from([datetime(2026, 3, 1, tzinfo=UTC)]),
            "word": st.none()
            | st.sampled_from(["", "a", "B", "é", "茶", "'; DROP TABLE paintings; --", '"', "\\", "%"]),
        }
    ),
    max_size=12,
    unique_by=lambda row: row["id"],
)
PER_EXAMPLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def gallery(tx: Tx) -> Tx:
    tx.db.execute(
        text(
            "CREATE TEMP TABLE paintings (id uuid, cents bigint, seen_at timestamptz, word varchar(40)) ON COMMIT DROP"
        )
    )
    return tx


def hang(tx: Tx, rows: list[dict[str, Any]]) -> None:
    tx.db.execute(text("DELETE FROM paintings"))
    if rows:
        tx.db.execute(PaintingRow.__table__.insert(), rows)  # type: ignore[attr-defined]


def page(tx: Tx, wanted: PageWanted) -> tuple[list[Found[Any]], str | None]:
    table = PaintingRow.__table__.c
    query = paged(select(table.id, table.cents, table.seen_at, table.word), wanted, ORDERS, default="-cents")
    found, following = cut(
        tx.db.execute(query).all(), wanted, default="-cents", sort_value=getattr, key=lambda row: row.id
    )
    return list(found), following


def pages(tx: Tx, sort: str | None, limit: int) -> Iterator[list[Found[Any]]]:
    cursor: str | None = None
    while True:
        found, cursor = page(tx, PageWanted(limit, cursor, sort))
        yield found
        if cursor is None:
            return


@PER_EXAMPLE
@given(rows=ROWS, sort=st.sampled_from(SORTS), limit=st.integers(1, 5))
def test_the_pages_put_together_are_the_whole_list_in_order(
    gallery: Tx, rows: list[dict[str, Any]], sort: str, limit: int
) -> None:
    with gallery.db.begin_nested():
        hang(gallery, rows)
        [whole] = pages(gallery, sort, len(rows) + 1)
        cut_up = list(pages(gallery, sort, limit))
    assert list(chain(*cut_up)) == whole
    assert sorted(row.id for row in whole) == sorted(row["id"] for row in rows)
    assert all(len(part) == limit for part in cut_up[:-1])


@PER_EXAMPLE
@given(rows=ROWS, name=st.sampled_from(["cents", "seen_at"]), sign=st.sampled_from(["", "-"]))
def test_values_go_up_or_down_ties_by_id_and_nothing_comes_last(
    gallery: Tx, rows: list[dict[str, Any]], name: str, sign: str
) -> None:
    with gallery.db.begin_nested():
        hang(gallery, rows)
        [found] = pages(gallery, sign + name, len(rows) + 1)
    filled = sorted(((row[name], row["id"]) for row in rows if row[name] is not None), reverse=sign == "-")
    empty = sorted((row["id"] for row in rows if row[name] is None), reverse=sign == "-")
    assert [row.id for row in found] == [key for _, key in filled] + empty


def test_without_a_sort_a_list_is_in_its_own_order(gallery: Tx) -> None:
    hang(gallery, [{"id": UUID(int=n), "cents": n, "seen_at": None, "word": None} for n in range(5)])
    assert [[row.cents for row in part] for part in pages(gallery, None, 2)] == [[4, 3], [2, 1], [0]]


def test_an_exactly_full_last_page_promises_no_further_one(gallery: Tx) -> None:
    hang(gallery, [{"id": UUID(int=n), "cents": n, "seen_at": None, "word": None} for n in range(4)])
    assert [len(part) for part in pages(gallery, "cents", 2)] == [2, 2]


def test_an_unknown_sort_is_refused_with_those_there_are(gallery: Tx) -> None:
    for sort in ("price", "--cents", "-", "cents; DROP TABLE paintings", "id"):
        with pytest.raises(SortUnknown) as caught:
            page(gallery, PageWanted(sort=sort))
        assert caught.value.message("en").endswith("possible: cents, seen_at, word")


def test_a_cursor_belongs_to_the_sort_it_was_made_for(gallery: Tx) -> None:
    hang(gallery, [{"id": UUID(int=n), "cents": n, "seen_at": None, "word": None} for n in range(4)])
    _, cursor = page(gallery, PageWanted(2, sort="cents"))
    with pytest.raises(CursorUnreadable):
        page(gallery, PageWanted(2, cursor, "word"))


def forged(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


KEY = ["u", str(UUID(int=1))]


@pytest.mark.parametrize(
    ("sort", "cursor"),
    [
        ("cents", "x"),
        ("cents", "é"),
        ("cents", "\x00"),
        ("cents", "===="),
        ("cents", "bm9uc2Vuc2U"),
        ("cents", base64.urlsafe_b64encode(b"\xff\xfe\x00").decode()),
        ("cents", base64.urlsafe_b64encode(b"[" * 20_000).decode()),
        ("cents", base64.urlsafe_b64encode(b'["cents", ["v", ' + b"9" * 5000 + b'], ["v", 1]]').decode()),
        ("cents", forged()),
        ("cents", forged("cents", ["v", 1])),
        ("cents", forged("cents", ["v", 1], KEY, 1)),
        ("cents", forged("cents", ["v", "1"], KEY)),
        ("cents", forged("cents", ["v", 1.5], KEY)),
        ("cents", forged("cents", ["v", True], KEY)),
        ("cents", forged("cents", ["v", 10**30], KEY)),
        ("cents", forged("cents", ["v", [1]], KEY)),
        ("cents", forged("cents", ["z", 1], KEY)),
        ("cents", forged("cents", 1, 1)),
        ("cents", forged("cents", ["v", 1], ["v", 1])),
        ("cents", forged("cents", ["v", 1], ["v", None])),
        ("cents", forged("cents", ["v", 1], ["u", 5])),
        ("cents", forged("cents", ["v", 1], ["u", None])),
        ("cents", forged("cents", ["v", 1], ["u", "1"])),
        ("cents", forged("cents", ["v", 1], {"u": 1, "v": 2})),
        ("seen_at", forged("seen_at", ["v", 1], KEY)),
        ("seen_at", forged("seen_at", ["t", 1], KEY)),
        ("seen_at", forged("seen_at", ["t", "yesterday"], KEY)),
        ("seen_at", forged("seen_at", ["t", None], KEY)),
        ("word", forged("word", ["v", "a\x00b"], KEY)),
        ("word", forged("word", ["v", "\ud800"], KEY)),
        ("word", forged("word", ["v", 1], KEY)),
    ],
)
def test_a_cursor_we_did_not_write_is_refused(gallery: Tx, sort: str, cursor: str) -> None:
    with pytest.raises(CursorUnreadable):
        page(gallery, PageWanted(cursor=cursor, sort=sort))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["u", "t", "v", *ORDERS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@PER_EXAMPLE
@given(
    cursor=st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()), sort=st.sampled_from(SORTS)
)
def test_no_text_given_as_a_cursor_breaks_the_list(gallery: Tx, cursor: str, sort: str) -> None:
    with suppress(CursorUnreadable), gallery.db.begin_nested():
        page(gallery, PageWanted(cursor=cursor, sort=sort))


@PER_EXAMPLE
@given(
    value=JSON, key=JSON, tags=st.tuples(st.sampled_from("utv"), st.sampled_from("utv")), sort=st.sampled_from(SORTS)
)
def test_no_json_given_as_a_cursor_breaks_the_list(
    gallery: Tx, value: Any, key: Any, tags: tuple[str, str], sort: str
) -> None:
    cursor = forged(sort.removeprefix("-"), [tags[0], value], [tags[1], key])
    with suppress(CursorUnreadable), gallery.db.begin_nested():
        page(gallery, PageWanted(cursor=cursor, sort=sort))
