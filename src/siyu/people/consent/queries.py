"""Every statement the consent room sends."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Executable, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from siyu.kernel.db import is_any
from siyu.kernel.pages import Order, PageWanted, paged
from siyu.people.consent.contract import Consent, ConsentText, Evidence, Merge, Purpose
from siyu.people.consent.tables import ConsentMergeRow, ConsentRow, ConsentTextRow
from siyu.people.identity import service as identity

HISTORY_SORT = "-at"
TEXTS_SORT = "-published_at"
_HISTORY = {"at": Order(ConsentRow.at, ConsentRow.id)}
_TEXTS = {"published_at": Order(ConsentTextRow.published_at, ConsentTextRow.id)}


def add(db: Session, rows: Sequence[Consent]) -> None:
    if rows:
        db.execute(insert(ConsentRow), [asdict(row) | {"evidence": row.evidence.kept()} for row in rows])


def next_moment(db: Session, person_ids: Collection[UUID], now: datetime) -> datetime:
    """Now, or just after the last thing on file: what is written later counts later, whatever servers' clocks say."""
    moment: datetime = db.connection().execute(_NEXT_MOMENT, {"ids": sorted(person_ids), "now": now}).scalar_one()
    return moment


_NEXT_MOMENT = text(
    """
    SELECT GREATEST(:now, MAX(at) + INTERVAL '1 microsecond') FROM (
        SELECT at FROM consents WHERE person_id = ANY(:ids)
        UNION ALL SELECT at FROM consent_merges WHERE person_id = ANY(:ids)) AS known
    """
)


def cells(db: Session, person_ids: Collection[UUID], purpose: Purpose | None = None) -> list[Consent]:
    """The latest row of each person, purpose and channel; of two at the same moment, the withdrawal."""
    key = (ConsentRow.person_id, ConsentRow.purpose, ConsentRow.channel)
    query = select(ConsentRow).where(is_any(ConsentRow.person_id, person_ids), ConsentRow.voided_at.is_(None))
    if purpose:
        query = query.where(ConsentRow.purpose == purpose)
    query = query.ext(distinct_on(*key)).order_by(*key, ConsentRow.at.desc(), ConsentRow.state.desc())
    return [_consent(row) for row in _fresh(db, query)]


def known(db: Session, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of them who can be recognised by anything."""
    held = identity.holding(value_prefix=None, kind=None)
    return set(db.scalars(held.where(is_any(held.selected_columns[0], person_ids)).distinct()))


def speakers(db: Session, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of them who ever said something."""
    return set(db.scalars(select(ConsentRow.person_id).where(is_any(ConsentRow.person_id, person_ids)).distinct()))


def locked_rows(db: Session, person_id: UUID) -> list[Consent]:
    """Everything on file of this person; nobody else changes it until we commit."""
    query = select(ConsentRow).where(ConsentRow.person_id == person_id).order_by(ConsentRow.id)
    return [_consent(row) for row in _fresh(db, query.with_for_update())]


def listed(db: Session, person_id: UUID, wanted: PageWanted) -> list[Consent]:
    query = select(ConsentRow).where(ConsentRow.person_id == person_id)
    return [_consent(row) for row in _fresh(db, paged(query, wanted, _HISTORY, default=HISTORY_SORT))]


def count(db: Session, person_id: UUID) -> int:
    query = select(func.count()).select_from(ConsentRow).where(ConsentRow.person_id == person_id)
    return db.execute(query).scalar_one()


def void(db: Session, ids: Collection[UUID], *, at: datetime) -> None:
    if ids:
        db.execute(update(ConsentRow).where(is_any(ConsentRow.id, ids)).values(voided_at=at))


def move(db: Session, *, to: UUID, was: UUID, origins: Collection[UUID]) -> None:
    """Give the rows that were written for these origins to another person."""
    whose = (ConsentRow.person_id == was, is_any(ConsentRow.origin_id, origins))
    db.execute(update(ConsentRow).where(*whose).values(person_id=to))


def merges(db: Session, person_id: UUID) -> list[Merge]:
    query = select(ConsentMergeRow).where(ConsentMergeRow.person_id == person_id)
    return [Merge(row.id, row.at, _ids(row.kept), _ids(row.gone)) for row in _fresh(db, query)]


def put_merges(db: Session, person_id: UUID, merges: Collection[Merge]) -> None:
    """These merges made the person, and no others."""
    db.execute(delete(ConsentMergeRow).where(ConsentMergeRow.person_id == person_id))
    for merge in merges:
        sides = {"kept": _texts(merge.kept), "gone": _texts(merge.gone)}
        db.execute(insert(ConsentMergeRow).values(id=merge.id, person_id=person_id, at=merge.at, **sides))


def erase(db: Session, person_id: UUID) -> dict[str, int]:
    tables = (ConsentRow, ConsentMergeRow)
    return {row.__tablename__: _changed(db, delete(row).where(row.person_id == person_id)) for row in tables}


def add_text(db: Session, new: ConsentText) -> bool:
    """False when there is a text of that purpose and version."""
    statement = upsert(ConsentTextRow).values(**asdict(new)).on_conflict_do_nothing()
    return db.scalar(statement.returning(ConsentTextRow.id)) is not None


def published(db: Session, keys: Collection[tuple[Purpose, str]]) -> dict[tuple[str, str], ConsentText]:
    """The texts of these purposes and versions."""
    versions = {version for _, version in keys}
    rows = db.scalars(select(ConsentTextRow).where(is_any(ConsentTextRow.version, versions)))
    return {(row.purpose, row.version): text_of(row) for row in rows if (row.purpose, row.version) in keys}


def texts(db: Session, wanted: PageWanted, purpose: Purpose | None) -> list[ConsentTextRow]:
    query = select(ConsentTextRow).where(*([ConsentTextRow.purpose == purpose] if purpose else []))
    return list(db.scalars(paged(query, wanted, _TEXTS, default=TEXTS_SORT)))


def count_texts(db: Session, purpose: Purpose | None) -> int:
    query = select(func.count()).select_from(ConsentTextRow)
    return db.execute(query.where(*([ConsentTextRow.purpose == purpose] if purpose else []))).scalar_one()


def text_of(row: ConsentTextRow) -> ConsentText:
    purpose: Any = row.purpose
    return ConsentText(row.id, purpose, row.version, row.zh, row.en, row.published_at)


def _consent(row: ConsentRow) -> Consent:
    told: Any = {column: getattr(row, column) for column in Consent.__dataclass_fields__}
    return Consent(**told | {"evidence": Evidence(**row.evidence)})


def _fresh(db: Session, query: Any) -> Any:
    """Rows are changed by statements, so what the session remembers of them may be old."""
    return db.scalars(query.execution_options(populate_existing=True))


def _changed(db: Session, statement: Executable) -> int:
    return cast("CursorResult[Any]", db.execute(statement)).rowcount


def _ids(texts: list[Any]) -> frozenset[UUID]:
    return frozenset(UUID(text) for text in texts)


def _texts(ids: Collection[UUID]) -> list[str]:
    return sorted(str(one) for one in ids)
