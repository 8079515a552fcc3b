"""Every statement the imports room sends."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from siyu.flows.imports.codec import Staged
from siyu.flows.imports.tables import ImportFileRow, ImportRunRow, RejectRow, StagedRow
from siyu.kernel import pages
from siyu.kernel.copying import copy_rows, fetch_tuples
from siyu.kernel.pages import PageWanted, paged

DEFAULT_SORT = "-created_at"
_ORDERS = {"created_at": pages.Order(ImportRunRow.created_at, ImportRunRow.id)}
_STAGED_COLUMNS = ("import_id", *Staged._fields)
OPEN_STATES = ("queued", "reading", "writing")


def file(db: Session, file_id: UUID) -> ImportFileRow | None:
    return db.get(ImportFileRow, file_id)


def forget_files(db: Session, before: datetime) -> list[UUID]:
    needed = select(ImportRunRow.file_id).where(ImportRunRow.state.in_(OPEN_STATES))
    old = delete(ImportFileRow).where(ImportFileRow.uploaded_at < before, ImportFileRow.id.not_in(needed))
    return list(db.scalars(old.returning(ImportFileRow.id)))


def run(db: Session, import_id: UUID) -> ImportRunRow | None:
    return db.get(ImportRunRow, import_id)


def listed(wanted: PageWanted) -> Select[Any]:
    return paged(select(ImportRunRow), wanted, _ORDERS, default=DEFAULT_SORT)


def run_count(db: Session) -> int:
    return db.execute(select(func.count()).select_from(ImportRunRow)).scalar_one()


def change_open(db: Session, import_id: UUID, **values: Any) -> bool:
    """Change a run that has not ended; False when it has."""
    change = update(ImportRunRow).where(ImportRunRow.id == import_id, ImportRunRow.state.in_(OPEN_STATES))
    return bool(db.execute(change.values(**values).returning(ImportRunRow.id)).first())


def stage(db: Session, import_id: UUID, staged: Iterable[Staged]) -> None:
    copy_rows(db, "import_staged", _STAGED_COLUMNS, ((import_id, *row) for row in staged))


def add_rejects(db: Session, rejects: Sequence[dict[str, Any]]) -> None:
    """A row may be torn in two documents; it is one reject all the same."""
    if rejects:
        db.execute(insert(RejectRow).on_conflict_do_nothing(), rejects)


def number_repeats(db: Session, import_id: UUID) -> None:
    """Give the second, third … row of one document a document of its own: `…#1` becomes `…#2`, `…#3`."""
    db.execute(_COUNT_STAGED)
    staged = StagedRow.__table__.c
    place = (staged.document, staged.row_no, staged.part)
    number = func.row_number().over(partition_by=staged.document, order_by=(staged.row_no, staged.part))
    counted = select(*place, number.label("number")).where(staged.import_id == import_id).subquery()
    same = [column == counted.c[column.name] for column in place]
    renamed = func.left(staged.document, -1).concat(cast(counted.c.number, Text))
    repeats = update(StagedRow).where(staged.import_id == import_id, counted.c.number > 1, *same)
    db.execute(repeats.values(document=renamed), execution_options={"synchronize_session": False})


_COUNT_STAGED = text("ANALYZE import_staged")
"""What was staged just now is unknown to the planner, and joining it with itself row by row would take for ever."""


def staged_documents(db: Session, import_id: UUID) -> int:
    query = select(func.count(StagedRow.document.distinct())).where(StagedRow.import_id == import_id)
    return db.execute(query).scalar_one()


def next_documents(db: Session, import_id: UUID, after: str, limit: int) -> tuple[str, list[Staged]] | None:
    """The rows of the next `limit` documents with the last one's number, in order; None when there are no more."""
    mine = StagedRow.import_id == import_id
    window = select(StagedRow.document).where(mine, StagedRow.document > after).distinct()
    window = window.order_by(StagedRow.document).limit(limit)
    last = db.execute(select(func.max(window.subquery().c.document))).scalar_one()
    if last is None:
        return None
    staged = StagedRow.__table__.c
    rows = select(*(staged[name] for name in Staged._fields)).where(
        staged.import_id == import_id, staged.document > after, staged.document <= last
    )
    ordered = rows.order_by(staged.document, staged.row_no, staged.part)
    return last, [Staged._make(row) for row in fetch_tuples(db, ordered)]


def clear_stage(db: Session, import_id: UUID) -> None:
    db.execute(delete(StagedRow).where(StagedRow.import_id == import_id))


def rejects(db: Session, import_id: UUID) -> Iterator[RejectRow]:
    query = select(RejectRow).where(RejectRow.import_id == import_id).order_by(RejectRow.row_no, RejectRow.part)
    with db.scalars(query.execution_options(yield_per=1000)) as found:  # closed also when nobody reads to the end
        yield from found


def hold(db: Session, run: ImportRunRow) -> bool:
    """Keep everybody from cancelling or moving the run until we commit; False when that has happened already."""
    return bool(db.execute(select(ImportRunRow.id).where(*_standing(run)).with_for_update()).first())


def move(db: Session, run: ImportRunRow, **values: Any) -> bool:
    """Change an open run that still stands where `run` says; False when it was cancelled or moved on by another."""
    change = update(ImportRunRow).where(*_standing(run)).values(**values)
    return bool(db.execute(change.returning(ImportRunRow.id)).first())


def _standing(run: ImportRunRow) -> tuple[ColumnElement[bool], ...]:
    return (
        ImportRunRow.id == run.id,
        ImportRunRow.state == run.state,
        ImportRunRow.last_row == run.last_row,
        ImportRunRow.last_document == run.last_document,
    )
