"""Files of every format for the tests, made on the spot, and short ways to read them."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq

from siyu.flows.imports.contract import ImportRow, OrderLineRow, Outcome, Rejected, Skipped
from siyu.flows.imports.files.readers import open_source, read_rows
from siyu.flows.imports.mapping import Mapping, parse_mapping
from siyu.flows.imports.ready import ready_mapping
from siyu.flows.imports.rows.mapper import RowMapper, map_rows

NOW_MS = 1_763_700_000_000  # 2025-11-21
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType='
    f'"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    f'+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="Orders" sheetId="1" '
    f'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{_RELATIONS}/styles" '
    f'Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
    f"</styleSheet>",
}
SMALL = """
name: small
title: {zh: 小, en: small}
about: {zh: 小, en: small}
kind: orders
source: small
columns: {document: no, placed_at: time, sku: sku, product: product, quantity: qty, unit_price: price}
identifiers: {member_id: member, phone: phone, email: email}
"""


class Raw(str):
    """The XML of a cell as it is: an error, a formula, a date."""

    __slots__ = ()


def xlsx(rows: Sequence[Sequence[str | float | Raw]]) -> bytes:
    """A workbook of one sheet."""
    body = "".join(f'<row r="{at}">{_xml_cells(at, cells)}</row>' for at, cells in enumerate(rows, 1))
    return workbook(f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>')


def workbook(sheet: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (_PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return stream.getvalue()


def parquet(columns: dict[str, list[Any]], schema: pa.Schema | None = None, **options: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), stream, **options)
    return stream.getvalue()


def rows_of(folder: Path, content: bytes, **how: Any) -> list[tuple[int, Any]]:
    """Every row as the reader gives it."""
    return list(read_rows(open_source(written(folder, content), **how)))


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def outcomes(mapping: Mapping | str, columns: Sequence[str], *rows: Sequence[Any]) -> list[Outcome]:
    """What the rows become; the mapping is one of ours by name, or given."""
    chosen = ready_mapping(mapping) if isinstance(mapping, str) else mapping
    mapper = RowMapper(chosen, columns, now_ms=NOW_MS)
    return [mapper(number, tuple(cells)) for number, cells in enumerate(rows, 2)]


def lines(mapping: Mapping | str, columns: Sequence[str], *rows: Sequence[Any]) -> list[OrderLineRow]:
    """The order lines of the rows, all of which must be taken."""
    found: list[ImportRow] = []
    for outcome in outcomes(mapping, columns, *rows):
        assert not isinstance(outcome, Rejected | Skipped), outcome
        found.extend(outcome)
    return [row for row in found if isinstance(row, OrderLineRow)]


def only(outcome: Outcome) -> OrderLineRow:
    """The one order line a row became."""
    assert not isinstance(outcome, Rejected | Skipped), outcome
    (row,) = outcome
    assert isinstance(row, OrderLineRow)
    return row


def mapped_file(folder: Path, content: bytes, name: str) -> tuple[list[Outcome], RowMapper]:
    """A whole file through a ready mapping."""
    source = open_source(written(folder, content))
    mapper = RowMapper(ready_mapping(name), source.columns, now_ms=NOW_MS)
    return [outcome for _, outcome in map_rows(read_rows(source), mapper)], mapper


def mapping(text: str = "", **changes: Any) -> Mapping:
    """A small order mapping; `text` is added to its YAML, `changes` replace what it says."""
    plain = parse_mapping(SMALL + text)
    return Mapping.model_validate(plain.model_dump() | changes) if changes else plain


def _xml_cells(at: int, cells: Sequence[str | float | Raw]) -> str:
    return "".join(_xml_cell(f"{chr(65 + column)}{at}", cell) for column, cell in enumerate(cells))


def _xml_cell(place: str, cell: str | float | Raw) -> str:
    if isinstance(cell, Raw):
        return cell.replace("@", place)
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'
