"""Take in files, preview them, and start, watch and stop imports."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from siyu.facts.warehouse.contract import WarehouseUnavailable
from siyu.flows.imports import queries, running
from siyu.flows.imports.contract import ImportRow, Kind, Rejected, Skipped, SourceFile
from siyu.flows.imports.files.readers import open_source, read_rows, sample_rows
from siyu.flows.imports.mapping import Mapping, parse_mapping
from siyu.flows.imports.ready import ready_mapping, ready_yaml, suggest_mapping
from siyu.flows.imports.rejects import HEADINGS, reject_cells
from siyu.flows.imports.reports import (
    Import,
    ImportEnded,
    ImportFileMissing,
    ImportMissing,
    Preview,
    UploadedFile,
    imported,
    kept_error,
    problem_report,
    shown_row,
)
from siyu.flows.imports.rows.mapper import RowMapper
from siyu.flows.imports.tables import ImportFileRow, ImportRunRow
from siyu.flows.imports.writers import RECORDS, Writers
from siyu.kernel.errors import Invalid, SiyuError
from siyu.kernel.jobs import enqueue
from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.settings import Settings
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.team.audit import service as audit

SAMPLE_ROWS = 20
PREVIEW_ROWS = 5_000
JOB = "imports.run"
OUTAGES_MAX = 5
"""Fewer than a job is tried: the import ends by itself, with the reason, before nobody carries it on any more."""
_NOTHING_YET: dict[str, Any] = {
    **dict.fromkeys(("last_row", "rows_read", "rows_rejected", "rows_skipped"), 0),
    **dict.fromkeys(("documents_done", "created", "changed", "unchanged"), 0),
    "last_document": "",
    "problems": [],
}


def file_path(settings: Settings, file_id: UUID) -> Path:
    """Where an uploaded file lies; its name is never part of the path."""
    return settings.data_dir / "uploads" / str(file_id)


def keep_file(tx: Tx, settings: Settings, *, file_id: UUID, name: str) -> UploadedFile:
    """Take in a file already written to `file_path`; raises Invalid when nothing can read it."""
    path = file_path(settings, file_id)
    source = open_source(path)
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    row = ImportFileRow(id=file_id, name=name, size_bytes=source.size_bytes, sha256=digest, uploaded_at=tx.now)
    tx.db.add(row)
    after = {"name": name, "size_bytes": source.size_bytes, "sha256": digest}
    audit.record(tx, action="imports.file_uploaded", subject_kind="import_file", subject_id=str(file_id), after=after)
    return _uploaded(row, source)


def preview(tx: Tx, settings: Settings, *, file_id: UUID, mapping: Mapping) -> Preview:
    """How the first rows of a file look through a mapping."""
    if queries.file(tx.db, file_id) is None:
        raise ImportFileMissing
    source = open_source(file_path(settings, file_id), encoding=mapping.encoding)
    mapper = RowMapper(mapping, source.columns, now_ms=round(tx.now.timestamp() * 1000))
    mapped: list[ImportRow] = []
    checked = 0
    for row_no, cells in read_rows(source):
        if checked == PREVIEW_ROWS:
            break
        checked += 1
        outcome = mapper(row_no, cells)
        if not isinstance(outcome, Rejected | Skipped):
            mapped += outcome[: SAMPLE_ROWS - len(mapped)]
    return _preview(mapping, mapper, mapped, checked)


def start(tx: Tx, settings: Settings, *, file_id: UUID, mapping: Mapping, yaml: str, is_dry_run: bool) -> Import:
    """Ask for an import; the job runs when this transaction commits. Imports of one source run in turn."""
    file = queries.file(tx.db, file_id) or _missing_file()
    source = open_source(file_path(settings, file_id), encoding=mapping.encoding)
    RowMapper(mapping, source.columns, now_ms=0)
    run = ImportRunRow(
        id=tx.new_id(),
        file_id=file.id,
        file_name=file.name,
        kind=mapping.kind,
        source=mapping.source,
        mapping=mapping.name,
        mapping_yaml=yaml,
        is_dry_run=is_dry_run,
        state="queued",
        started_by=tx.actor.name,
        created_at=tx.now,
        **_NOTHING_YET,
    )
    tx.db.add(run)
    tx.db.flush()
    enqueue(tx, JOB, queue="imports", lock=f"imports:{mapping.source}", args={"import_id": str(run.id)})
    after = {"file": file.name, "mapping": mapping.name, "dry_run": is_dry_run}
    audit.record(tx, action="imports.started", subject_kind="import", subject_id=str(run.id), after=after)
    return imported(run)


def repeat(tx: Tx, settings: Settings, *, import_id: UUID) -> Import:
    """Import the same file with the same mapping for real, such as after a dry run."""
    run = queries.run(tx.db, import_id) or _missing()
    mapping = parse_mapping(run.mapping_yaml)
    return start(tx, settings, file_id=run.file_id, mapping=mapping, yaml=run.mapping_yaml, is_dry_run=False)


def chosen_mapping(*, name: str | None, yaml: str | None) -> tuple[Mapping, str]:
    """The mapping somebody asks for, ready by name or their own as YAML, with its text."""
    if yaml:
        return parse_mapping(yaml), yaml
    return ready_mapping(name or ""), ready_yaml(name or "")


def imports(tx: Tx, *, wanted: PageWanted) -> Page[Import]:
    """A page of imports, newest first."""
    rows = list(tx.db.scalars(queries.listed(wanted)))
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([imported(row) for row in page], next_cursor, queries.run_count(tx.db))


def one(tx: Tx, *, import_id: UUID) -> Import:
    """One import as it stands."""
    return imported(queries.run(tx.db, import_id) or _missing())


def cancel(tx: Tx, *, import_id: UUID) -> Import:
    """Stop an import that has not ended; documents already written stay."""
    run = queries.run(tx.db, import_id) or _missing()
    if not queries.change_open(tx.db, import_id, state="cancelled", finished_at=tx.now):
        raise ImportEnded
    queries.clear_stage(tx.db, import_id)
    audit.record(tx, action="imports.cancelled", subject_kind="import", subject_id=str(import_id))
    tx.db.refresh(run)
    return imported(run)


def rejected_rows(tx: Tx, *, import_id: UUID, language: str) -> Iterator[Sequence[str | int]]:
    """The rejected rows, in order, after one row of headings; each with its reason and its own cells."""
    yield HEADINGS[language]
    for item in queries.rejects(tx.db, import_id):
        rejected = Rejected(item.row_no, item.code, item.column, item.value, tuple(item.raw))
        yield reject_cells(rejected, language=language)


def forget_files(tx: Tx, settings: Settings, *, before: datetime) -> int:
    """Delete files uploaded before a moment that no open import still reads; how many."""
    forgotten = queries.forget_files(tx.db, before)
    for file_id in forgotten:
        file_path(settings, file_id).unlink(missing_ok=True)
    return len(forgotten)


def carry_on(begin: Begin, settings: Settings, *, import_id: UUID, writers: Writers = RECORDS) -> None:
    """Run an import from where it stands to its end; a file or mapping that cannot be read ends it as failed.

    `writers` are those of the kinds that may come: what goes to the event log needs one that knows the log. When that
    is out of reach, the import stays open and WarehouseUnavailable is raised, a few times; then it ends as failed.
    """
    with begin(SYSTEM) as tx:
        run = queries.run(tx.db, import_id)
    if run is None or run.state not in queries.OPEN_STATES:
        return
    try:
        if run.state != "writing":
            mapping = parse_mapping(run.mapping_yaml)
            source = open_source(file_path(settings, run.file_id), encoding=mapping.encoding)
            running.read(begin, run, source, mapping, read_rows(source, after=run.last_row))
        running.write(begin, run, writers[cast("Kind", run.kind)])
    except running.TakenOver:
        return
    except Invalid as error:
        _fail(begin, import_id, error)
    except WarehouseUnavailable as error:
        if error.retry and _is_patient(begin, run):
            raise
        _fail(begin, import_id, error)


def _fail(begin: Begin, import_id: UUID, error: SiyuError) -> None:
    with begin(SYSTEM) as tx:
        queries.change_open(tx.db, import_id, state="failed", error=kept_error(error), finished_at=tx.now)
        queries.clear_stage(tx.db, import_id)


def _is_patient(begin: Begin, run: ImportRunRow) -> bool:
    """Count one more outage of the log, and whether it is worth another try."""
    outages = (run.checkpoint or {}).get("outages", 0) + 1
    with begin(SYSTEM) as tx:
        queries.change_open(tx.db, run.id, checkpoint={"outages": outages})
    return bool(outages < OUTAGES_MAX)


def _uploaded(row: ImportFileRow, source: SourceFile) -> UploadedFile:
    suggested = suggest_mapping(source.columns)
    return UploadedFile(
        id=row.id,
        name=row.name,
        size_bytes=row.size_bytes,
        format=source.format,
        encoding=source.encoding,
        columns=list(source.columns),
        sample=sample_rows(source, limit=SAMPLE_ROWS),
        suggested_mapping=suggested.name if suggested else None,
    )


def _preview(mapping: Mapping, mapper: RowMapper, mapped: list[ImportRow], checked: int) -> Preview:
    return Preview(
        mapping=mapping.name,
        kind=mapping.kind,
        columns=list(mapped[0]._fields) if mapped else [],
        rows=[shown_row(row) for row in mapped],
        problems=[problem_report(problem) for problem in mapper.tally.problems()],
        rows_checked=checked,
        unknown_columns=list(mapper.binding.unknown),
    )


def _missing() -> ImportRunRow:
    raise ImportMissing


def _missing_file() -> ImportFileRow:
    raise ImportFileMissing
