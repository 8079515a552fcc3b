"""CSV: whatever encoding, separator and damage, each row is read or rejected by itself."""

import csv
from pathlib import Path

import pytest

from siyu.flows.imports.contract import FileEmpty, FileFormatUnknown, FileTooWide, Unread
from siyu.flows.imports.files.readers import open_source, read_rows
from tests.flows.imports.files import rows_of, written

CHINESE = "订单号,商品\nA1,茶壶\nA2,茶杯\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_common_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    assert rows_of(tmp_path, CHINESE.encode(encoding)) == [(2, ("A1", "茶壶")), (3, ("A2", "茶杯"))]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_common_separators_are_recognised(tmp_path: Path, separator: str) -> None:
    content = f'no{separator}"a, b; c"\n1{separator}x\n'.encode()
    assert rows_of(tmp_path, content) == [(2, ("1", "x"))]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_understood(tmp_path: Path, newline: str) -> None:
    content = newline.join(["no,name", "1,a", "2,b", ""]).encode()
    assert rows_of(tmp_path, content) == [(2, ("1", "a")), (3, ("2", "b"))]


def test_a_line_in_another_encoding_is_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    content = "no,name\n1,茶壶\n".encode() + "2,茶杯\n".encode("gb18030") + "3,茶匙\n".encode()
    rows = rows_of(tmp_path, content)
    assert [row_no for row_no, _ in rows] == [2, 3, 4]
    assert isinstance(rows[1][1], Unread)
    assert rows[1][1].code == "encoding_unreadable"
    assert rows[2][1] == ("3", "茶匙")


def test_the_first_words_that_are_not_ascii_tell_the_encoding_however_late_they_come(tmp_path: Path) -> None:
    content = b"no,name\n" + b"1,teapot\n" * 60_000 + "2,茶杯\n".encode("gb18030")
    assert rows_of(tmp_path, content)[-1] == (60_002, ("2", "茶杯"))


def test_a_mapping_can_name_the_encoding(tmp_path: Path) -> None:
    content = "no,name\n1,Caf\u00e9\n".encode("windows-1252")
    assert rows_of(tmp_path, content, encoding="windows-1252") == [(2, ("1", "Café"))]


def test_a_cell_of_a_million_characters_is_one_rejected_row(tmp_path: Path) -> None:
    content = b"no,name\n1,a\n2," + b"x" * 1_000_000 + b"\n3,c\n"
    rows = rows_of(tmp_path, content)
    assert rows[0] == (2, ("1", "a"))
    assert rows[1][1].code == "cell_too_long"
    assert rows[2] == (4, ("3", "c"))


def test_the_limit_for_a_cell_is_what_a_spreadsheet_can_hold(tmp_path: Path) -> None:
    content = b"no,name\n1," + b"x" * 32_768 + b"\n2," + b"x" * 32_769 + b"\n"
    (_, fits), (_, too_long) = rows_of(tmp_path, content)
    assert len(fits[1]) == 32_768
    assert too_long.code == "cell_too_long"


def test_a_line_of_many_megabytes_is_passed_over_without_holding_it(tmp_path: Path) -> None:
    content = b"no,name\n1," + b"x" * 9_000_000 + b"\n2,b\n"
    rows = rows_of(tmp_path, content)
    assert rows[0][1].code == "row_too_large"
    assert rows[1] == (3, ("2", "b"))


def test_the_csv_field_limit_of_the_process_is_left_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    rows_of(tmp_path, b"no,name\n1," + b"x" * 500_000 + b"\n")
    assert csv.field_size_limit() == before


def test_a_quotation_mark_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    content = b'no,name\n1,"open\n2,b\n3,c\n'
    rows = rows_of(tmp_path, content)
    assert rows[0][1].code == "quotes_unbalanced"
    assert [cells for _, cells in rows[1:]] == [("2", "b"), ("3", "c")]


def test_a_stray_quotation_mark_that_swallows_whole_rows_costs_one_row(tmp_path: Path) -> None:
    content = b'no,name\n1,"open\n2,b\n3,"c"\n4,d\n'
    rows = rows_of(tmp_path, content)
    assert [cells for _, cells in rows if isinstance(cells, tuple)] == [("2", "b"), ("3", "c"), ("4", "d")]


def test_a_file_of_nothing_but_open_quotation_marks_ends(tmp_path: Path) -> None:
    content = b"no,name\n" + b'1,"open\n' * 5_001
    assert rows_of(tmp_path, content)


def test_quoted_cells_may_hold_separators_quotes_and_line_ends(tmp_path: Path) -> None:
    content = b'no,name\n1,"a ""b"",\nc"\n2,d\n'
    assert rows_of(tmp_path, content) == [(2, ("1", 'a "b",\nc')), (3, ("2", "d"))]


def test_an_inch_mark_inside_a_plain_cell_is_just_a_character(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b'no,name\n1,5" pipe\n2,b\n') == [(2, ("1", '5" pipe')), (3, ("2", "b"))]


def test_blank_lines_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"\n\nno,name\n\n1,a\n,\n2,b\n") == [(5, ("1", "a")), (7, ("2", "b"))]


def test_excels_separator_note_above_the_header_is_passed_over(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"sep=;\nno;name\n1;a\n") == [(3, ("1", "a"))]


def test_a_header_with_a_line_end_in_it_is_one_header(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, b'no,"na\nme"\n1,a\n'))
    assert source.columns == ("no", "na\nme")
    assert list(read_rows(source)) == [(3 - 1, ("1", "a"))]


def test_reading_can_start_after_any_row(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, b'no,name\n1,a\n2,"b\nc"\n\n3,d\n'))
    rows = list(read_rows(source))
    for row_no, _ in rows:
        assert list(read_rows(source, after=row_no)) == [row for row in rows if row[0] > row_no]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b" , ,\n,\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_words_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileEmpty):
        open_source(written(tmp_path, content))


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"no,name") == []


def test_binary_junk_under_the_name_of_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFormatUnknown):
        open_source(written(tmp_path, bytes(range(256)) * 40))


def test_an_absurdly_wide_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooWide):
        open_source(written(tmp_path, b"a," * 501 + b"a\n"))


def test_null_bytes_stay_in_their_cell(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b"no,name\n1,a\x00b\n2,c\n" + b"3,plain text\n" * 20)
    assert rows[0] == (2, ("1", "a\x00b"))
    assert rows[1] == (3, ("2", "c"))
