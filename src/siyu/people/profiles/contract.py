"""Profiles as other rooms may know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from siyu.people.identity.contract import Link

NAME_TRAIT = "name"
NAME_LENGTH_MAX = 200
TRAIT_LENGTH_MAX = 1_000
Buyer = Literal["none", "new", "returning"]


@dataclass(frozen=True, slots=True)
class NewTraits:
    """Traits of one person as a source told them."""

    person_id: UUID
    traits: tuple[tuple[str, str], ...]


Verb = Literal["set", "set_once", "increment", "append", "unset", "delete"]


class TraitChange(NamedTuple):
    """What to do with one trait of one person; `value` is JSON as the sender wrote it, None for unset.

    `delete` forgets every trait of the person, whatever `name` says.
    """

    person_id: UUID
    verb: Verb
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Trait:
    name: str
    value: str
    source: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Purchases:
    """One person's orders in one currency; refunds are positive sums."""

    currency: str
    orders: int
    refunds: int
    paid_cents: int
    refunded_cents: int
    net_cents: int
    first_order_at: datetime | None
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person as a list shows them; `purchases` in the currency they bought most orders in."""

    id: UUID
    name: str | None
    identifiers: list[Link]
    purchases: Purchases | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    id: UUID
    name: str | None
    identifiers: list[Link]
    traits: list[Trait]
    purchases: list[Purchases]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people a list wants; dates are whole days of the brand, already turned into moments."""

    q: str | None = None
    identifier_type: str | None = None
    buyer: Buyer | None = None
    last_order_from: datetime | None = None
    last_order_before: datetime | None = None
    min_net_cents: int | None = None
    max_net_cents: int | None = None
