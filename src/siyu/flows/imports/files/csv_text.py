"""CSV files as rows: any separator and encoding; a row that cannot be read is reported and the next one goes on."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from siyu.flows.imports.contract import (
    CELL_CHARS_MAX,
    FileEmpty,
    FileFormatUnknown,
    RawRow,
    SourceFile,
    Unread,
    check_columns,
)
from siyu.flows.imports.files.csv_lines import Broken, Line, lines_of
from siyu.flows.imports.files.csv_sniff import separator_of, sniff
from siyu.flows.imports.files.packed import opened
from siyu.flows.imports.rows.texts import shown

_RECORD_LINES_MAX = 50
"""A quoted cell may run over lines; a quotation mark that is still open after so many was never meant to open."""
_HEADER_LINES_MAX = 100


def recognise_csv(path: Path, *, encoding: str | None = None) -> SourceFile:
    """The dialect and the columns; raises FileEmpty, FileFormatUnknown, FileTooWide, and what `opened` raises."""
    dialect = sniff(path, encoding=encoding)
    source = SourceFile(path, "csv", (), path.stat().st_size, None, encoding=dialect.encoding, newline=dialect.newline)
    with opened(path) as file:
        file.seek(dialect.bom_bytes)
        separator = separator_of(_header_line(lines_of(source, file)))
    source = replace(source, separator=separator)
    return replace(source, columns=check_columns(_header(source)))


def read_csv(source: SourceFile, *, after: int = 0) -> Iterator[RawRow]:
    """Rows behind `after`, numbered as a spreadsheet shows them: the header is row 1."""
    with opened(source.path) as file:
        file.seek(_bom_bytes(file))
        records = _Records(lines_of(source, file), source)
        header_row, _ = records.header()
        for row_no, cells in records.numbered(header_row):
            if row_no > after and cells:
                yield row_no, cells


def _header(source: SourceFile) -> tuple[str, ...]:
    with opened(source.path) as file:
        file.seek(_bom_bytes(file))
        _, columns = _Records(lines_of(source, file), source).header()
        return tuple(name.strip().strip("\ufeff") for name in columns)


class _Records:
    """Lines put together to records, with a way back when a quotation mark swallows the lines behind it."""

    def __init__(self, lines: Iterator[Line], source: SourceFile) -> None:
        self._lines = lines
        self._again: list[Line] = []
        self._taken: list[str] = []
        self._width = len(source.columns)
        self._separator = source.separator or ","
        self._reader = csv.reader(self, delimiter=self._separator, strict=True)

    def header(self) -> tuple[int, tuple[str, ...]]:
        """The first record with words in it, and its number."""
        for row_no, cells in self.numbered(0):
            if isinstance(cells, Unread):
                raise FileFormatUnknown(found="text without a header")
            if "".join(cells).strip(" \t\ufeff") and not cells[0].casefold().startswith("sep="):
                return row_no, cells
        raise FileEmpty

    def numbered(self, row_no: int) -> Iterator[tuple[int, tuple[str, ...] | Unread]]:
        """The records that follow, numbered after `row_no`; blank ones are empty tuples."""
        while (cells := self._record()) is not None:
            row_no += 1
            yield row_no, cells

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The csv module asks here for a line; it asks again within one record while a quotation mark is open."""
        line = self._again.pop() if self._again else next(self._lines, None)
        if line is None or isinstance(line, Broken) or len(self._taken) >= _RECORD_LINES_MAX:
            if line is not None:
                self._again.append(line)
            if self._taken:
                raise _QuoteOpenError
            raise StopIteration
        self._taken.append(line)
        return line

    def _record(self) -> tuple[str, ...] | Unread | None:
        self._taken = []
        try:
            cells = next(self._reader)
        except StopIteration:
            return self._broken_line()
        except _QuoteOpenError:
            return self._first_line_alone("quotes_unbalanced")
        except csv.Error as error:
            return self._imperfect("cell_too_long" if "field limit" in str(error) else "row_unreadable")
        if len(self._taken) > 1 and self._width and len(cells) != self._width:
            return self._first_line_alone("quotes_unbalanced")
        return self._checked(cells)

    def _imperfect(self, code: str) -> tuple[str, ...] | Unread:
        """One line with a careless quotation mark is still a row; several lines held together by one are not."""
        if len(self._taken) > 1 or code == "cell_too_long":
            return self._first_line_alone(code if len(self._taken) == 1 else "quotes_unbalanced")
        try:
            return self._checked(next(csv.reader(self._taken, delimiter=self._separator)))
        except csv.Error:
            return self._first_line_alone(code)

    def _broken_line(self) -> Unread | None:
        if not self._again:
            return None
        line = self._again.pop()
        return Unread(line.code, "", (shown(line.shown),)) if isinstance(line, Broken) else None

    def _first_line_alone(self, code: str) -> Unread:
        """Gives up the first line of the record; those behind it are read again."""
        first, *others = self._taken
        self._again.extend(reversed(others))
        return Unread(code, "", (shown(first),))

    def _checked(self, cells: list[str]) -> tuple[str, ...] | Unread:
        if sum(map(len, self._taken)) > CELL_CHARS_MAX and any(len(cell) > CELL_CHARS_MAX for cell in cells):
            return Unread("cell_too_long", "", tuple(shown(cell) for cell in cells))
        return tuple(cells) if any(cells) else ()


class _QuoteOpenError(Exception):
    """Raised through the csv module, which starts afresh with the next record."""


def _header_line(lines: Iterator[Line]) -> str:
    for number, line in enumerate(lines):
        if isinstance(line, Broken) or number > _HEADER_LINES_MAX:
            raise FileFormatUnknown(found="text without a header")
        if line.strip(' \t\r\n,;\ufeff"') and not line.casefold().startswith("sep="):
            return line
    raise FileEmpty


def _bom_bytes(file: BinaryIO) -> int:
    start = file.read(3)
    return 3 if start == b"\xef\xbb\xbf" else 2 if start[:2] in (b"\xff\xfe", b"\xfe\xff") else 0
