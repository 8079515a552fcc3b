"""CSV for spreadsheets: no cell of text starts like a formula, and every character can be written."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TextIO

Cell = str | int | Decimal | None
BOM = "\ufeff"
"""Put before the first line of a download: without it Excel reads UTF-8 Chinese as gibberish."""

# A spreadsheet runs what starts with these (OWASP, CSV injection); the wide forms count in East Asian settings.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def safe_cell(cell: Cell) -> str:
    """The cell as text. Text that looks like a formula gets an apostrophe; typed numbers are left alone."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    text = cell if cell.isprintable() else _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", cell)
    return f"'{text}" if text[:1] in _FORMULA_STARTS else text


class SafeWriter:
    """Writes rows to a text stream that was opened with newline=""."""

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream, lineterminator="\r\n")

    def row(self, cells: Iterable[Cell]) -> None:
        self._writer.writerow([safe_cell(cell) for cell in cells])


def safe_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Each row as one line of text, lazily, the first with a byte-order mark: the body of a download."""
    stream = io.StringIO(newline="")
    writer = SafeWriter(stream)
    stream.write(BOM)
    for cells in rows:
        writer.row(cells)
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
