"""Audit: who did what, page by page or whole as CSV."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from siyu.entrypoints.exports import Cells, csv_download, every_item
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, page_out
from siyu.kernel.days import end_of, start_of
from siyu.kernel.tx import Tx
from siyu.team.audit import service as audit
from siyu.team.audit.contract import AuditEntry, AuditFilters

router = APIRouter(prefix="/v1/audit", tags=["audit"])
Search = Annotated[str | None, Query(max_length=200)]


class Who(BaseModel):
    kind: Literal["staff", "key", "system"]
    id: UUID | None
    name: str


class EntryOut(BaseModel):
    """One deed; `before` and `after` hold only what it changed."""

    id: UUID
    at: datetime
    actor: Who
    action: str
    subject_kind: str
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    ip: str | None
    request_id: str | None


def _filters(
    *,
    house: HouseOf,
    actor: Search = None,
    action: Search = None,
    subject_kind: Search = None,
    subject_id: Search = None,
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
) -> AuditFilters:
    return AuditFilters(
        actor=actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        since=start_of(from_, house.time_zone) if from_ else None,
        until=end_of(to, house.time_zone) if to else None,
    )


Filters = Annotated[AuditFilters, Depends(_filters)]


@router.get("", **may("audit:read"))
def entries(tx: Work, wanted: PageQuery, filters: Filters) -> PageOut[EntryOut]:
    """A page of deeds, newest first; `actor` is an id or a part of a name, `action` one deed or all of a room."""
    return page_out(audit.entries(tx, wanted=wanted, filters=filters), _out)


@router.get("/export", **may("audit:read"))
def export(request: Request, tx: Work, filters: Filters, sort: str | None = None) -> StreamingResponse:
    """The same list as CSV, whole."""
    audit.record(tx, action="audit.exported", subject_kind="audit", subject_id=None)
    return csv_download(request, tx, "audit", lambda own: _rows(own, filters, sort))


def _out(entry: AuditEntry) -> EntryOut:
    return EntryOut(
        id=entry.id,
        at=entry.at,
        actor=Who(kind=entry.actor.kind, id=entry.actor.id, name=entry.actor.name),
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        before=entry.before,
        after=entry.after,
        ip=entry.actor.ip,
        request_id=entry.actor.request_id,
    )


def _rows(tx: Tx, filters: AuditFilters, sort: str | None) -> Iterator[Cells]:
    yield "at", "actor_kind", "actor", "action", "subject_kind", "subject_id", "before", "after", "ip", "request_id"
    for entry in every_item(lambda wanted: audit.entries(tx, wanted=wanted, filters=filters), sort):
        actor = entry.actor
        who = (entry.at.isoformat(), actor.kind, actor.name)
        what = (entry.action, entry.subject_kind, entry.subject_id, _json(entry.before), _json(entry.after))
        yield (*who, *what, actor.ip or "", actor.request_id or "")


def _json(change: dict[str, Any] | None) -> str:
    return json.dumps(change, ensure_ascii=False, sort_keys=True) if change is not None else ""
