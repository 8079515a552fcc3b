"""Carry an import from its file to the rooms, in steps that survive a kill at any moment.

First every row is read, mapped and staged, with the place reached saved in the same transaction; then the staged rows
are written document by document, again with the place reached. A restart goes on from the saved place, and since a
document is recorded once, and an event is in the log once, nothing is counted twice.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import structlog

from siyu.flows.imports import queries
from siyu.flows.imports.codec import Staged, stage_row
from siyu.flows.imports.contract import Outcome, Rejected, Skipped, SourceFile
from siyu.flows.imports.mapping import Mapping
from siyu.flows.imports.reasons import Tally
from siyu.flows.imports.rows.mapper import RowMapper
from siyu.flows.imports.tables import ImportRunRow
from siyu.flows.imports.writers import Write, Writer, Written
from siyu.kernel import metrics
from siyu.kernel.tx import SYSTEM, Begin, Tx

READ_BATCH = 10_000
log = structlog.get_logger()


class TakenOver(Exception):
    """The run moved on without us: cancelled, or continued by another worker."""


class Batch(NamedTuple):
    """Documents to write at once, the number of the last, and how."""

    last: str
    staged: list[Staged]
    write: Write


def read(begin: Begin, run: ImportRunRow, source: SourceFile, mapping: Mapping, rows: Iterator[Any]) -> None:
    """Map and stage every row after `run.last_row`; `rows` start there."""
    with begin(SYSTEM) as tx:
        _advance(tx, run, state="reading", rows_total=source.rows_total)
        now_ms = round(tx.now.timestamp() * 1000)
    mapper = RowMapper(mapping, source.columns, now_ms=now_ms, saved=run.checkpoint)
    while batch := list(islice(rows, READ_BATCH)):
        outcomes = [(row_no, mapper(row_no, cells)) for row_no, cells in batch]
        with begin(SYSTEM) as tx:
            _stage(tx, run, outcomes, mapper)
    with begin(SYSTEM) as tx:
        if run.kind == "events":
            queries.number_repeats(tx.db, run.id)
        documents = queries.staged_documents(tx.db, run.id)
        _advance(tx, run, state="writing", documents_total=documents, rows_total=run.rows_read)


def write(begin: Begin, run: ImportRunRow, writer: Writer) -> None:
    """Write every staged document after `run.last_document`, then end the run."""
    while batch := _next_batch(begin, run, writer):
        with begin(SYSTEM) as tx:
            _write_batch(tx, run, batch)
    with begin(SYSTEM) as tx:
        _advance(tx, run, state="done", finished_at=tx.now)
        queries.clear_stage(tx.db, run.id)
    log.info("import_done", kind=run.kind, source=run.source, created=run.created, changed=run.changed)


def _stage(tx: Tx, run: ImportRunRow, outcomes: list[tuple[int, Outcome]], mapper: RowMapper) -> None:
    rejected = [outcome for _, outcome in outcomes if isinstance(outcome, Rejected)]
    skipped = sum(isinstance(outcome, Skipped) for _, outcome in outcomes)
    _advance(
        tx,
        run,
        last_row=outcomes[-1][0],
        rows_read=run.rows_read + len(outcomes),
        rows_rejected=run.rows_rejected + len(rejected),
        rows_skipped=run.rows_skipped + skipped,
        checkpoint=mapper.saved(),
        problems=mapper.tally.saved(),
    )
    queries.add_rejects(tx.db, [_reject(run.id, item, part=0) for item in rejected])
    queries.stage(tx.db, run.id, _staged(outcomes))
    metrics.IMPORT_ROWS.labels("read").inc(len(outcomes))
    metrics.IMPORT_ROWS.labels("rejected").inc(len(rejected))


def _staged(outcomes: list[tuple[int, Outcome]]) -> Iterator[Staged]:
    for _, outcome in outcomes:
        if not isinstance(outcome, Rejected | Skipped):
            for part, row in enumerate(outcome):
                yield stage_row(row, part)


def _next_batch(begin: Begin, run: ImportRunRow, writer: Writer) -> Batch | None:
    """The next documents; whoever they speak of is known from here on."""
    with begin(SYSTEM) as tx:
        found = queries.next_documents(tx.db, run.id, run.last_document, writer.documents)
        if found is None:
            return None
        last, staged = found
        return Batch(last, staged, writer.rehearse if run.is_dry_run else writer.ready(tx, run.source, staged))


def _write_batch(tx: Tx, run: ImportRunRow, batch: Batch) -> None:
    if not queries.hold(tx.db, run):
        raise TakenOver
    with tx.db.begin_nested() as trial:
        written = batch.write(tx, run.source, batch.staged)
        if run.is_dry_run:
            trial.rollback()
    _note_written(tx, run, batch.last, len({row.document for row in batch.staged}), written)


def _note_written(tx: Tx, run: ImportRunRow, last: str, documents: int, written: Written) -> None:
    tally = Tally(run.problems)
    for row, reason in written.torn:
        tally.add(reason, row.row_no)
    queries.add_rejects(
        tx.db,
        [_reject(run.id, Rejected(row.row_no, code, "", row.document, ()), part=1) for row, code in written.torn],
    )
    _advance(
        tx,
        run,
        last_document=last,
        documents_done=run.documents_done + documents,
        rows_rejected=run.rows_rejected + len(written.torn),
        created=run.created + written.created,
        changed=run.changed + written.changed,
        unchanged=run.unchanged + written.unchanged,
        problems=tally.saved(),
    )


def _advance(tx: Tx, run: ImportRunRow, **values: Any) -> None:
    """Move the run on, if it is still where we left it; `run` follows."""
    if not queries.move(tx.db, run, **values):
        raise TakenOver
    for name, value in values.items():
        setattr(run, name, value)


def _reject(import_id: UUID, item: Rejected, *, part: int) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "row_no": item.row_no,
        "part": part,
        "code": item.code,
        "column": item.column[:200],
        "value": item.value[:500],
        "raw": list(item.raw),
    }
