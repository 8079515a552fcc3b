"""Suggestions of who may be one person: right on a public set of labelled duplicates, careful with what many share."""

import csv
from pathlib import Path
from random import Random
from time import process_time
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.people.identity.likeness import Suggestion, suggest
from siyu.people.identity.likeness_fields import FIELDS, compare
from siyu.people.identity.likeness_reading import Record, read
from siyu.people.identity.likeness_reasons import CROSSED, WORDS
from siyu.people.identity.likeness_weights import LEVELS

FAKE_1000 = Path(__file__).resolve().parents[4] / "shared" / "data" / "identity" / "fake_1000.csv"


def person(number: int, **known: str) -> Record:
    return Record(UUID(int=number), **known)


def suggested(*records: Record, at_least: float = 0.9) -> set[tuple[int, int]]:
    return {(found.left.int, found.right.int) for found in suggest(records, at_least=at_least)}


def codes(suggestion: Suggestion) -> list[str]:
    return [reason.code for reason in suggestion.reasons]


@pytest.mark.skipif(not FAKE_1000.is_file(), reason="the labelled duplicates are not beside this checkout")
def test_suggestions_for_fake_1000_are_right_19_times_in_20_and_find_three_of_five_pairs() -> None:
    with FAKE_1000.open(newline="") as file:
        rows = list(csv.DictReader(file))
    records = [
        person(
            int(row["unique_id"]),
            first_name=row["first_name"],
            last_name=row["surname"],
            birthday=row["dob"],
            city=row["city"],
            email=row["email"],
        )
        for row in rows
    ]
    cluster = {int(row["unique_id"]): row["cluster"] for row in rows}
    ordered = sorted(cluster)
    true = {(a, b) for at, a in enumerate(ordered) for b in ordered[at + 1 :] if cluster[a] == cluster[b]}
    assert (len(rows), len(true)) == (1000, 2031)

    found = suggest(records)
    pairs = {(one.left.int, one.right.int) for one in found}
    precision, recall = len(pairs & true) / len(pairs), len(pairs & true) / len(true)
    assert len(pairs) == len(found)
    assert precision >= 0.95, f"precision {precision:.4f}, recall {recall:.4f}"
    assert recall >= 0.6, f"precision {precision:.4f}, recall {recall:.4f}"
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert suggest(records[::-1]) == found


def test_a_frequent_name_alone_never_suffices() -> None:
    many = [person(number, name="张伟", city="上海市") for number in range(40)]
    assert suggested(*many, at_least=0.0) == set()
    rare = [person(1, name="欧阳娜娜", city="上海"), person(2, name="欧阳娜娜", city="上海市")]
    assert suggested(*rare, at_least=0.0) == set()


def test_the_same_phone_tail_tells_zhang_wei_from_another_zhang_wei() -> None:
    known = person(1, name="张伟", phone="+86 138 1234 5678", city="上海")
    masked = person(2, name="张伟", phone="138****5678")
    other = person(3, name="张伟", phone="13999990000", city="上海")
    assert suggested(known, masked, other) == {(1, 2)}
    [found] = suggest([known, masked, other])
    assert codes(found) == ["phone_fits", "name_same"]
    assert [(one.zh, one.en) for one in found.reasons] == [WORDS["phone_fits"], WORDS["name_same"]]

    crowd = [person(number, name="张伟", phone=f"139{number * 7919 % 10**8:08}") for number in range(100, 400)]
    tail = person(4, name="张伟", phone="15055555678")
    assert (1, 4) not in suggested(known, tail, *crowd)


def test_chinese_addresses_agree_by_their_house_numbers_whatever_is_left_out() -> None:
    whole = person(1, name="李秀英", address="上海市徐汇区漕溪北路88号3栋501室")
    short = person(2, name="李秀英", address="徐汇区漕溪北路８８号3栋501室")
    next_door = person(3, name="李秀英", address="上海市徐汇区漕溪北路86号3栋501室")
    assert "address_near" in codes(suggest([whole, short, next_door], at_least=0.3)[0])
    assert suggested(whole, short, next_door, at_least=0.3) == {(1, 2)}


def test_swapped_names_and_slips_in_dates_and_addresses_are_seen_through() -> None:
    records = [
        person(1, first_name="Robert", last_name="Allen", birthday="1971-06-04", email="roberta25@smith.net"),
        person(2, first_name="Allen", last_name="Robert", birthday="04/06/1971"),
        person(3, name="Rob Allen", birthday="1971-04-06"),
        person(4, last_name="Alen", birthday="1971-06-05", email="robreta25@smith.net"),
        person(5, first_name="Grace", last_name="Kelly", birthday="1997-04-26"),
    ]
    found = {(one.left.int, one.right.int): one for one in suggest(records)}
    assert found.keys() >= {(1, 2), (1, 3), (1, 4)}
    assert not any(5 in pair for pair in found)
    assert CROSSED in codes(found[1, 2])
    assert "birthday_near" in codes(found[1, 3])
    assert {"email_near", "family_near", "birthday_near"} <= set(codes(found[1, 4]))


