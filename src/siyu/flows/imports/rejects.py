"""The file of rejected rows: which, why, and what stood there, safe to open in a spreadsheet."""

from collections.abc import Sequence
from typing import TextIO

from siyu.flows.imports.contract import Rejected
from siyu.flows.imports.reasons import reason
from siyu.kernel.csv_safe import SafeWriter

LANGUAGES = {"zh": ("行号", "原因代码", "原因", "列", "值"), "en": ("row", "code", "reason", "column", "value")}


class RejectsWriter:
    """Writes a rejected row as it comes; `header()` first when the file is new."""

    def __init__(self, stream: TextIO, *, language: str = "zh") -> None:
        self._writer = SafeWriter(stream)
        self._language = language if language in LANGUAGES else "en"

    def header(self, columns: Sequence[str]) -> None:
        self._writer.row([*LANGUAGES[self._language], *columns])

    def row(self, rejected: Rejected) -> None:
        self._writer.row(reject_cells(rejected, language=self._language))


def reject_cells(rejected: Rejected, *, language: str) -> list[str | int]:
    """The row's number, code, reason, column and value, then its own cells."""
    why = reason(rejected.code)
    sentence = why.zh if language == "zh" else why.en
    return [rejected.row_no, rejected.code, sentence, rejected.column, rejected.value, *rejected.raw]
