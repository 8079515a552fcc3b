"""Profiles: a name, traits with their source, and what a person bought in sum, as they were last told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity.contract import PersonMissing
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import NewTraits, Profile, Purchases, Trait
from siyu.people.profiles.tables import ProfileRow
from tests.conftest import Hand
from tests.people.keys import settle

JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
BOUGHT = Purchases("CNY", 3, 1, 30_000, 5_000, 25_000, JANUARY, JANUARY + timedelta(days=20))


@pytest.fixture
def person(begin: Begin) -> UUID:
    [found] = settle(begin, "lin")
    assert found
    return found


def learn(begin: Begin, person: UUID, *traits: tuple[str, str], source: str = "pos") -> set[UUID]:
    with begin(SYSTEM) as tx:
        return profiles.learn(tx, told=[NewTraits(person, traits)], source=source)


def note(begin: Begin, sums: dict[UUID, list[Purchases]]) -> None:
    with begin(SYSTEM) as tx:
        profiles.note_purchases(tx, sums=sums)


def shown(begin: Begin, person: UUID) -> Profile:
    with begin(SYSTEM) as tx:
        return profiles.profile(tx, person_id=person)


def row(begin: Begin, person: UUID) -> ProfileRow:
    with begin(SYSTEM) as tx:
        return tx.db.execute(select(ProfileRow).where(ProfileRow.person_id == person)).scalar_one()


def test_a_new_profile_knows_nothing_but_its_identifiers(begin: Begin, clock: Hand, person: UUID) -> None:
    found = shown(begin, person)
    assert (found.id, found.name, found.traits, found.purchases, found.created_at) == (person, None, [], [], clock.now)
    assert [link.value for link in found.identifiers] == ["lin"]


def test_opening_a_profile_twice_changes_nothing(begin: Begin, clock: Hand, person: UUID) -> None:
    learn(begin, person, ("name", "林梅"))
    opened_at, clock.now = clock.now, clock.now + timedelta(days=1)
    with begin(SYSTEM) as tx:
        profiles.open_profiles(tx, person_ids=[person, person])
        profiles.open_profiles(tx, person_ids=[])
    assert (shown(begin, person).name, shown(begin, person).created_at) == ("林梅", opened_at)


def test_a_person_without_a_profile_is_missing(tx: Tx) -> None:
    with pytest.raises(PersonMissing):
        profiles.profile(tx, person_id=UUID(int=1))


def test_traits_are_kept_with_their_source_and_time(begin: Begin, clock: Hand, person: UUID) -> None:
    assert learn(begin, person, ("city", "杭州"), ("name", "林梅")) == {person}
    found = shown(begin, person)
    assert found.name == "林梅"
    assert found.traits == [Trait("city", "杭州", "pos", clock.now), Trait("name", "林梅", "pos", clock.now)]


def test_the_latest_telling_wins_and_an_equal_one_changes_nothing(begin: Begin, clock: Hand, person: UUID) -> None:
    learn(begin, person, ("city", "杭州"), ("tea", "龙井"))
    told_at, clock.now = clock.now, clock.now + timedelta(days=1)
    assert learn(begin, person, ("city", "杭州"), source="shop") == set()
    assert learn(begin, person, ("city", "上海"), ("tea", "龙井"), source="shop") == {person}
    assert shown(begin, person).traits == [
        Trait("city", "上海", "shop", clock.now),
        Trait("tea", "龙井", "pos", told_at),
    ]


def test_a_trait_told_twice_in_a_batch_is_the_last_one(begin: Begin, person: UUID) -> None:
    with begin(SYSTEM) as tx:
        told = [NewTraits(person, (("name", "Lin"), ("name", "Mei"))), NewTraits(person, (("name", "林梅"),))]
        assert profiles.learn(tx, told=told, source="pos") == {person}
    assert (shown(begin, person).name, [item.value for item in shown(begin, person).traits]) == ("林梅", ["林梅"])


def test_a_name_too_long_for_a_list_is_cut_there_and_kept_whole_as_a_trait(begin: Begin, person: UUID) -> None:
    long = "茶" * 500
    assert learn(begin, person, ("name", long)) == {person}
    assert shown(begin, person).name == long[:200]
    assert shown(begin, person).traits[0].value == long


def test_only_the_people_of_whom_something_changed_are_told(begin: Begin) -> None:
    lin, wei, an = (found for found in settle(begin, "lin", "wei", "an") if found)
    learn(begin, lin, ("city", "杭州"))
    with begin(SYSTEM) as tx:
        told = [NewTraits(lin, (("city", "杭州"),)), NewTraits(wei, (("city", "杭州"),)), NewTraits(an, ())]
        assert profiles.learn(tx, told=told, source="pos") == {wei}
        assert profiles.learn(tx, told=[], source="pos") == set()
        assert profiles.names(tx, person_ids=[lin, UUID(int=1)]) == {lin: None}


def test_purchases_are_shown_by_currency_the_one_with_most_orders_first(begin: Begin, person: UUID) -> None:
    pounds = replace(BOUGHT, currency="GBP", orders=9, net_cents=1)
    note(begin, {person: [BOUGHT, pounds]})
    assert shown(begin, person).purchases == [pounds, BOUGHT]
    assert (row(begin, person).currency, row(begin, person).net_cents) == ("GBP", 1)


@pytest.mark.parametrize("currencies", [["CNY", "GBP"], ["GBP", "CNY"]])
def test_of_two_currencies_level_in_orders_the_first_by_code_is_the_main_one(
    begin: Begin, person: UUID, currencies: list[str]
) -> None:
    note(begin, {person: [replace(BOUGHT, currency=currency) for currency in currencies]})
    assert row(begin, person).currency == "CNY"
    assert [item.currency for item in shown(begin, person).purchases] == ["CNY", "GBP"]


def test_purchases_are_replaced_and_never_added_up(begin: Begin, person: UUID) -> None:
    note(begin, {person: [BOUGHT, replace(BOUGHT, currency="GBP")]})
    fewer = replace(BOUGHT, orders=1, paid_cents=10_000, net_cents=5_000)
    note(begin, {person: [fewer]})
    note(begin, {person: [fewer]})
    assert shown(begin, person).purchases == [fewer]
    assert (row(begin, person).orders, row(begin, person).last_order_at) == (1, BOUGHT.last_order_at)


def test_a_person_whose_orders_all_went_to_somebody_else_has_bought_nothing(begin: Begin, person: UUID) -> None:
    note(begin, {person: [BOUGHT]})
    note(begin, {person: []})
    assert shown(begin, person).purchases == []
    emptied = row(begin, person)
    assert (emptied.orders, emptied.paid_cents, emptied.net_cents, emptied.last_order_at) == (0, 0, 0, None)


def test_nobody_to_sum_up_is_no_work(begin: Begin) -> None:
    note(begin, {})


def test_the_sums_of_one_person_leave_the_others_alone(begin: Begin) -> None:
    lin, wei = (found for found in settle(begin, "lin", "wei") if found)
    note(begin, {lin: [BOUGHT], wei: [BOUGHT]})
    note(begin, {lin: []})
    assert shown(begin, wei).purchases == [BOUGHT]


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("address", "杭州市西湖区 1 号", "杭***"),
        ("receiver_phone", "13812345678", "1***"),
        ("id_card", "", "***"),
        ("city", "杭州", "杭州"),
        ("name", "林梅", "林梅"),
    ],
)
def test_contact_details_among_the_traits_are_masked(name: str, value: str, masked: str) -> None:
    assert profiles.masked_trait(name, value) == masked