def test_an_address_that_repeats_a_name_says_no_more_than_the_name() -> None:
    namesakes = [
        person(1, name="John Smith", email="john.smith1@gmail.com"),
        person(2, name="John Smith", email="john.smith2@gmail.com"),
        person(3, name="John Smith", email="john.smith@yahoo.com"),
        person(4, name="John Smith", email="john.smith@outlook.com"),
    ]
    assert suggested(*namesakes, at_least=0.0) == set()
    assert suggested(person(1, name="李娜", email="lina88@qq.com"), person(2, name="李娜", email="lina88@163.com"))
    next_ids = [person(1, name="李娜", email="88001122@qq.com"), person(2, name="李娜", email="88001123@qq.com")]
    assert suggested(*next_ids) == set()


def test_somebody_with_two_phones_is_suggested_once_and_never_for_themselves() -> None:
    old, new = person(1, name="王小明", phone="13812345678"), person(1, name="王小明", phone="15087654321")
    other = person(2, name="王晓明", phone="15087654321", birthday="1990-03-04")
    third = person(3, name="王晓明", phone="15087654321", birthday="1990-03-04")
    found = suggest([other, third, new, old], at_least=0.5)
    assert [(one.left.int, one.right.int) for one in found] == [(2, 3), (1, 2), (1, 3)]


def test_what_programs_write_for_missing_agrees_with_nothing() -> None:
    empty = {"phone": "00000000000", "email": "null", "birthday": "1900-01-01", "city": "unknown", "name": "test"}
    assert suggested(*(person(number, **empty) for number in range(5)), at_least=0.0) == set()


def test_every_level_a_comparison_can_say_has_a_weight_and_its_words() -> None:
    assert tuple(LEVELS) == FIELDS
    assert {f"{field}_{level}" for field, levels in LEVELS.items() for level in levels} | {CROSSED} == set(WORDS)
    for levels in LEVELS.values():
        assert all(sum(column) == pytest.approx(1) for column in zip(*levels.values(), strict=True))


def test_a_value_shared_by_thousands_costs_no_comparison_of_all_with_all() -> None:
    crowd = [person(number, name="张伟", city="上海", birthday="1990-01-01") for number in range(2000)]
    began = process_time()
    assert suggested(*crowd) == set()
    assert process_time() - began < 20


WRITTEN = st.sampled_from(
    ["", "张伟", "张*", "李娜", "Robert", "Rob", "Allen", "alan", "null", "ß", "١", "138****5678", "x"]
)
PHONE = st.sampled_from(["", "13812345678", "138****5678", "15055555678", "+86 138-1234-5678", "0"])
BIRTHDAY = st.sampled_from(["", "1990-01-02", "1990-02-01", "02/01/1990", "19900103", "1990-13-45", "soon"])
EMAIL = st.sampled_from(["", "lina88@qq.com", "lina88@163.com", "lian88@qq.com", "@", "rob", "12345@qq.com"])
RECORDS = st.lists(
    st.builds(
        Record,
        st.integers(0, 9).map(lambda number: UUID(int=number)),
        *[WRITTEN] * 3,
        PHONE,
        EMAIL,
        BIRTHDAY,
        st.sampled_from(["", "上海", "上海市", "London", "Lodnon"]),
        st.sampled_from(["", "建设路12号3栋", "上海建设路12号3栋", "建设路21号3栋", "12 Mill Lane"]),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=60)
@given(records=RECORDS, chance=st.randoms(use_true_random=False))
def test_suggestions_pair_two_people_once_whatever_the_order(records: list[Record], chance: Random) -> None:
    found = suggest(records, at_least=0.0)
    mixed = list(records)
    chance.shuffle(mixed)
    assert suggest(mixed, at_least=0.0) == found
    assert all(one.left < one.right and 0 <= one.score <= 1 and one.reasons for one in found)
    assert len({(one.left, one.right) for one in found}) == len(found)
    told = {record.person_id for record in records if any(read(record))}
    assert {person_id for one in found for person_id in (one.left, one.right)} <= told


@settings(deadline=None, max_examples=60)
@given(RECORDS)
def test_a_comparison_says_the_same_from_either_side(records: list[Record]) -> None:
    readings = [read(record) for record in records]
    for left in readings:
        for right in readings:
            one, other = compare(left, right), compare(right, left)
            assert (sorted(one[:2]), one[2:]) == (sorted(other[:2]), other[2:])
