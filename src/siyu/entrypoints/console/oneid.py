"""OneID: whom a person was merged with and parted from, and merges and their undoing by hand, with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, StringConstraints

from siyu.entrypoints.http import PageOut, PageQuery, Work, may, page_out
from siyu.flows.people import carry_out
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Change, ConflictState, Decision, Identifier, IdentityConflict
from siyu.people.profiles import service as profiles
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1", tags=["people"])
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class IdentityChangeOut(BaseModel):
    """`merged`: `was` became `now`. `parted`: a part of `was` is `now`."""

    id: UUID
    kind: Literal["merged", "parted"]
    was: UUID
    now: UUID
    at: datetime
    why: str
    by: str
    is_undone: bool


class IdentityChanges(BaseModel):
    items: list[IdentityChangeOut]


class WantedMerge(BaseModel):
    """The person to be made one with, and why."""

    with_id: UUID
    why: Why


class WantedUndoing(BaseModel):
    why: Why


class ConflictSide(BaseModel):
    """One of the two identifiers, masked, and whose it is."""

    type: str
    value: str
    person_id: UUID
    person_name: str | None


class IdentityConflictOut(BaseModel):
    """Two identifiers that were used together; `kind` is what one person would have too many of."""

    id: UUID
    a: ConflictSide
    b: ConflictSide
    kind: str
    found_at: datetime
    state: ConflictState
    decided_at: datetime | None
    decided_by: str | None
    why: str | None


class WantedDecision(BaseModel):
    decision: Decision
    why: Why


class IdentityDecided(BaseModel):
    id: UUID
    decision: Decision


class CurrentPerson(BaseModel):
    """Who the person is from now on."""

    person_id: UUID


@router.get("/people/{person_id}/identity-changes", **may("people:read"))
def changes(person_id: UUID, tx: Work) -> IdentityChanges:
    """Whom the person was merged with and parted from, latest first."""
    identity.expect(tx, person_id=person_id)
    return IdentityChanges(items=[_change(found) for found in identity.changes(tx, person_id=person_id)])


@router.post("/people/{person_id}/merge", **may("people:merge"))
def merge(person_id: UUID, wanted: WantedMerge, tx: Work) -> CurrentPerson:
    """Make two people one, whatever speaks against it; the older stays, and everything of both is theirs."""
    now = identity.current(tx, person_ids=[person_id, wanted.with_id])
    carry_out(tx, identity.merge(tx, person_ids=(now[person_id], now[wanted.with_id]), why=wanted.why))
    after = {"with": str(wanted.with_id), "why": wanted.why}
    audit.record(tx, action="people.merged", subject_kind="person", subject_id=person_id, after=after)
    return CurrentPerson(person_id=identity.current(tx, person_ids=[person_id])[person_id])


@router.post("/identity-changes/{change_id}/undo", **may("people:merge"))
def undo(change_id: UUID, wanted: WantedUndoing, tx: Work) -> IdentityChanges:
    """Take a merge back: both are as they would be without it, and are kept apart from now on."""
    moves = identity.part(tx, change_id=change_id, why=wanted.why)
    carry_out(tx, moves)
    audit.record(
        tx, action="people.parted", subject_kind="identity_change", subject_id=change_id, after={"why": wanted.why}
    )
    found = {change.id: change for move in moves for change in identity.changes(tx, person_id=move.now)}
    return IdentityChanges(items=[_change(change) for change in found.values()])


@router.get("/identity-conflicts", **may("people:read"))
def conflicts(tx: Work, wanted: PageQuery, state: ConflictState | None = None) -> PageOut[IdentityConflictOut]:
    """Identifiers that were used together and contradict each other, latest first."""
    found = identity.conflicts(tx, wanted=wanted, state=state)
    names = profiles.names(tx, person_ids={one for item in found.items for one in (item.first, item.second)})
    return page_out(found, lambda item: _conflict(item, names))


@router.post("/identity-conflicts/{conflict_id}/decisions", **may("people:merge"))
def decide(conflict_id: UUID, wanted: WantedDecision, tx: Work) -> IdentityDecided:
    """Decide a conflict, once: `move` says that what both used was passed on, and belongs to who used it last."""
    carry_out(tx, identity.decide(tx, conflict_id=conflict_id, decision=wanted.decision, why=wanted.why))
    after = {"decision": wanted.decision, "why": wanted.why}
    audit.record(
        tx, action="identity.conflict_decided", subject_kind="identity_conflict", subject_id=conflict_id, after=after
    )
    return IdentityDecided(id=conflict_id, decision=wanted.decision)


def _conflict(item: IdentityConflict, names: Mapping[UUID, str | None]) -> IdentityConflictOut:
    return IdentityConflictOut(
        id=item.id,
        a=_side(item.a, item.first, names),
        b=_side(item.b, item.second, names),
        kind=item.kind,
        found_at=item.found_at,
        state=item.state,
        decided_at=item.decided_at,
        decided_by=item.decided_by,
        why=item.why,
    )


def _side(identifier: Identifier, person_id: UUID, names: Mapping[UUID, str | None]) -> ConflictSide:
    value = identity.masked(identifier.type, identifier.value)
    return ConflictSide(type=identifier.type, value=value, person_id=person_id, person_name=names.get(person_id))


def _change(found: Change) -> IdentityChangeOut:
    return IdentityChangeOut.model_validate(found, from_attributes=True)
