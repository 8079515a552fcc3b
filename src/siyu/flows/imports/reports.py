"""What an import looks like from outside: its state, counts, problems in words, and previews."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID

from siyu.flows.imports.contract import ImportRow, Kind
from siyu.flows.imports.reasons import Problem, reason
from siyu.flows.imports.tables import ImportRunRow
from siyu.kernel.errors import Conflict, NotFound, SiyuError

State = Literal["queued", "reading", "writing", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Sentence:
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """How often one thing happened, where first, and what it means."""

    code: str
    count: int
    first_row: int
    message: Sentence


@dataclass(frozen=True, slots=True)
class Failure:
    code: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class Import:
    """One import; counts of documents are orders, products, people or events by `kind`."""

    id: UUID
    kind: Kind
    file_name: str
    source: str
    mapping: str
    dry_run: bool
    state: State
    rows_total: int | None
    rows_read: int
    rows_rejected: int
    rows_skipped: int
    documents_total: int | None
    documents_done: int
    created: int
    changed: int
    unchanged: int
    problems: list[ProblemReport]
    error: Failure | None
    started_by: str
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that was recognised: how it reads and what its first rows hold."""

    id: UUID
    name: str
    size_bytes: int
    format: Literal["csv", "parquet", "xlsx"]
    encoding: str | None
    columns: list[str]
    sample: list[list[str]]
    suggested_mapping: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as the mapping understands them, and what it stumbled over among `rows_checked` rows."""

    mapping: str
    kind: Kind
    columns: list[str]
    rows: list[list[str | None]]
    problems: list[ProblemReport]
    rows_checked: int
    unknown_columns: list[str]


class ImportMissing(NotFound):
    code = "import_missing"
    zh = "没有这个导入任务"
    en = "There is no such import"


class ImportFileMissing(NotFound):
    code = "import_file_missing"
    zh = "没有这个文件，请重新上传"
    en = "There is no such file; upload it again"


class ImportEnded(Conflict):
    code = "import_ended"
    zh = "导入已经结束，不能取消"
    en = "The import has ended and cannot be cancelled"


def imported(row: ImportRunRow) -> Import:
    return Import(
        id=row.id,
        kind=cast("Kind", row.kind),
        file_name=row.file_name,
        source=row.source,
        mapping=row.mapping,
        dry_run=row.is_dry_run,
        state=cast("State", row.state),
        rows_total=row.rows_total,
        rows_read=row.rows_read,
        rows_rejected=row.rows_rejected,
        rows_skipped=row.rows_skipped,
        documents_total=row.documents_total,
        documents_done=row.documents_done,
        created=row.created,
        changed=row.changed,
        unchanged=row.unchanged,
        problems=[problem_report(Problem(*item)) for item in row.problems],
        error=_failure(row.error),
        started_by=row.started_by,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def problem_report(problem: Problem) -> ProblemReport:
    words = reason(problem.code)
    return ProblemReport(problem.code, problem.count, problem.first_row, Sentence(words.zh, words.en))


def kept_error(error: SiyuError) -> dict[str, Any]:
    """An error as the run's row keeps it."""
    return {"code": error.code, "zh": error.message("zh"), "en": error.message("en")}


def _failure(kept: dict[str, Any] | None) -> Failure | None:
    return Failure(kept["code"], Sentence(kept["zh"], kept["en"])) if kept else None


def shown_row(row: ImportRow) -> list[str | None]:
    """A canonical row as a preview shows it: pairs as `name: value`, moments as ISO times."""
    return [_shown(name, value) for name, value in zip(row._fields, row, strict=True)]


def _shown(name: str, value: object) -> str | None:
    if value is None:
        return None
    if name.endswith("_at_ms") and isinstance(value, int):
        return datetime.fromtimestamp(value / 1000, UTC).isoformat()
    if isinstance(value, tuple):
        return ", ".join(f"{key}: {held}" for key, held in value)
    return str(value)
