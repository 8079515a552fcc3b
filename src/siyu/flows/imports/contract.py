"""What others may know of an import: the canonical rows, what a file is, and what can be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from siyu.kernel.errors import Invalid

Kind = Literal["orders", "products", "persons", "events"]
DocumentKind = Literal["sale", "refund", "adjustment"]
Cell = str | int | float | bool | Decimal | datetime | date | time | timedelta | None
Pairs = tuple[tuple[str, str], ...]
PropertyValue = str | int | float | bool
Properties = tuple[tuple[str, PropertyValue], ...]

CELL_CHARS_MAX = 32_768
"""As many characters as a spreadsheet cell can hold; anything longer is a broken file."""
COLUMNS_MAX = 500


class OrderLineRow(NamedTuple):
    """One line of a sale, refund or adjustment. Refunds carry negative quantities and amounts.

    `sku` is empty where the file tells only the whole order; `product` is then its title, if any.
    """

    row_no: int
    document: str
    kind: DocumentKind
    placed_at_ms: int
    currency: str
    identifiers: Pairs
    traits: Pairs
    sku: str
    product: str
    category: str | None
    quantity: int
    unit_price_cents: int
    amount_cents: int
    refunds_document: str | None


class ProductRow(NamedTuple):
    row_no: int
    sku: str
    name: str
    category: str | None
    price_cents: int | None
    currency: str | None


class PersonRow(NamedTuple):
    row_no: int
    identifiers: Pairs
    traits: Pairs
    created_at_ms: int | None


class EventRow(NamedTuple):
    """One thing somebody did. `anonymous_id`, `session` and `event_id` are the file's own, "" where it has none.

    `touch` holds what is told of the channel: pairs of `channel`, `utm_source`, `utm_medium` …
    """

    row_no: int
    event: str
    happened_at_ms: int
    identifiers: Pairs
    anonymous_id: str
    session: str
    event_id: str
    touch: Pairs
    properties: Properties


class Rejected(NamedTuple):
    """A row that cannot be taken, with the column and the (shortened) value that is the reason."""

    row_no: int
    code: str
    column: str
    value: str
    raw: tuple[str, ...]


class Skipped(NamedTuple):
    """A row that is left out on purpose, such as an order that was never paid."""

    row_no: int
    code: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A row the reader could find but not take apart."""

    code: str
    value: str
    raw: tuple[str, ...]


ImportRow = OrderLineRow | ProductRow | PersonRow | EventRow
Outcome = tuple[ImportRow, ...] | Rejected | Skipped
RawRow = tuple[int, "tuple[Cell, ...] | Unread"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that has been recognised: how to read it, its columns, and how many rows it promises (None: unknown)."""

    path: Path
    format: Literal["csv", "parquet", "xlsx"]
    columns: tuple[str, ...]
    size_bytes: int
    rows_total: int | None
    encoding: str | None = None
    separator: str | None = None
    newline: str | None = None
    bad_cells: frozenset[tuple[int, int]] = frozenset()


class MappingInvalid(Invalid):
    code: ClassVar[str] = "mapping_invalid"
    zh: ClassVar[str] = "映射文件有误：{problem}"
    en: ClassVar[str] = "The mapping is not valid: {problem}"


class MappingUnknown(Invalid):
    code: ClassVar[str] = "mapping_unknown"
    zh: ClassVar[str] = "没有名为“{name}”的映射，可用的有：{known}"
    en: ClassVar[str] = "There is no mapping named {name}; known are: {known}"


class MappingColumnMissing(Invalid):
    code: ClassVar[str] = "mapping_column_missing"
    zh: ClassVar[str] = "文件缺少映射“{mapping}”需要的列：{missing}。文件里的列：{columns}"
    en: ClassVar[str] = "The file lacks columns that the mapping {mapping} needs: {missing}. Its columns are: {columns}"


class FileEmpty(Invalid):
    code: ClassVar[str] = "file_empty"
    zh: ClassVar[str] = "文件是空的"
    en: ClassVar[str] = "The file is empty"


class FileUnreadable(Invalid):
    code: ClassVar[str] = "file_unreadable"
    zh: ClassVar[str] = "文件无法读取，可能已损坏或不完整（{problem}）"
    en: ClassVar[str] = "The file cannot be read; it may be damaged or cut off ({problem})"


class FileFormatUnknown(Invalid):
    code: ClassVar[str] = "file_format_unknown"
    zh: ClassVar[str] = "不认识这种文件（{found}），请使用 CSV、XLSX 或 Parquet"
    en: ClassVar[str] = "This kind of file is not known ({found}); use CSV, XLSX or Parquet"


class FileTooWide(Invalid):
    code: ClassVar[str] = "file_too_wide"
    zh: ClassVar[str] = "文件有 {columns} 列，最多 {limit} 列"
    en: ClassVar[str] = "The file has {columns} columns; at most {limit} are read"


class FileTooLarge(Invalid):
    code: ClassVar[str] = "file_unpacks_too_large"
    zh: ClassVar[str] = "文件展开后过大（{found}，上限 {limit}），请改用 CSV 或拆分"
    en: ClassVar[str] = "The file is too large once unpacked ({found}, limit {limit}); use CSV or split it"


def check_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The header as it is, or a refusal when nothing is in it or it is absurdly wide."""
    if len(columns) > COLUMNS_MAX:
        raise FileTooWide(columns=len(columns), limit=COLUMNS_MAX)
    if not any(name.strip() for name in columns):
        raise FileEmpty
    return tuple(columns)
