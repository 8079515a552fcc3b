"""The file of rejected rows: which, why, and what stood there."""

from siyu.flows.imports.contract import Rejected
from siyu.flows.imports.reasons import reason

HEADINGS = {"zh": ("行号", "原因代码", "原因", "列", "值"), "en": ("row", "code", "reason", "column", "value")}


def reject_cells(rejected: Rejected, *, language: str) -> list[str | int]:
    """The row's number, code, reason, column and value, then its own cells."""
    why = reason(rejected.code)
    sentence = why.zh if language == "zh" else why.en
    return [rejected.row_no, rejected.code, sentence, rejected.column, rejected.value, *rejected.raw]
