"""Parquet files as rows, one batch in memory at a time; texts stay dictionary-coded until a row needs them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from siyu.flows.imports.contract import (
    CELL_CHARS_MAX,
    Cell,
    FileUnreadable,
    RawRow,
    SourceFile,
    Unread,
    check_columns,
)
from siyu.flows.imports.rows.texts import shown

BATCH_ROWS = 8192
BATCH_BYTES = 33_554_432
_ERRORS = (pa.ArrowException, OSError, ValueError, OverflowError, TypeError, KeyError, IndexError, MemoryError)
_LONG = object()
_UNREADABLE = object()
_CODES = {id(_LONG): "cell_too_long", id(_UNREADABLE): "cell_unreadable"}


def recognise_parquet(path: Path) -> SourceFile:
    """The columns and the number of rows from the file's own footer; raises FileUnreadable."""
    try:
        with pq.ParquetFile(path) as file:
            columns, rows_total = [field.name for field in file.schema_arrow], file.metadata.num_rows
    except _ERRORS as error:
        raise FileUnreadable(problem=_brief(error)) from None
    return SourceFile(path, "parquet", check_columns(columns), path.stat().st_size, rows_total)


def read_parquet(source: SourceFile, *, after: int = 0) -> Iterator[RawRow]:
    """Rows behind `after`, the first being row 1; raises FileUnreadable where the file breaks off."""
    try:
        with pq.ParquetFile(source.path, read_dictionary=_texts(source.path)) as file:
            yield from _rows(file, after)
    except _ERRORS as error:
        raise FileUnreadable(problem=_brief(error)) from None


def _rows(file: Any, after: int) -> Iterator[RawRow]:
    row_no = 0
    for group in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(group)
        if row_no + size.num_rows <= after:
            row_no += size.num_rows
            continue
        for batch in file.iter_batches(_batch_rows(size), row_groups=[group], columns=_plain(file.schema_arrow)):
            if row_no + batch.num_rows > after:
                yield from (row for row in _numbered(batch, file.schema_arrow, row_no) if row[0] > after)
            row_no += batch.num_rows


def _batch_rows(group: Any) -> int:
    """Fewer rows at once when rows are large."""
    row_bytes = group.total_byte_size // max(group.num_rows, 1) + 1
    return int(max(1, min(BATCH_ROWS, BATCH_BYTES // row_bytes)))


def _numbered(batch: Any, schema: Any, row_no: int) -> Iterator[RawRow]:
    columns = [_cells(batch, field) for field in schema]
    flawed = any(_is_flawed(cells) for cells in columns)
    for number, cells in enumerate(zip(*columns, strict=True), row_no + 1):
        yield number, _checked(cells) if flawed else cells


def _is_flawed(cells: list[Any]) -> bool:
    return not _CODES.keys().isdisjoint(map(id, cells))


def _checked(cells: tuple[Any, ...]) -> tuple[Cell, ...] | Unread:
    code = next((_CODES[id(cell)] for cell in cells if id(cell) in _CODES), "")
    return Unread(code, "", tuple("" if id(cell) in _CODES else shown(cell) for cell in cells)) if code else cells


def _cells(batch: Any, field: Any) -> list[Any]:
    if pa.types.is_nested(field.type):
        return [None] * batch.num_rows
    column = batch.column(field.name)
    if pa.types.is_dictionary(column.type):
        values = _readable(column.dictionary)
        return [None if at is None else values[at] for at in column.indices.to_pylist()]
    return _reader(column.type)(column)


def _reader(kind: Any) -> Callable[[Any], list[Any]]:
    if pa.types.is_timestamp(kind):
        return _aware_moments if kind.tz else _moments
    if pa.types.is_date(kind):
        return _dates
    return _readable


def _readable(column: Any) -> list[Any]:
    """Values as Python has them; texts that are too long or not UTF-8 are marked."""
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        values = [_decoded(raw) for raw in column.cast(pa.large_binary()).to_pylist()]
    if not _is_text(column.type):
        return list(values)
    return [_bounded(_decoded(value) if isinstance(value, bytes) else value) for value in values]


def _bounded(value: Any) -> Any:
    return _LONG if isinstance(value, str) and len(value) > CELL_CHARS_MAX else value


def _decoded(raw: bytes | None) -> Any:
    if raw is None:
        return None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _UNREADABLE


def _moments(column: Any) -> list[Any]:
    """Local times; numpy turns what no calendar holds into a number instead of raising, and that is reported."""
    micros = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    moments = micros.to_numpy(zero_copy_only=False).astype("datetime64[us]").tolist()
    return [_UNREADABLE if isinstance(moment, int) else moment for moment in moments]


def _aware_moments(column: Any) -> list[Any]:
    """Moments with a zone are stored in UTC."""
    return [cell.replace(tzinfo=UTC) if isinstance(cell, datetime) else cell for cell in _moments(column)]


def _dates(column: Any) -> list[Any]:
    days = column.cast(pa.date32(), safe=False).to_numpy(zero_copy_only=False).astype("datetime64[D]").tolist()
    return [_UNREADABLE if isinstance(day, int) else day for day in days]


def _texts(path: Path) -> list[str]:
    with pq.ParquetFile(path) as file:
        return [field.name for field in file.schema_arrow if _is_text(field.type)]


def _plain(schema: Any) -> list[str]:
    return [field.name for field in schema if not pa.types.is_nested(field.type)]


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_binary(kind))


def _is_binary(kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _brief(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
