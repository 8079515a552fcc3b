"""Resolving identifiers: one person behind what belongs together, nobody made twice, nobody merged silently."""

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
from tests.people.keys import holders, key, orphans, persons, resolve, settle

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


@pytest.mark.parametrize(("words", "first"), [("x y", "x"), ("y x", "y"), ("n x y", "x"), ("n y x", "y")])
def test_two_people_are_not_merged_and_the_most_trusted_identifier_decides(
    begin: Begin, words: str, first: str
) -> None:
    known = dict(zip("xy", settle(begin, "x", "y"), strict=True))
    assert settle(begin, words) == [known[first]]
    expected = known | ({"n": known[first]} if "n" in words else {})
    assert holders(begin) == expected


def test_a_new_identifier_of_a_known_person_is_not_taken_by_a_stranger_in_the_same_batch(begin: Begin) -> None:
    [known] = settle(begin, "x")
    assert settle(begin, "n m", "n x") == [known, known]
    assert holders(begin) == {"x": known, "n": known, "m": known}


def test_a_new_identifier_shown_with_two_people_goes_to_the_first(begin: Begin) -> None:
    x, y = settle(begin, "x", "y")
    assert settle(begin, "x n", "y n", "n") == [x, y, x]
    assert holders(begin) == {"x": x, "y": y, "n": x}


def test_a_tie_between_two_strangers_known_to_different_people_does_not_move_them(begin: Begin) -> None:
    x, y = settle(begin, "x", "y")
    assert settle(begin, "a b", "a x", "b y") == [x, x, y]
    assert holders(begin) == {"x": x, "y": y, "a": x, "b": y}


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
            rows = tx.db.execute(text("SELECT value, person_id FROM identifiers")).all()
            held = {row.value: row.person_id for row in rows}
            assert resolved.person_ids == [held[words.split()[0]] if words else None for words in batch]
            assert set(held.values()) == made
        assert tx.db.execute(text("SELECT count(*) FROM persons")).scalar_one() == len(made)
        tx.db.rollback()


@PER_EXAMPLE
@given(batch=st.lists(WORDS, max_size=7), seed=st.randoms(use_true_random=False))
def test_who_belongs_together_does_not_depend_on_the_order_of_strangers(
    begin: Begin, batch: list[str], seed: object
) -> None:
    shuffled = list(batch)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(begin, batch) == groups(begin, shuffled)


def groups(begin: Begin, batch: list[str]) -> set[frozenset[str]]:
    """Which identifiers end up with one person, when nobody was known before."""
    with begin(SYSTEM) as tx:
        resolve(tx, *batch)
        found: dict[UUID, set[str]] = {}
        for row in tx.db.execute(text("SELECT value, person_id FROM identifiers")):
            found.setdefault(row.person_id, set()).add(row.value)
        tx.db.rollback()
    return {frozenset(words) for words in found.values()}


def test_a_long_chain_is_followed_to_its_end_in_reasonable_time(begin: Begin) -> None:
    chain = [f"n{place} n{place + 1}" for place in reversed(range(1000))]
    [known] = settle(begin, "n0")
    assert set(settle(begin, *chain)) == {known}
    assert orphans(begin) == 0


def test_values_are_only_values(begin: Begin) -> None:
    hostile = ["'; DROP TABLE persons; --", "%", "_", "\\", "茶" * 255, "{a,b}", '"', "NULL"]
    keys = [(Identifier("member_id", value),) for value in hostile]
    with begin(SYSTEM) as tx:
        first = identity.resolve(tx, keys=keys, source="pos").person_ids
    with begin(SYSTEM) as tx:
        assert identity.resolve(tx, keys=keys, source="pos").person_ids == first
        assert len(set(first)) == len(hostile)


def test_links_say_since_when_and_whence_oldest_first(begin: Begin, clock: Hand) -> None:
    start = clock.now
    with begin(SYSTEM) as tx:
        [person] = resolve(tx, "z", source="pos").person_ids
    clock.now = clock.now.replace(hour=13)
    with begin(SYSTEM) as tx:
        [other] = resolve(tx, "o").person_ids
        keys = [(*key("z"), Identifier("phone", "2"), Identifier("email", "1"), *key("a"))]
        assert identity.resolve(tx, keys=keys, source="shop").person_ids == [person]
    with begin(SYSTEM) as tx:
        assert person
        assert other
        found = identity.links(tx, person_ids=[other, person])
        shown = [(link.type, link.value, link.source, link.linked_at) for link in found[person]]
    assert shown == [
        ("member_id", "z", "pos", start),
        ("email", "1", "shop", clock.now),
        ("member_id", "a", "shop", clock.now),
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
