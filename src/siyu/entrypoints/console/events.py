"""Events: what comes in right now, what was refused and why, and the dictionary of everything ever seen."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from siyu.entrypoints.exports import csv_download
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, page_out
from siyu.facts.events import service as events
from siyu.facts.events.contract import SeenEvent, SeenProperty
from siyu.facts.plan import service as planning
from siyu.flows.ingest import quarantine
from siyu.flows.ingest import service as ingest
from siyu.flows.ingest.contract import Fate, Quarantined, QuarantineFilter, ReasonCount
from siyu.flows.ingest.live import Seen
from siyu.flows.ingest.reasons import MARKS, REASONS
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1/events", tags=["events"])
VOLUME_DAYS = 30
Text = Annotated[str | None, Query(max_length=200)]
State = Literal["waiting", "replayed", "dismissed"]


class Words(BaseModel):
    zh: str
    en: str


class Codes(BaseModel):
    """What every code means: why hits are refused, and what was mended in those that were kept."""

    reasons: dict[str, Words]
    marks: dict[str, Words]


class LiveOut(BaseModel):
    """Newest first; ask again with `after=newest` for what came since."""

    items: list[Seen]
    newest: int


class Chosen(BaseModel):
    """Which waiting events: by id, or all of a reason and a name."""

    ids: list[UUID] = Field(default=[], max_length=500)
    code: str | None = Field(default=None, max_length=40)
    event: str | None = Field(default=None, max_length=100)


class Replayed(BaseModel):
    """`left` still wait: one call replays 5,000 at most, so that it answers soon."""

    tried: int
    passed: int
    left: int


class Dismissed(BaseModel):
    dismissed: int


class ReasonsOut(BaseModel):
    items: list[ReasonCount]
    waiting: int


class DictionaryRow(BaseModel):
    """One name; `mode` and titles where the plan knows it."""

    seen: SeenEvent
    mode: Literal["off", "warn", "strict"] | None
    title: Words | None


class DictionaryOut(BaseModel):
    items: list[DictionaryRow]


class DayCount(BaseModel):
    day: date
    count: int


class EventOut(BaseModel):
    """One name in detail: its properties with the types seen in the newest 10,000, and its volume of 30 days."""

    name: str
    properties: list[SeenProperty]
    days: list[DayCount]


@router.get("/codes", **may("events:read"))
def codes(_tx: Work) -> Codes:
    """The sentences behind every code, in both languages."""
    return Codes(
        reasons={code: Words(zh=said.zh, en=said.en) for code, said in REASONS.items()},
        marks={code: Words(zh=said.zh, en=said.en) for code, said in MARKS.items()},
    )


@router.get("/live", **may("events:read"))
def live(
    _tx: Work,
    house: HouseOf,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    person_id: UUID | None = None,
    status: Fate | None = None,
    q: Text = None,
) -> LiveOut:
    """The latest events of this process, kept or not, newest first."""
    items, newest = house.ingest.live.seen(after=after, limit=limit, person_id=person_id, fate=status, q=q)
    return LiveOut(items=items, newest=newest)


@router.get("/quarantine", **may("events:read"))
def quarantined(
    tx: Work, wanted: PageQuery, code: Text = None, event: Text = None, state: State | None = None
) -> PageOut[Quarantined]:
    """Refused events with their reason, newest first."""
    chosen = QuarantineFilter(code=code, event=event, state=state)
    return page_out(quarantine.page_of(tx, wanted=wanted, chosen=chosen), lambda found: found)


@router.get("/quarantine/reasons", **may("events:read"))
def reasons(tx: Work) -> ReasonsOut:
    """What waits, by reason and event."""
    return ReasonsOut(items=quarantine.reasons(tx), waiting=ingest.backlog(tx).quarantined)


@router.get("/quarantine/export", **may("events:plan"))
def export(request: Request, tx: Work, code: Text = None, event: Text = None, state: State | None = None) -> Response:
    """Refused events as CSV, newest first."""
    chosen = QuarantineFilter(code=code, event=event, state=state)
    audit.record(tx, action="quarantine.exported", subject_kind="quarantine", subject_id=None)
    return csv_download(request, tx, "quarantine", lambda own: quarantine.rows_of(own, chosen=chosen))


@router.post("/quarantine/replays", **may("events:plan"))
def replay(chosen: Chosen, tx: Work, house: HouseOf) -> Replayed:
    """Send waiting events through the steps again, after the plan or the sender was repaired."""
    wanted = QuarantineFilter(code=chosen.code, event=chosen.event, ids=tuple(chosen.ids))
    tried, passed = ingest.replay(house.ingest, chosen=wanted)
    after = {"code": chosen.code, "event": chosen.event, "tried": tried, "passed": passed}
    audit.record(tx, action="quarantine.replayed", subject_kind="quarantine", subject_id=None, after=after)
    left = quarantine.count(tx, chosen=replace(wanted, state="waiting"))
    return Replayed(tried=tried, passed=passed, left=left)


@router.post("/quarantine/dismissals", **may("events:plan"))
def dismiss(chosen: Chosen, tx: Work) -> Dismissed:
    """These need no replay; they stay readable for 30 days."""
    wanted = QuarantineFilter(code=chosen.code, event=chosen.event, ids=tuple(chosen.ids))
    return Dismissed(dismissed=quarantine.dismiss(tx, chosen=wanted))


@router.get("/quarantine/{event_id}", **may("events:read"))
def one(event_id: UUID, tx: Work) -> Quarantined:
    """One refused event, whole."""
    return quarantine.one(tx, event_id=event_id)


@router.get("/dictionary", **may("events:read"))
def dictionary(tx: Work, house: HouseOf, q: Text = None) -> DictionaryOut:
    """Every event name the log holds, with its volume and its place in the plan."""
    plan = planning.plan(tx)
    found = events.dictionary(house.warehouse, now=tx.now)
    return DictionaryOut(items=[_row(plan, seen) for seen in found if not q or q.casefold() in seen.name.casefold()])


@router.get("/dictionary/{name:path}", **may("events:read"))
def event(name: Annotated[str, Path(max_length=200)], tx: Work, house: HouseOf) -> EventOut:
    """One event name in detail."""
    since = tx.now - timedelta(days=VOLUME_DAYS)
    days = events.per_day(house.warehouse, event=name, since=since, time_zone=house.time_zone)
    found = events.properties_of(house.warehouse, event=name)
    return EventOut(name=name, properties=found, days=[DayCount(day=day, count=count) for day, count in days])


def _row(plan: planning.Plan, seen: SeenEvent) -> DictionaryRow:
    planned = plan.event(seen.name)
    title = Words(zh=planned.title_zh, en=planned.title_en) if planned else None
    return DictionaryRow(seen=seen, mode=planned.mode if planned else None, title=title)
