"""XLSX files as rows: the first visible sheet, cached results of formulas, dates as dates; error cells are reported."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import python_calamine

from siyu.flows.imports.contract import (
    CELL_CHARS_MAX,
    Cell,
    FileEmpty,
    FileUnreadable,
    RawRow,
    SourceFile,
    Unread,
    check_columns,
)
from siyu.flows.imports.files.xlsx_guard import inspect
from siyu.flows.imports.rows.texts import shown, spelled

T = TypeVar("T")


def recognise_xlsx(path: Path) -> SourceFile:
    """The columns and the number of rows of the first visible sheet; raises the refusals of a file."""
    workbook = inspect(path)
    order, sheet = _guarded(lambda: _first_sheet(path))
    header_row, header = next(_filled(sheet), (0, ()))
    if not header_row:
        raise FileEmpty
    columns = check_columns([spelled(cell).strip() for cell in header])
    size = path.stat().st_size
    return SourceFile(
        path, "xlsx", columns, size, max(sheet.total_height - header_row, 0), bad_cells=workbook.error_cells(order)
    )


def read_xlsx(source: SourceFile, *, after: int = 0) -> Iterator[RawRow]:
    """Rows behind `after`, numbered as the spreadsheet shows them: the header is row 1."""
    _, sheet = _guarded(lambda: _first_sheet(source.path))
    flawed = {row_no for row_no, column in source.bad_cells if column <= len(source.columns)}
    rows = _filled(sheet)
    next(rows, None)
    for row_no, cells in rows:
        if row_no <= after:
            continue
        if row_no in flawed:
            yield row_no, Unread("cell_error", "", tuple(map(shown, cells)))
        else:
            yield row_no, _checked(cells)


def _first_sheet(path: Path) -> tuple[int, Any]:
    """The first sheet that is a visible worksheet, else simply the first, with its place in the workbook."""
    workbook = python_calamine.CalamineWorkbook.from_path(str(path))
    if not workbook.sheets_metadata:
        raise FileEmpty
    usable = (
        order
        for order, sheet in enumerate(workbook.sheets_metadata)
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    )
    order = next(usable, 0)
    return order, workbook.get_sheet_by_index(order)


def _filled(sheet: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows with something in them; empty cells are None."""
    rows = sheet.iter_rows()
    row_no = 0
    while (cells := _guarded(lambda: next(rows, None))) is not None:
        row_no += 1
        if any(cell != "" for cell in cells):
            yield row_no, tuple([None if cell == "" else cell for cell in cells])


def _checked(cells: tuple[Cell, ...]) -> tuple[Cell, ...] | Unread:
    if any(isinstance(cell, str) and len(cell) > CELL_CHARS_MAX for cell in cells):
        return Unread("cell_too_long", "", tuple(map(shown, cells)))
    return cells


def _guarded(read: Callable[[], T]) -> T:
    """What the library raises on damaged files, including a panic of its Rust core, is one refusal."""
    try:
        return read()
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError, TypeError) as error:
        raise FileUnreadable(problem=" ".join(str(error).split())[:200]) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # derives from BaseException and has no importable name
            raise FileUnreadable(problem="damaged workbook") from None
        raise
