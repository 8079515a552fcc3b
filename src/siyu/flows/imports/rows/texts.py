"""Cells as text: unwrapped from what spreadsheets and shops put around them, and fit for the database."""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.reasons import Unfit

SHOWN_CHARS = 200
_WRAPPED = re.compile(r'="([^"]*)"')
# Shops and spreadsheets put an apostrophe before digits that must stay text, and before what looks like a formula.
_APOSTROPHE = re.compile(r"'(?=[=+\-@]|[\d.\-]+$)")
_SPACES = re.compile(r"\s+")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_BLANKS = frozenset({"", "-", "--", "null", "none", "nan", "n/a", "#n/a", "nil", "空", "无"})


@lru_cache(maxsize=65_536, typed=True)
def text(cell: Cell) -> str:
    """The cell as one clean line ("" when blank); raises Unfit text_invalid."""
    if isinstance(cell, str):
        return _clean(cell)
    return spelled(cell)


def spelled(cell: Cell) -> str:
    """Any cell as plain text: whole floats without their `.0`, times as ISO."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case Decimal():
            return f"{cell:f}" if cell.is_finite() and abs(cell.adjusted()) < 40 else str(cell)
        case date() | time():
            return cell.isoformat()
        case timedelta() | int():
            return str(cell)


def code_text(cell: Cell, *, chars_max: int = 128) -> str:
    """A document number or SKU; raises Unfit when a spreadsheet has rounded its digits away, or it is too long."""
    value = text(cell)
    if _SCIENTIFIC.fullmatch(value) or (isinstance(cell, float) and abs(cell) >= 1e15):
        raise Unfit("document_imprecise", cell)
    if len(value) > chars_max:
        raise Unfit("text_too_long", cell)
    whole = _WHOLE_FLOAT.fullmatch(value)
    return whole[1] if whole else value


def filled(value: str) -> str:
    """The value, or "" when it only says that there is none."""
    return "" if value.casefold() in _BLANKS else value


def shown(cell: object) -> str:
    """A cell as a problem report shows it: short, and always encodable."""
    value = cell if isinstance(cell, str) else str(cell if cell is not None else "")
    short = value if len(value) <= SHOWN_CHARS else value[:SHOWN_CHARS] + "…"
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", short)


def _clean(value: str) -> str:
    stripped = value.strip()
    wrapped = _WRAPPED.fullmatch(stripped)
    bare = (
        wrapped[1].strip() if wrapped else _APOSTROPHE.sub("", stripped, count=1) if stripped[:1] == "'" else stripped
    )
    if bare.isprintable():
        return bare
    if _FORBIDDEN.search(bare):
        raise Unfit("text_invalid", value)
    return _SPACES.sub(" ", bare.replace("\ufeff", "")).strip()
