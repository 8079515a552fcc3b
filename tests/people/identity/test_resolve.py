"""Resolving identifiers: one person behind what belongs together, nobody made twice, nobody merged silently."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Identifier, PersonMissing
from tests.conftest import Hand
from tests.people.keys import holders, orphans, persons, resolve, settle

PER_EXAMPLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=3, unique=True).map(" ".join)
BATCHES = st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=3)


def test_a_set_nobody_holds_makes_a_person_who_holds_all_of_it(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        resolved = resolve(tx, "a b")
    [person] = resolved.person_ids
    assert resolved.created == {person}
    assert holders(begin) == {"a": person, "b": person}


def test_a_set_somebody_holds_finds_them_and_makes_nobody(begin: Begin) -> None:
    [person] = settle(begin, "a")
    with begin(SYSTEM) as tx:
        resolved = resolve(tx, "a")
    assert (resolved.person_ids, resolved.created) == ([person], frozenset())
    assert persons(begin) == {person}


@pytest.mark.parametrize("words", ["a b", "b a", "c b a"])
def test_what_is_new_in_a_known_set_is_linked_to_the_person(begin: Begin, words: str) -> None:
    [person] = settle(begin, "a")
    assert settle(begin, words) == [person]
    assert holders(begin) == dict.fromkeys(words.split(), person)


def test_a_set_without_identifiers_is_a_guest(begin: Begin) -> None:
    assert settle(begin, "", "a", "")[::2] == [None, None]
    assert len(persons(begin)) == 1


def test_nothing_asked_is_nothing_done(begin: Begin) -> None:
    assert settle(begin) == []
    assert persons(begin) == set()


def test_the_same_value_of_two_types_is_two_identifiers(tx: Tx) -> None:
    keys = [(Identifier("phone", "1"),), (Identifier("member_id", "1"),)]
    first, second = identity.resolve(tx, keys=keys, source="pos").person_ids
    assert first != second


def test_the_same_set_twice_in_a_batch_is_one_person(begin: Begin) -> None:
    first, second, third = settle(begin, "a b", "b a", "a a b")
    assert first == second == third
    assert len(persons(begin)) == 1


@pytest.mark.parametrize("chain", list(permutations(["a b", "b c", "c d"])))
def test_sets_that_hang_together_share_a_person_in_whatever_order_they_come(
    begin: Begin, chain: tuple[str, ...]
) -> None:
    assert len(set(settle(begin, *chain))) == 1
    assert len(persons(begin)) == len(set(holders(begin).values())) == 1


@pytest.mark.parametrize("order", list(permutations(["a", "b", "a b"])))
def test_a_later_set_that_ties_two_new_ones_together_makes_them_one(begin: Begin, order: tuple[str, ...]) -> None:
    assert len(set(settle(begin, *order))) == 1
    assert len(persons(begin)) == 1


@pytest.mark.parametrize("chain", list(permutations(["x a", "a b", "b c"])))
def test_a_chain_that_reaches_somebody_known_belongs_to_them(begin: Begin, chain: tuple[str, ...]) -> None:
    [known] = settle(begin, "x")
    assert settle(begin, *chain) == [known] * 3
    assert persons(begin) == {known}
    assert set(holders(begin).values()) == {known}


def test_two_people_seen_together_are_one_and_the_older_stays(begin: Begin) -> None:
    older, younger = settle(begin, "x", "y")
    with begin(SYSTEM) as tx:
        found = resolve(tx, "y x")
        assert found.person_ids == [older]
        assert found.created == frozenset()
        [move] = found.moves
        assert (move.was, move.now, move.is_whole) == (younger, older, True)
        assert list(move.origins) == [younger]
    assert persons(begin) == {older}
    assert settle(begin, "y") == [older]


def test_two_unionids_are_two_people_whatever_they_share_and_somebody_is_asked_to_look(
    begin: Begin, clock: Hand
) -> None:
    first, second = settle(begin, "c1 a", "c2 b")
    clock.now += timedelta(minutes=1)
    assert settle(begin, "c1 n", "n") == [first, first]
    clock.now += timedelta(minutes=1)
    assert settle(begin, "c2 n", "a b") == [second, first]
    assert persons(begin) == {first, second}
    with begin(SYSTEM) as tx:
        grounds = tx.db.execute(text("SELECT ground, kind, state FROM identity_conflicts ORDER BY found_at")).all()
    assert [tuple(row) for row in grounds] == [("too_many", "unionid", "open")] * 2


def test_a_tie_between_strangers_known_to_different_people_makes_nobody_else(begin: Begin) -> None:
    first, second = settle(begin, "c1", "c2")
    assert {first, second} == set(settle(begin, "a b", "a c1", "b c2", "c1", "c2"))
    assert persons(begin) == {first, second}


def test_what_was_one_falls_apart_when_it_turns_out_to_be_two(begin: Begin) -> None:
    [one] = settle(begin, "a b")
    assert settle(begin, "x a", "y b") == [one, one]
    with begin(SYSTEM) as tx:
        found = resolve(tx, "c1 x", "c2 y")
    mine, theirs = found.person_ids
    assert {mine, theirs} > {one}
    assert len(found.created) == 1
    assert settle(begin, "c1", "x", "c2", "y") == [mine, mine, theirs, theirs]


def test_a_device_tells_nothing_about_who_else_uses_it(begin: Begin, clock: Hand) -> None:
    [first] = settle(begin, "a z")
    clock.now += timedelta(minutes=1)
    [second] = settle(begin, "b z")
    assert first != second
    assert settle(begin, "z", "b", "a z") == [first, second, first]


def test_a_device_that_was_nobodys_becomes_who_logs_in_on_it(begin: Begin) -> None:
    device, known = settle(begin, "z", "a")
    with begin(SYSTEM) as tx:
        found = resolve(tx, "a z")
        assert found.person_ids == [known]
        assert [(move.was, move.now) for move in found.moves] == [(device, known)]
    assert settle(begin, "z") == [known]


@PER_EXAMPLE
@given(batches=BATCHES)
def test_asking_again_finds_the_same_people_and_makes_nobody(begin: Begin, batches: list[list[str]]) -> None:
    with begin(SYSTEM) as tx:
        for batch in batches:
            first = resolve(tx, *batch)
            again = resolve(tx, *batch)
            assert again.person_ids == first.person_ids
            assert again.created == frozenset()
        tx.db.rollback()


@PER_EXAMPLE
@given(batches=BATCHES)
def test_every_set_is_its_most_trusted_identifiers_person_and_nobody_is_left_without_one(
    begin: Begin, batches: list[list[str]]
) -> None:
    with begin(SYSTEM) as tx:
        made: set[UUID] = set()
        for batch in batches:
            resolved = resolve(tx, *batch)
            made |= resolved.created
            held = standing(tx)
            assert resolved.person_ids == [held[words.split()[0]] if words else None for words in batch]
            assert set(held.values()) <= made
            assert identity.count(tx) == len(set(held.values()))
        tx.db.rollback()


@PER_EXAMPLE
@given(batch=st.lists(WORDS, max_size=7), seed=st.randoms(use_true_random=False))
def test_who_belongs_together_does_not_depend_on_the_order_of_strangers(
    begin: Begin, batch: list[str], seed: object
) -> None:
    shuffled = list(batch)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(begin, batch) == groups(begin, shuffled)


def standing(tx: Tx) -> dict[str, UUID]:
    """Whose every identifier is by now."""
    rows = tx.db.execute(text("SELECT value, person_id FROM identifiers")).all()
    now = identity.current(tx, person_ids={row.person_id for row in rows})
    return {row.value: now[row.person_id] for row in rows}


def groups(begin: Begin, batch: list[str]) -> set[frozenset[str]]:
    """Which identifiers end up with one person, when nobody was known before."""
    with begin(SYSTEM) as tx:
        resolve(tx, *batch)
        found: dict[UUID, set[str]] = {}
        for value, person_id in standing(tx).items():
            found.setdefault(person_id, set()).add(value)
        tx.db.rollback()
    return {frozenset(words) for words in found.values()}


def test_a_long_chain_is_followed_to_its_end_in_reasonable_time(begin: Begin) -> None:
    chain = [f"z{place} z{place + 1}" for place in reversed(range(1000))]
    [known] = settle(begin, "a z0")
    assert set(settle(begin, *chain)) == {known}
    assert orphans(begin) == 0


def test_values_are_only_values(begin: Begin) -> None:
    hostile = ["'; DROP TABLE persons; --", "%", "%_", "\\", "茶叶" * 127, "{a,b}", '"', "NULL, NULL"]
    keys = [(Identifier("member_id", value),) for value in hostile]
    with begin(SYSTEM) as tx:
        first = identity.resolve(tx, keys=keys, source="pos").person_ids
    with begin(SYSTEM) as tx:
        assert identity.resolve(tx, keys=keys, source="pos").person_ids == first
        assert len(set(first)) == len(hostile)


def test_links_say_since_when_and_whence_oldest_first(begin: Begin, clock: Hand) -> None:
    start = clock.now
    with begin(SYSTEM) as tx:
        [person] = identity.resolve(tx, keys=[(Identifier("member_id", "m"),)], source="pos").person_ids
    clock.now = clock.now.replace(hour=13)
    with begin(SYSTEM) as tx:
        [other] = resolve(tx, "o").person_ids
        keys = [tuple(Identifier(*pair.split()) for pair in ("member_id m", "phone 2", "email 1", "openid a"))]
        assert identity.resolve(tx, keys=keys, source="shop").person_ids == [person]
    with begin(SYSTEM) as tx:
        assert person
        assert other
        found = identity.links(tx, person_ids=[other, person])
        shown = [(link.type, link.value, link.source, link.linked_at) for link in found[person]]
    assert shown == [
        ("member_id", "m", "pos", start),
        ("email", "1", "shop", clock.now),
        ("openid", "a", "shop", clock.now),
        ("phone", "2", "shop", clock.now),
    ]
    assert [link.value for link in found[other]] == ["o"]


def test_a_person_who_is_not_there_is_missing(begin: Begin) -> None:
    [person] = settle(begin, "a")
    assert person
    with begin(SYSTEM) as tx:
        identity.expect(tx, person_id=person)
        assert identity.count(tx) == 1
        assert identity.links(tx, person_ids=[UUID(int=1)]) == {UUID(int=1): []}
        with pytest.raises(PersonMissing):
            identity.expect(tx, person_id=UUID(int=1))


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "13812345678", "138****5678"),
        ("phone", "+8613812345678", "+86138****5678"),
        ("phone", "1234567", "****4567"),
        ("email", "lin@example.com", "l***@example.com"),
        ("email", "@", "***@"),
        ("taobao_buyer", "小明同学", "小***学"),
        ("member_id", "17850", "17850"),
    ],
)
def test_a_masked_identifier_is_recognised_but_cannot_be_used(kind: str, value: str, shown: str) -> None:
    assert identity.masked(kind, value) == shown
