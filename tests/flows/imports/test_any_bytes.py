"""Whatever is uploaded: rows come out, or a refusal that says why, and never another exception."""

import gzip
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.flows.imports.codec import event_of, order_line_of, person_of, product_of, stage_row
from siyu.flows.imports.contract import (
    EventRow,
    ImportRow,
    MappingColumnMissing,
    MappingInvalid,
    OrderLineRow,
    PersonRow,
    ProductRow,
    RawRow,
    Rejected,
    Skipped,
)
from siyu.flows.imports.files.readers import open_source, read_rows, sample_rows
from siyu.flows.imports.mapping import parse_mapping
from siyu.flows.imports.ready import ready_mappings
from siyu.flows.imports.reasons import REASONS, Tally
from siyu.flows.imports.rejects import HEADINGS, reject_cells
from siyu.flows.imports.rows.mapper import RowMapper
from siyu.kernel.csv_safe import safe_cell, safe_lines
from siyu.kernel.errors import Invalid
from tests.flows.imports.files import NOW_MS, parquet, xlsx

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple)
KNOWN = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(tuple)
CENTS = st.integers(-(10**15), 10**15)
KINDS = st.sampled_from(["sale", "refund", "adjustment"])
TABLE = parquet({"no": ["1", "2"], "qty": [1, None]})
BOOK = xlsx([["no", "qty"], ["1", 2.0]])
HEADER = "订单号,付款时间,商品编码,商品名称,数量,单价,会员号,手机号,邮箱,状态,退款金额\n".encode()
CLICKS = "事件,时间,会员号,匿名ID,会话ID,数量,价格,页面\n".encode()
PACKED = gzip.compress(CLICKS + "点击,2025-01-05,M1,d,s,1,2.5,/a\n".encode(), mtime=0)
FILES = (
    st.binary(max_size=300)
    | st.binary(max_size=300).map(HEADER.__add__)
    | st.text(st.sampled_from("a1,\"\n\r\t;='-. ¥茶"), max_size=300).map(lambda text: HEADER + text.encode())
    | st.text(st.sampled_from("a1,\"\n\r\t;='-. ¥茶20"), max_size=300).map(lambda text: CLICKS + text.encode())
    | st.tuples(st.integers(0, len(PACKED)), st.binary(max_size=9)).map(
        lambda at: PACKED[: at[0]] + at[1] + PACKED[at[0] :]
    )
    | st.binary(max_size=40).map(lambda tail: TABLE[: len(TABLE) // 2] + tail + TABLE[len(TABLE) // 2 :])
    | st.tuples(st.integers(0, len(BOOK)), st.binary(max_size=9)).map(lambda at: BOOK[: at[0]] + at[1] + BOOK[at[0] :])
)
TEXTS = (WORDS, PAIRS, PAIRS, WORDS, WORDS, st.none() | WORDS)
ORDER_LINES = st.builds(
    OrderLineRow, st.integers(1), WORDS, KINDS, CENTS, *TEXTS, CENTS, CENTS, CENTS, st.none() | WORDS
)
PRODUCTS = st.builds(ProductRow, st.integers(1), WORDS, WORDS, st.none() | WORDS, st.none() | CENTS, st.none() | WORDS)
VALUES = WORDS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
PROPERTIES = st.lists(st.tuples(WORDS, VALUES), max_size=3).map(tuple)
EVENTS = st.builds(EventRow, st.integers(1), WORDS, CENTS, PAIRS, WORDS, WORDS, WORDS, PAIRS, PROPERTIES)
PERSONS = st.builds(PersonRow, st.integers(1), KNOWN, PAIRS, st.none() | CENTS)


@given(content=FILES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_rows_or_a_refusal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with suppress(Invalid):
        source = open_source(path)
        assert sample_rows(source) is not None
        for mapping in ready_mappings():
            with suppress(MappingColumnMissing):
                _map_all(RowMapper(mapping, source.columns, now_ms=NOW_MS), read_rows(source))


def _map_all(mapper: RowMapper, rows: Iterator[RawRow]) -> None:
    for row_no, cells in rows:
        outcome = mapper(row_no, cells)
        if isinstance(outcome, Rejected):
            "".join(safe_lines([reject_cells(outcome, language="zh")])).encode()
        elif not isinstance(outcome, Skipped):
            assert [_staged_and_back(row) for row in outcome] == list(outcome)
    assert all(problem.code in REASONS for problem in mapper.tally.problems())


def _staged_and_back(row: ImportRow) -> ImportRow:
    match row:
        case OrderLineRow():
            return order_line_of(stage_row(row, 0))
        case ProductRow():
            return product_of(stage_row(row, 0))
        case PersonRow():
            return person_of(stage_row(row, 0))
        case EventRow():
            return event_of(stage_row(row, 0))


@given(text=st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_mapping_or_a_refusal(text: str) -> None:
    with suppress(MappingInvalid):
        parse_mapping(text)


@given(row=ORDER_LINES | PRODUCTS | PERSONS | EVENTS)
def test_a_row_is_the_same_after_staging(row: ImportRow) -> None:
    assert _staged_and_back(row) == row


@given(cell=st.text())
def test_no_text_cell_of_an_export_starts_like_a_formula(cell: str) -> None:
    safe = safe_cell(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    safe.encode()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), (-5, "-5"), (None, ""), ("a=b", "a=b"), ("", ""), ("＝1", "'＝1")],
)
def test_only_text_is_marked_numbers_stay_numbers(cell: str | int | None, expected: str) -> None:
    assert safe_cell(cell) == expected


def test_a_download_is_written_line_by_line_with_a_mark_for_excel() -> None:
    assert list(safe_lines([["名称", "n"], ["=x", 1], ["a,b", None]])) == [
        "\ufeff名称,n\r\n",
        "'=x,1\r\n",
        '"a,b",\r\n',
    ]


def test_a_rejected_row_is_written_with_its_reason_and_its_cells() -> None:
    rejected = Rejected(7, "money_unreadable", "price", "=cheap", ("A1", "=cheap"))
    lines = "".join(safe_lines([HEADINGS["en"], reject_cells(rejected, language="en")]))
    head, row = lines.removeprefix("\ufeff").splitlines()
    assert head == "row,code,reason,column,value"
    assert row == "7,money_unreadable,The amount cannot be read,price,'=cheap,A1,'=cheap"


def test_a_tally_goes_on_where_it_was_saved() -> None:
    tally = Tally()
    for row_no in (5, 6):
        tally.add("text_invalid", row_no)
    again = Tally(tally.saved())
    again.add("text_invalid", 9)
    assert [(problem.count, problem.first_row) for problem in again.problems()] == [(3, 5)]
