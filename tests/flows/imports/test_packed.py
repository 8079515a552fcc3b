"""Tables packed with gzip: read like any other, bounded, and refused in words when damaged."""

import gzip
import io
from pathlib import Path

import pytest

from siyu.flows.imports.contract import FileFormatUnknown, FileTooLarge, FileUnreadable
from siyu.flows.imports.files import packed
from siyu.flows.imports.files.readers import open_source, read_rows
from tests.flows.imports.files import parquet, rows_of, written, xlsx

TABLE = "no,name\n" + "".join(f"{number},茶壶{number}\n" for number in range(5_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_packed_table_reads_like_the_plain_one(tmp_path: Path, encoding: str) -> None:
    plain = TABLE.encode(encoding)
    assert rows_of(tmp_path, gzip.compress(plain)) == rows_of(tmp_path, plain)
    halves = gzip.compress(plain[:1000]) + gzip.compress(plain[1000:])
    assert rows_of(tmp_path, halves) == rows_of(tmp_path, plain)


def test_reading_goes_on_behind_a_row(tmp_path: Path) -> None:
    source = open_source(written(tmp_path, gzip.compress(TABLE.encode())))
    assert next(read_rows(source, after=4_000)) == (4_001, ("3999", "茶壶3999"))


@pytest.mark.parametrize(
    "content",
    [parquet({"no": ["1"]}), xlsx([["no"], ["1"]]), gzip.compress(b"no\n1\n"), b"%PDF-1.7", b"\x7fELF"],
    ids=["parquet", "xlsx", "gzip", "pdf", "program"],  # never the bytes: gzip writes the time into them
)
def test_anything_else_packed_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileFormatUnknown):
        open_source(written(tmp_path, gzip.compress(content)))


def test_a_packed_table_that_is_cut_off_or_damaged_is_refused_where_it_breaks(tmp_path: Path) -> None:
    whole = gzip.compress(TABLE.encode())
    damaged = [whole[: len(whole) // 2], whole[:-5], whole[:200] + b"\xff" * 50 + whole[250:], whole[:5], b"\x1f\x8b"]
    for content in damaged:
        with pytest.raises(FileUnreadable):
            rows_of(tmp_path, content)


def test_a_small_file_that_unpacks_without_end_is_refused_early(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=1) as file:
        file.write(b"no,name\n")
        for _ in range((packed._FREE_BYTES >> 20) + 2):
            file.write(b"1,a\n" * (1 << 18))
    with pytest.raises(FileTooLarge) as refused:
        rows_of(tmp_path, stream.getvalue())
    assert "64 MiB" in refused.value.message("en")
