"""Consent: what one person allows, what they said and when, and the texts they agree to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from siyu.entrypoints.http import PageOut, PageQuery, Work, may, once, page_out
from siyu.kernel.tx import Tx
from siyu.people.consent import service as consent
from siyu.people.consent.contract import (
    CHANNELS,
    TERMS,
    TEXT_LENGTH_MAX,
    VERSION_LENGTH_MAX,
    Channel,
    Consent,
    ConsentText,
    Evidence,
    How,
    Purpose,
    Standing,
    State,
    Terms,
    TextMissing,
)
from siyu.people.identity import service as identity
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1", tags=["consent"])
Version = Annotated[str, Field(min_length=1, max_length=VERSION_LENGTH_MAX, pattern=r"^\S+$")]
Allowed = set[tuple[Purpose, Channel]]
Wording = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH_MAX, pattern=r"\S")]


class CellOut(BaseModel):
    """A channel: whether the purpose may be pursued through it now, and the row that decides, if anything was said."""

    channel: Channel
    is_allowed: bool
    standing: Standing | None


class PurposeOut(BaseModel):
    """`is_opt_out`: allowed until somebody withdraws. Everything else waits for a grant."""

    purpose: Purpose
    zh: str
    en: str
    is_opt_out: bool
    channels: list[CellOut]


class ConsentsOut(BaseModel):
    items: list[PurposeOut]


class SaidEvidence(BaseModel):
    """How we know. `where` is a page, shop, line or file; `reference` the row, message or recording."""

    how: How
    where: str = Field(default="", max_length=500)
    reference: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=500)


class Said(BaseModel):
    """`channel` any speaks for all of them. A grant needs the version of a published text; a withdrawal needs none."""

    purpose: Purpose
    channel: Channel
    state: State
    version: Version | None = None
    evidence: SaidEvidence


class NewText(BaseModel):
    purpose: Purpose
    version: Version
    zh: Wording
    en: Wording


@router.get("/people/{person_id}/consents", **may("consent:read"))
def standing(tx: Work, person_id: UUID) -> ConsentsOut:
    """What stands for each purpose and channel."""
    identity.expect(tx, person_id=person_id)
    found = consent.standing(tx, person_ids=[person_id])[person_id]
    standings = {(item.purpose, item.channel): item for item in found}
    allowed = consent.allowed(tx, person_id=person_id)
    return ConsentsOut(items=[_purpose(terms, standings, allowed) for terms in TERMS.values()])


@router.get("/people/{person_id}/consents/history", **may("consent:read"))
def history(tx: Work, person_id: UUID, wanted: PageQuery) -> PageOut[Consent]:
    """Everything the person said, newest first; rows with a `merge_id` restate what was strictest of two people."""
    identity.expect(tx, person_id=person_id)
    return page_out(consent.history(tx, person_id=person_id, wanted=wanted), lambda row: row)


@router.post("/people/{person_id}/consents", status_code=201, **may("consent:write"))
@once
def say(tx: Work, person_id: UUID, said: Said) -> Consent:
    """Write down that the person gives or withdraws a consent."""
    row = _give(tx, person_id, said) if said.state == "granted" else _withdraw(tx, person_id, said)
    # The log is for ever, evidence may name somebody: it stays in the ledger, where it can be erased.
    after = {"purpose": row.purpose, "channel": row.channel, "version": row.version, "how": row.evidence.how}
    action = "consent.given" if said.state == "granted" else "consent.withdrawn"
    audit.record(tx, action=action, subject_kind="person", subject_id=person_id, after=after)
    return row


@router.get("/consent-texts", **may("consent:read"))
def texts(tx: Work, wanted: PageQuery, purpose: Purpose | None = None) -> PageOut[ConsentText]:
    """A page of published texts, the newest first."""
    return page_out(consent.texts(tx, wanted=wanted, purpose=purpose), lambda text: text)


@router.post("/consent-texts", status_code=201, **may("consent:write"))
@once
def publish(tx: Work, new: NewText) -> ConsentText:
    """Publish a text, for good: a changed wording is a new version."""
    text = consent.publish(tx, purpose=new.purpose, version=new.version, zh=new.zh, en=new.en)
    after = {"purpose": text.purpose, "version": text.version}
    audit.record(tx, action="consent.text_published", subject_kind="consent_text", subject_id=text.id, after=after)
    return text


def _give(tx: Tx, person_id: UUID, said: Said) -> Consent:
    if said.version is None:
        raise TextMissing(purpose=said.purpose, version="—")
    return consent.give(
        tx,
        person_id=person_id,
        purpose=said.purpose,
        channel=said.channel,
        version=said.version,
        evidence=_evidence(said),
        source=_source(tx),
    )


def _withdraw(tx: Tx, person_id: UUID, said: Said) -> Consent:
    return consent.withdraw(
        tx,
        person_id=person_id,
        purpose=said.purpose,
        channel=said.channel,
        version=said.version,
        evidence=_evidence(said),
        source=_source(tx),
    )


def _evidence(said: Said) -> Evidence:
    return Evidence(**said.evidence.model_dump())


def _source(tx: Tx) -> str:
    return "console" if tx.actor.kind == "staff" else "api"


def _purpose(terms: Terms, standings: dict[tuple[Purpose, Channel], Standing], allowed: Allowed) -> PurposeOut:
    cells = [
        CellOut(
            channel=channel,
            is_allowed=(terms.code, channel) in allowed,
            standing=standings.get((terms.code, channel)),
        )
        for channel in CHANNELS
    ]
    return PurposeOut(purpose=terms.code, zh=terms.zh, en=terms.en, is_opt_out=terms.is_opt_out, channels=cells)
