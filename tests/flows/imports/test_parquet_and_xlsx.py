"""Parquet and XLSX: typed cells, bounded memory, and a clear refusal for what is damaged or dangerous."""

import datetime as dt
import io
import zipfile
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from siyu.flows.imports.contract import FileEmpty, FileFormatUnknown, FileTooLarge, FileUnreadable, Unread
from siyu.flows.imports.files import xlsx_guard
from siyu.flows.imports.files.readers import open_source, read_rows, sample_rows
from tests.flows.imports.files import Raw, parquet, rows_of, workbook, written, xlsx

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def test_parquet_cells_keep_their_types(tmp_path: Path) -> None:
    at = dt.datetime(2020, 5, 1, 8, 30)  # noqa: DTZ001
    content = parquet(
        {"no": ["a", None], "qty": [1, None], "price": [2.55, 0.1], "at": [at, None], "ok": [True, False]}
    )
    assert rows_of(tmp_path, content) == [(1, ("a", 1, 2.55, at, True)), (2, (None, None, 0.1, None, False))]


def test_parquet_moments_with_a_zone_are_utc(tmp_path: Path) -> None:
    at = dt.datetime(2020, 5, 1, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    kind = pa.timestamp("ns", tz="Asia/Shanghai")
    ((_, (cell,)),) = rows_of(tmp_path, parquet({"at": [at]}, pa.schema([("at", kind)])))
    assert cell == at
    assert cell.tzinfo is dt.UTC


def test_parquet_cells_that_no_calendar_or_encoding_holds_reject_their_row(tmp_path: Path) -> None:
    beyond = pa.array([0, 2**62], pa.int64()).cast(pa.timestamp("us"))
    names = pa.array([b"fine", b"\xff\xfe"], pa.binary())
    rows = rows_of(tmp_path, parquet({"at": beyond, "name": names}))
    assert rows[0] == (1, (dt.datetime(1970, 1, 1), "fine"))  # noqa: DTZ001
    assert isinstance(rows[1][1], Unread)


def test_a_parquet_cell_of_a_million_characters_is_one_rejected_row(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, parquet({"no": ["1", "2", "3"], "name": ["a", "x" * 1_000_000, "c"]}))
    assert rows[1] == (2, Unread("cell_too_long", "", ("2", "")))
    assert rows[2] == (3, ("3", "c"))


def test_parquet_reading_can_start_inside_any_row_group(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, parquet({"no": list(range(100))}, row_group_size=30)))
    assert source.rows_total == 100
    assert [row_no for row_no, _ in read_rows(source, after=61)] == list(range(62, 101))


def test_nested_parquet_columns_are_left_blank(tmp_path: Path) -> None:
    assert rows_of(tmp_path, parquet({"no": [1], "tags": [["a", "b"]]})) == [(1, (1, None))]


@pytest.mark.parametrize("cut", [4, 8, 100, -1, -4, -9])
def test_a_cut_off_parquet_file_is_unreadable(tmp_path: Path, cut: int) -> None:
    content = parquet({"no": list(range(1000))})
    with pytest.raises(FileUnreadable):
        rows_of(tmp_path, content[:cut])


def test_a_parquet_file_damaged_in_the_middle_is_refused_or_read(tmp_path: Path) -> None:
    content = parquet({"no": [str(number) for number in range(5000)]}, compression="zstd")
    for place in range(4, len(content) - 8, max(len(content) // 60, 1)):
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        with suppress(FileUnreadable):
            rows_of(tmp_path, damaged)


def test_xlsx_numbers_dates_booleans_and_formula_results_are_read(tmp_path: Path) -> None:
    date = Raw('<c r="@" s="1"><v>44197.35</v></c>')
    formula = Raw('<c r="@"><f>1+1</f><v>2</v></c>')
    rows = rows_of(tmp_path, xlsx([["no", "at", "sum", "name"], ["=A1", date, formula, "茶壶"]]))
    assert rows == [(2, ("=A1", dt.datetime(2021, 1, 1, 8, 24), 2.0, "茶壶"))]  # noqa: DTZ001


def test_an_xlsx_error_cell_rejects_its_row(tmp_path: Path) -> None:
    error = Raw('<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    rows = rows_of(tmp_path, xlsx([["no", "sum"], ["1", 5.0], ["2", error], ["3", 7.0]]))
    assert [cells.code if isinstance(cells, Unread) else cells[0] for _, cells in rows] == ["1", "cell_error", "3"]


def test_xlsx_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, xlsx([[], ["no"], ["1"], [], ["2"]])))
    assert list(read_rows(source)) == [(3, ("1",)), (5, ("2",))]
    assert list(read_rows(source, after=3)) == [(5, ("2",))]
    assert sample_rows(source, limit=1) == [["1"]]


def test_a_workbook_that_claims_one_far_away_cell_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    far = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(FileTooLarge):
        open_source(written(tmp_path, workbook(far)))


def test_a_zip_bomb_is_refused_by_its_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_guard, "UNPACKED_BYTES_MAX", 1_000_000)
    with pytest.raises(FileTooLarge):
        open_source(written(tmp_path, workbook(SHEET.format(" " * 2_000_000))))


def test_a_zip_bomb_that_lies_about_its_size_is_refused_when_it_unpacks(tmp_path: Path) -> None:
    content = workbook(SHEET.format(" " * 2_000_000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != content
    with pytest.raises(FileUnreadable):
        open_source(written(tmp_path, lying))


def test_a_zip_that_is_no_workbook_is_an_unknown_format(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(FileFormatUnknown):
        open_source(written(tmp_path, stream.getvalue()))


def test_a_damaged_workbook_is_refused_or_read(tmp_path: Path) -> None:
    content = xlsx([["no", "name"], *([str(number), "茶壶"] for number in range(50))])
    for place in range(4, len(content), max(len(content) // 80, 1)):
        for damaged in (content[:place], content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]):
            with suppress(FileUnreadable, FileEmpty, FileFormatUnknown):
                rows_of(tmp_path, damaged)


def test_an_empty_sheet_is_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(FileEmpty):
        open_source(written(tmp_path, xlsx([])))


@pytest.mark.parametrize("start", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x28\xb5\x2f\xfd", b"%PDF", b"\x89PNG\r\n"])
def test_other_formats_are_named_in_the_refusal(tmp_path: Path, start: bytes) -> None:
    with pytest.raises(FileFormatUnknown) as refusal:
        open_source(written(tmp_path, start + b"some more"))
    assert refusal.value.facts["found"] != "binary"


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(parquet({"no": [1]}))
    assert open_source(path).format == "parquet"


def test_a_folder_or_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(FileUnreadable):
            open_source(path)
