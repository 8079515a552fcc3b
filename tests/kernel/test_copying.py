"""Bulk rows: COPY brings every value over as it is, in the caller's transaction, all rows or none."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from siyu.kernel.copying import copy_rows
from siyu.kernel.tx import SYSTEM, Begin, Tx

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
COLUMNS = ("number", "word", "key")


@pytest.fixture
def shelf(tx: Tx) -> Tx:
    tx.db.execute(text('CREATE TEMP TABLE "sh""elf" (number bigint, word text, key uuid) ON COMMIT DROP'))
    return tx


def found(tx: Tx) -> list[Any]:
    return [tuple(row) for row in tx.db.execute(text('SELECT number, word, key FROM "sh""elf"'))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | TEXTS, st.none() | st.uuids()))
)
def test_rows_arrive_as_they_were_sent_in_their_order(shelf: Tx, rows: list[Any]) -> None:
    shelf.db.execute(text('TRUNCATE "sh""elf"'))
    copy_rows(shelf.db, 'sh"elf', COLUMNS, iter(rows))
    assert found(shelf) == rows


@pytest.mark.parametrize("word", ["\t", "\n", "\\N", "\\.", "\\", "", "NULL", "a\tb\nc\\d", "茶壶"])
def test_what_means_something_to_copy_is_only_text(shelf: Tx, word: str) -> None:
    copy_rows(shelf.db, 'sh"elf', COLUMNS, [(1, word, UUID(int=1))])
    assert found(shelf) == [(1, word, UUID(int=1))]


def test_no_rows_are_no_work(shelf: Tx) -> None:
    copy_rows(shelf.db, 'sh"elf', COLUMNS, [])
    assert found(shelf) == []


@pytest.mark.parametrize("bad", [(Decimal("1.5"), "b", None), (2, "b\x00", None), (2, "b"), (2**63, "b", None)])
def test_one_row_that_does_not_fit_keeps_all_of_them_out(shelf: Tx, bad: Any) -> None:
    with pytest.raises(psycopg.Error), shelf.db.begin_nested():
        copy_rows(shelf.db, 'sh"elf', COLUMNS, [(1, "a", None), bad])
    assert found(shelf) == []


def test_copied_rows_go_away_with_their_transaction(begin: Begin) -> None:
    columns = ("id", "created_at")
    with begin(SYSTEM) as tx:
        copy_rows(tx.db, "persons", columns, [(tx.new_id(), tx.now)])
        assert tx.db.execute(text("SELECT count(*) FROM persons")).scalar_one() == 1
        tx.db.rollback()
    with begin(SYSTEM) as tx:
        assert tx.db.execute(text("SELECT count(*) FROM persons")).scalar_one() == 0
