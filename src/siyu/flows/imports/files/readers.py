"""The way into any import file: recognise it by its content, never by its name, then read its rows lazily."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from siyu.flows.imports.contract import FileEmpty, FileFormatUnknown, FileUnreadable, RawRow, SourceFile, Unread
from siyu.flows.imports.files.csv_text import read_csv, recognise_csv
from siyu.flows.imports.files.packed import GZIP, opened
from siyu.flows.imports.files.parquet import read_parquet, recognise_parquet
from siyu.flows.imports.files.xlsx import read_xlsx, recognise_xlsx
from siyu.flows.imports.rows.texts import shown

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "XLS, or XLSX with a password"),
    (GZIP, "gzip"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x7fELF", "program"),
)


def open_source(path: Path, *, encoding: str | None = None) -> SourceFile:
    """What the file is and which columns it has; CSV may be packed with gzip. `encoding` overrules the guess for CSV.

    Raises FileEmpty, FileUnreadable, FileFormatUnknown, FileTooWide or FileTooLarge, and nothing else.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise FileUnreadable(problem=error.strerror or "") from None
    if not start:
        raise FileEmpty
    if start.startswith(b"PAR1"):
        return recognise_parquet(path)
    if start.startswith(b"PK\x03\x04"):
        return recognise_xlsx(path)
    if start.startswith(GZIP):
        with opened(path) as text:
            start = text.read(16)
    _refuse_foreign(start)
    return recognise_csv(path, encoding=encoding)


def read_rows(source: SourceFile, *, after: int = 0) -> Iterator[RawRow]:
    """Rows behind `after` with their numbers; a row that cannot be taken apart is an Unread, never an exception.

    Raises FileUnreadable where a damaged file breaks off.
    """
    match source.format:
        case "csv":
            return read_csv(source, after=after)
        case "parquet":
            return read_parquet(source, after=after)
        case "xlsx":
            return read_xlsx(source, after=after)


def sample_rows(source: SourceFile, *, limit: int = 20) -> list[list[str]]:
    """The first rows as short texts, for a preview."""
    return [_shown(cells) for _, cells in islice(read_rows(source), limit)]


def _refuse_foreign(start: bytes) -> None:
    """Only tables of text come packed; a packed workbook or archive is sent as it is."""
    for magic, name in (*_FOREIGN, (b"PAR1", "packed Parquet"), (b"PK\x03\x04", "packed zip")):
        if start.startswith(magic):
            raise FileFormatUnknown(found=name)


def _shown(cells: tuple[object, ...] | Unread) -> list[str]:
    return [shown(cell) for cell in (cells.raw if isinstance(cells, Unread) else cells)]
