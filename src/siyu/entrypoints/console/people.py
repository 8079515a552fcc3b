"""People: the list, one person whole, their timeline, the logged reveal, and the CSV of a list."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from siyu.entrypoints.exports import Cells, csv_download, every_item
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, page_out
from siyu.entrypoints.timelines import position, timeline_page
from siyu.kernel.days import end_of, start_of
from siyu.kernel.money import to_decimal
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Link
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import Buyer, PeopleFilter, PersonSummary, Profile, Purchases, Trait
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1/people", tags=["people"])


class IdentifierOut(BaseModel):
    """An identifier, masked unless it was revealed."""

    type: str
    value: str
    source: str
    linked_at: datetime


class PurchasesOut(BaseModel):
    """A person's orders in one currency; money in its smallest unit."""

    currency: str
    orders: int
    refunds: int
    paid_cents: int
    refunded_cents: int
    net_cents: int
    first_order_at: datetime | None
    last_order_at: datetime | None


class PersonOut(BaseModel):
    """A person as lists show them."""

    id: UUID
    name: str | None
    identifiers: list[IdentifierOut]
    purchases: PurchasesOut | None
    created_at: datetime


class TraitOut(BaseModel):
    name: str
    value: str
    source: str
    updated_at: datetime


class ProfileOut(BaseModel):
    """Everything known of one person."""

    id: UUID
    name: str | None
    identifiers: list[IdentifierOut]
    traits: list[TraitOut]
    purchases: list[PurchasesOut]
    created_at: datetime
    is_masked: bool


class TimelineEventOut(BaseModel):
    """One event of a person's timeline; `properties` hold the money, items and document it speaks of."""

    id: UUID
    event: str
    time: datetime
    source: str
    properties: dict[str, Any]


def _chosen(
    house: HouseOf,
    q: Annotated[str | None, Query(max_length=120)] = None,
    identifier_type: Annotated[str | None, Query(max_length=40)] = None,
    buyer: Buyer | None = None,
    last_order_from: date | None = None,
    last_order_to: date | None = None,
    min_net_cents: Annotated[int | None, Query(ge=-(10**15), le=10**15)] = None,
    max_net_cents: Annotated[int | None, Query(ge=-(10**15), le=10**15)] = None,
) -> PeopleFilter:
    return PeopleFilter(
        q=q,
        identifier_type=identifier_type,
        buyer=buyer,
        last_order_from=start_of(last_order_from, house.time_zone) if last_order_from else None,
        last_order_before=end_of(last_order_to, house.time_zone) if last_order_to else None,
        min_net_cents=min_net_cents,
        max_net_cents=max_net_cents,
    )


Chosen = Annotated[PeopleFilter, Depends(_chosen)]


@router.get("", **may("people:read"))
def listed(tx: Work, wanted: PageQuery, chosen: Chosen) -> PageOut[PersonOut]:
    """A page of people; `q` finds the start of a name or of an identifier."""
    page = profiles.people(tx, wanted=wanted, chosen=chosen)
    return page_out(page, _person)


@router.get("/export", **may("people:export"))
def export(request: Request, tx: Work, chosen: Chosen, sort: str | None = None) -> StreamingResponse:
    """The same list as CSV, whole, identifiers masked."""
    audit.record(tx, action="people.exported", subject_kind="people", subject_id=None)
    return csv_download(request, tx, "people", lambda own: _rows(own, chosen, sort))


@router.get("/{person_id}", **may("people:read"))
def one(tx: Work, person_id: UUID) -> ProfileOut:
    """One person; contact details are masked."""
    return _profile(profiles.profile(tx, person_id=person_id), is_masked=True)


@router.post("/{person_id}/reveals", **may("people:reveal"))
def reveal(tx: Work, person_id: UUID) -> ProfileOut:
    """The same unmasked; who looked at whom is kept in the audit log."""
    found = profiles.profile(tx, person_id=person_id)
    audit.record(tx, action="people.revealed", subject_kind="person", subject_id=str(person_id))
    return _profile(found, is_masked=False)


@router.get("/{person_id}/timeline", **may("people:read"))
def timeline(
    tx: Work,
    house: HouseOf,
    person_id: UUID,
    event: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> PageOut[TimelineEventOut]:
    """The person's events, newest first."""
    identity.expect(tx, person_id=person_id)
    [now] = identity.current(tx, person_ids=[person_id]).values()
    known_as = identity.origins(tx, person_ids=[now])[now]
    found, next_cursor = timeline_page(
        house.warehouse, person_ids=known_as, event=event, before=position(cursor), limit=limit
    )
    return PageOut[TimelineEventOut](
        items=[TimelineEventOut.model_validate(item) for item in found], next_cursor=next_cursor, total=None
    )


def _person(item: PersonSummary) -> PersonOut:
    return PersonOut(
        id=item.id,
        name=item.name,
        identifiers=[_identifier(link, is_masked=True) for link in item.identifiers],
        purchases=_purchases(item.purchases) if item.purchases else None,
        created_at=item.created_at,
    )


def _profile(item: Profile, *, is_masked: bool) -> ProfileOut:
    return ProfileOut(
        id=item.id,
        name=item.name,
        identifiers=[_identifier(link, is_masked=is_masked) for link in item.identifiers],
        traits=[_trait(trait, is_masked=is_masked) for trait in item.traits],
        purchases=[_purchases(purchases) for purchases in item.purchases],
        created_at=item.created_at,
        is_masked=is_masked,
    )


def _identifier(link: Link, *, is_masked: bool) -> IdentifierOut:
    value = identity.masked(link.type, link.value) if is_masked else link.value
    return IdentifierOut(type=link.type, value=value, source=link.source, linked_at=link.linked_at)


def _trait(trait: Trait, *, is_masked: bool) -> TraitOut:
    value = profiles.masked_trait(trait.name, trait.value) if is_masked else trait.value
    return TraitOut(name=trait.name, value=value, source=trait.source, updated_at=trait.updated_at)


def _purchases(item: Purchases) -> PurchasesOut:
    return PurchasesOut.model_validate(item, from_attributes=True)


def _rows(tx: Tx, chosen: PeopleFilter, sort: str | None) -> Iterator[Cells]:
    yield "person_id", "name", "identifiers", "currency", "orders", "refunds", "paid", "refunded", "last_order_at"
    for item in every_item(lambda wanted: profiles.people(tx, wanted=wanted, chosen=chosen), sort):
        links = "; ".join(f"{link.type}:{identity.masked(link.type, link.value)}" for link in item.identifiers)
        yield str(item.id), item.name or "", links, *_purchase_cells(item.purchases)


def _purchase_cells(item: Purchases | None) -> Cells:
    if item is None:
        return "", 0, 0, "", "", ""
    last = item.last_order_at.isoformat() if item.last_order_at else ""
    paid, refunded = (to_decimal(max(cents, 0), item.currency) for cents in (item.paid_cents, item.refunded_cents))
    return item.currency, item.orders, item.refunds, paid, refunded, last
