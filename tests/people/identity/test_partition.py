"""Who is one person depends on what was seen, and on nothing else."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.people.identity.contract import IDENTIFIER_TYPES, Identifier
from siyu.people.identity.kinds import KINDS, is_blocked
from siyu.people.identity.partition import Edge, Partition, partition

Groups = set[frozenset[Identifier]]


def one(text: str) -> Identifier:
    kind, value = text.split("=")
    return Identifier(kind, value)


def seen(*lines: str) -> list[Edge]:
    """`member_id=1 phone=2` seen together, each line a millisecond after the one before."""
    edges = []
    for at, line in enumerate(lines):
        ends = [one(text) for text in line.split()]
        edges += [Edge(a, b, at) for a, b in pairwise(ends)]
    return edges


def of(edges: Iterable[Edge], apart: Iterable[tuple[Identifier, Identifier]] = ()) -> Partition:
    edges = list(edges)
    return partition({end for edge in edges for end in edge[:2]}, edges, apart=list(apart))


def groups(found: Partition) -> Groups:
    return {frozenset(members) for members in found.groups.values()}


def people(*lines: str) -> Groups:
    return {frozenset(one(text) for text in line.split()) for line in lines}


identifiers = st.builds(
    Identifier,
    st.sampled_from(["member_id", "unionid", "openid", "external_userid", "phone", "email", "anonymous_id"]),
    st.sampled_from(["1", "2", "3", "oa:4", "mp:5"]),
)
edges = st.lists(
    st.builds(Edge, identifiers, identifiers, st.integers(0, 5), st.booleans().map(lambda sure: sure))
    .filter(lambda edge: edge.a != edge.b)
    .map(lambda edge: edge._replace(is_confirmed=edge.is_confirmed and edge.seen_ms == 0)),
    max_size=25,
)


@given(edges, st.randoms())
def test_neither_order_nor_direction_nor_repetition_changes_who_is_who(found: list[Edge], dice: object) -> None:
    mixed = [*found, *found[:5]]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    turned = [Edge(edge.b, edge.a, *edge[2:]) for edge in mixed]
    first, again = of(found), of(turned)
    assert groups(first) == groups(again)
    assert first.shared == again.shared


@given(edges)
def test_nobody_has_more_of_a_type_than_people_have_unless_staff_said_so(found: list[Edge]) -> None:
    guessed = [edge._replace(is_confirmed=False) for edge in found]
    for members in of(guessed).groups.values():
        for kind in IDENTIFIER_TYPES:
            held = [member for member in members if member.type == kind]
            assert KINDS[kind].is_weak or len(held) <= KINDS[kind].limit


@given(edges)
def test_everybody_is_in_one_group_and_every_edge_is_joined_or_refused(found: list[Edge]) -> None:
    result = of(found)
    home = {member: root for root, members in result.groups.items() for member in members}
    assert sum(map(len, result.groups.values())) == len(home)
    refused = {refusal.edge for refusal in result.refused}
    for edge in found:
        assert edge in refused or home[edge.a] == home[edge.b]


@given(edges)
def test_two_whom_staff_keep_apart_are_never_one(found: list[Edge]) -> None:
    apart = [(edge.a, edge.b) for edge in found[:3]]
    result = of(found, apart)
    home = {member: root for root, members in result.groups.items() for member in members}
    assert all(home[a] != home[b] for a, b in apart)


def test_what_issued_accounts_share_makes_them_one() -> None:
    found = of(seen("openid=o unionid=u", "unionid=u phone=p", "phone=p member_id=m", "member_id=m anonymous_id=d"))
    assert len(found.groups) == 1


def test_two_unionids_that_claim_one_phone_stay_two_and_the_first_keeps_it() -> None:
    found = of(seen("unionid=a phone=p", "unionid=b phone=p"))
    assert groups(found) == people("unionid=a phone=p", "unionid=b")
    assert [(refusal.ground, refusal.kind) for refusal in found.refused] == [("too_many", "unionid")]


def test_what_was_one_falls_apart_when_it_turns_out_to_be_two() -> None:
    before = seen("openid=oa:1 phone=p", "openid=mp:2 phone=p")
    assert len(of(before).groups) == 1
    after = [*before, *seen("unionid=a openid=oa:1", "unionid=b openid=mp:2")]
    assert groups(of(after)) == people("unionid=a openid=oa:1 phone=p", "unionid=b openid=mp:2")


def test_a_phone_five_hundred_people_leave_brings_nobody_together() -> None:
    found = of(seen(*(f"openid={number} phone=shop" for number in range(500))))
    assert found.shared == {one("phone=shop")}
    assert len(found.groups) == 501


def test_a_tablet_two_thousand_people_log_in_on_is_nobodys() -> None:
    found = of(seen(*(f"member_id={number} anonymous_id=tablet" for number in range(2_000))))
    assert found.shared == {one("anonymous_id=tablet")}
    assert len(found.groups) == 2_001


def test_a_device_belongs_to_who_used_it_first_and_never_joins_two() -> None:
    found = of(seen("member_id=first anonymous_id=d", "member_id=second anonymous_id=d"))
    assert groups(found) == people("member_id=first anonymous_id=d", "member_id=second")


def test_an_openid_of_each_app_is_one_persons_and_two_of_one_app_are_not() -> None:
    assert len(of(seen("unionid=u openid=oa:1", "unionid=u openid=mp:1")).groups) == 1
    assert len(of(seen("unionid=u openid=oa:1", "unionid=u openid=oa:2")).groups) == 2


def test_staff_may_join_what_nothing_else_may() -> None:
    found = of([Edge(one("unionid=a"), one("unionid=b"), 0, is_confirmed=True)])
    assert len(found.groups) == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [("member_id", "null"), ("member_id", "0"), ("phone", "00000000000"), ("phone", "+8600000000000"), ("openid", " "),
     ("member_id", '"undefined"'), ("member_id", "'None'"), ("device_id", "00000000-0000-0000-0000-000000000000"),
     ("email", "email"), ("member_id", "NOT_AUTHENTICATED"), ("member_id", "[object Object]"), ("member_id", "NaN"),
     ("phone", "+8613800138000"), ("phone", "+8611111111111"), ("member_id", "-1"), ("unionid", "aaaaaaaa")],
)  # fmt: skip
def test_what_programs_write_where_there_is_none_is_nobodys(kind: str, value: str) -> None:
    assert is_blocked(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("member_id", "nan"), ("member_id", "10"), ("phone", "+8613512345678"), ("email", "id@example.com"),
     ("openid", "oGZUI0egBJY1zhBYw2KhdUfwVJJE"), ("member_id", "guest-17")],
)  # fmt: skip
def test_what_only_looks_like_it_is_somebodys(kind: str, value: str) -> None:
    assert not is_blocked(kind, value)
