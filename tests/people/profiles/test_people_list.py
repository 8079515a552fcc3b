"""The list of people: every filter, every order, page by page, with the number of all that match."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.kernel.pages import PageWanted, SortUnknown
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Identifier
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import NewTraits, PeopleFilter, PersonSummary, Purchases
from tests.conftest import Hand

MAY = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Guest:
    """A person of these tests; `net` in cents, `day` of May on which they last bought."""

    name: str | None
    identifiers: tuple[Identifier, ...]
    orders: int = 0
    net: int = 0
    day: int | None = None


PEOPLE = (
    Guest("林梅", (Identifier("phone", "13800138001"), Identifier("member_id", "M-1")), 5, 90_000, 20),
    Guest("Lin Wei", (Identifier("email", "lin.wei@example.com"),), 1, 20_000, 10),
    Guest("100%_tea", (Identifier("member_id", "100%"),), 2, -500, 15),
    Guest(None, (Identifier("phone", "13800999999"),)),
    Guest("Lin An", (Identifier("member_id", "M-2"),), 1, 20_000, 10),
)


def invite(tx: Tx, people: tuple[Guest, ...]) -> list[UUID]:
    resolved = identity.resolve(tx, keys=[guest.identifiers for guest in people], source="pos")
    ids = [person_id for person_id in resolved.person_ids if person_id]
    profiles.open_profiles(tx, person_ids=ids)
    told = [NewTraits(key, (("name", guest.name),)) for key, guest in zip(ids, people, strict=True) if guest.name]
    profiles.learn(tx, told=told, source="pos")
    bought = {key: _bought(guest) for key, guest in zip(ids, people, strict=True)}
    profiles.note_purchases(tx, sums=bought)
    return ids


def _bought(guest: Guest) -> list[Purchases]:
    at = None if guest.day is None else MAY + timedelta(days=guest.day - 1)
    return [Purchases("CNY", guest.orders, 0, guest.net, 0, guest.net, at, at)] if guest.orders else []


@pytest.fixture
def house(tx: Tx) -> Tx:
    invite(tx, PEOPLE)
    return tx


def listed(tx: Tx, *, sort: str | None = None, limit: int = 50, **chosen: Any) -> list[PersonSummary]:
    """All pages put together; each of them says the same total."""
    found: list[PersonSummary] = []
    cursor: str | None = None
    while True:
        page = profiles.people(tx, wanted=PageWanted(limit, cursor, sort), chosen=PeopleFilter(**chosen))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            assert page.total == len(found)
            return found


def names(tx: Tx, **wanted: Any) -> list[str | None]:
    return [item.name for item in listed(tx, **wanted)]


def test_those_who_bought_last_come_first_and_those_who_never_did_last(house: Tx) -> None:
    found = names(house)
    assert found[:2] == ["林梅", "100%_tea"]
    assert set(found[2:4]) == {"Lin Wei", "Lin An"}
    assert found[4] is None


def test_a_row_shows_name_identifiers_and_purchases(house: Tx) -> None:
    [lin] = listed(house, q="林")
    assert [(link.type, link.value) for link in lin.identifiers] == [("member_id", "M-1"), ("phone", "13800138001")]
    assert lin.purchases
    assert (lin.purchases.orders, lin.purchases.net_cents, lin.purchases.currency) == (5, 90_000, "CNY")
    assert lin.created_at == house.now
    [nobody] = listed(house, buyer="none")
    assert (nobody.name, nobody.purchases) == (None, None)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"q": "Lin"}, {"Lin Wei", "Lin An"}),
        ({"q": "lin"}, {"Lin Wei"}),
        ({"q": "13800"}, {"林梅", None}),
        ({"q": "100%"}, {"100%_tea"}),
        ({"q": "%"}, set()),
        ({"q": "_"}, set()),
        ({"q": "100%X"}, set()),
        ({"q": "'; DROP TABLE profiles; --"}, set()),
        ({"identifier_type": "phone"}, {"林梅", None}),
        ({"identifier_type": "email", "q": "Lin"}, {"Lin Wei"}),
        ({"identifier_type": "member_id", "q": "13800"}, set()),
        ({"identifier_type": "fax"}, set()),
        ({"buyer": "none"}, {None}),
        ({"buyer": "new"}, {"Lin Wei", "Lin An"}),
        ({"buyer": "returning"}, {"林梅", "100%_tea"}),
        ({"min_net_cents": 20_000}, {"林梅", "Lin Wei", "Lin An"}),
        ({"max_net_cents": 0}, {"100%_tea", None}),
        ({"min_net_cents": 0, "max_net_cents": 20_000}, {"Lin Wei", "Lin An", None}),
        ({"last_order_from": MAY + timedelta(days=14)}, {"林梅", "100%_tea"}),
        ({"last_order_before": MAY + timedelta(days=14)}, {"Lin Wei", "Lin An"}),
        ({"q": "Lin", "buyer": "new", "min_net_cents": 1}, {"Lin Wei", "Lin An"}),
    ],
)
def test_filters_choose_who_is_listed(house: Tx, chosen: dict[str, Any], expected: set[str | None]) -> None:
    assert set(names(house, **chosen)) == expected
    assert len(names(house, **chosen)) == len(expected)


def test_every_order_is_possible_both_ways(house: Tx) -> None:
    assert names(house, sort="-net_cents")[0] == names(house, sort="net_cents")[-1] == "林梅"
    assert names(house, sort="-orders")[:2] == ["林梅", "100%_tea"]
    assert names(house, sort="orders")[0] is None
    assert names(house, sort="last_order_at")[-2:] == ["林梅", None]
    with pytest.raises(SortUnknown):
        names(house, sort="name")


def test_the_newest_come_first_when_sorted_by_when_they_came(begin: Begin, clock: Hand) -> None:
    for guest in PEOPLE:
        with begin(SYSTEM) as tx:
            invite(tx, (guest,))
        clock.now += timedelta(minutes=1)
    with begin(SYSTEM) as tx:
        assert names(tx, sort="created_at", limit=2) == [guest.name for guest in PEOPLE]
        assert names(tx, sort="-created_at", limit=2) == [guest.name for guest in reversed(PEOPLE)]


GUESTS = st.lists(
    st.builds(
        Guest,
        name=st.none() | st.sampled_from(["a", "b"]),
        identifiers=st.just(()),
        orders=st.integers(1, 3),
        net=st.integers(-2, 2),
        day=st.integers(1, 3),
    ),
    max_size=9,
).map(
    lambda found: tuple(
        Guest(g.name, (Identifier("member_id", f"M-{n}"),), g.orders, g.net, g.day) for n, g in enumerate(found)
    )
)
SORTS = [f"{sign}{name}" for name in ("last_order_at", "net_cents", "orders", "created_at") for sign in ("", "-")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=GUESTS, sort=st.sampled_from(SORTS), limit=st.integers(1, 4), least=st.integers(-2, 2))
def test_pages_put_together_are_the_whole_filtered_list(
    begin: Begin, people: tuple[Guest, ...], sort: str, limit: int, least: int
) -> None:
    with begin(SYSTEM) as tx:
        invite(tx, people)
        whole = listed(tx, sort=sort, min_net_cents=least)
        assert listed(tx, sort=sort, limit=limit, min_net_cents=least) == whole
        assert len(whole) == sum(guest.net >= least for guest in people)
        tx.db.rollback()
