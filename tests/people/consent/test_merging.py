"""Two people become one and part again: the stricter counts meanwhile, and nothing is lost or learnt by it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import Tx
from siyu.people.consent import service as consent
from siyu.people.consent.contract import CHANNELS, Channel, Consent, Purpose, State
from tests.people.consent.ledger import may, people, publish_all, say, standings, stands
from tests.people.keys import resolve

PURPOSES: tuple[Purpose, ...] = ("marketing", "analytics")
SPOKEN: tuple[Channel, ...] = ("any", "sms", "email")
bounded = settings(
    max_examples=30,
    phases=[Phase.generate, Phase.shrink],
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Word(NamedTuple):
    """Who says what."""

    who: int
    state: State
    purpose: Purpose
    channel: Channel


def words(count: int, most: int = 8) -> st.SearchStrategy[list[Word]]:
    word = st.builds(
        Word, st.integers(0, count - 1), st.sampled_from(["granted", "withdrawn"]), st.sampled_from(PURPOSES),
        st.sampled_from(SPOKEN),
    )  # fmt: skip
    return st.lists(word, max_size=most)


class Shop:
    """Some people, who among them is whom by now, and a way to begin again."""

    def __init__(self, tx: Tx, ids: Sequence[UUID]) -> None:
        self.tx, self.ids = tx, ids
        self.now = list(range(len(ids)))

    def say(self, told: Sequence[Word]) -> None:
        for word in told:
            today = self.ids[self.now[word.who]]
            say(self.tx, today, word.state, word.purpose, word.channel, self.ids[word.who])

    def absorb(self, kept: int, gone: int) -> None:
        self.move([each for each, now in enumerate(self.now) if now == gone], gone, kept)

    def move(self, who: Sequence[int], was: int, now: int) -> None:
        self.now = [now if each in who else stayed for each, stayed in enumerate(self.now)]
        consent.follow(self.tx, moves=[(self.ids[each], self.ids[was], self.ids[now]) for each in who])

    def states(self, *who: int) -> list[object]:
        found = [standings(self.tx, self.ids[each]) for each in who]
        return [[(item.purpose, item.channel, item.state, item.version) for item in one] for one in found]

    def rows(self, who: int) -> list[Consent]:
        return consent.history(self.tx, person_id=self.ids[who], wanted=PageWanted(limit=200)).items


@pytest.fixture
def ids(tx: Tx) -> list[UUID]:
    return [*people(tx, 3), UUID(int=1)]


@contextmanager
def opened(tx: Tx, ids: Sequence[UUID]) -> Iterator[Shop]:
    """Nothing of what happens in it stays."""
    with tx.db.begin_nested() as attempt:
        yield Shop(tx, ids)
        attempt.rollback()


@bounded
@given(before=words(2), after=words(1, most=3))
def test_a_merge_reads_as_the_stricter_of_two_and_is_taken_back_exactly(
    tx: Tx, ids: list[UUID], before: list[Word], after: list[Word]
) -> None:
    with opened(tx, ids) as shop:
        shop.say(before)
        apart = [standings(tx, ids[who]) for who in (0, 1)]
        said = shop.rows(1)
        sides = [{purpose: stands(tx, ids[who], purpose) for purpose in PURPOSES} for who in (0, 1)]
        shop.absorb(0, 1)
        for purpose in PURPOSES:
            for channel in CHANNELS:
                check_strictest(tx, ids[0], purpose, channel, [side[purpose].get(channel) for side in sides])
        assert (standings(tx, ids[1]), shop.rows(1)) == ([], [])
        with tx.db.begin_nested() as attempt:
            shop.say(after)
            shop.move([1], 0, 1)
            assert standings(tx, ids[1]) == apart[1]
            attempt.rollback()
        shop.move([1], 0, 1)
        assert [standings(tx, ids[who]) for who in (0, 1)] == apart
        assert shop.rows(1) == said
        assert all(row.voided_at for row in shop.rows(0) if row.merge_id)


def check_strictest(tx: Tx, kept: UUID, purpose: Purpose, channel: Channel, sides: list[State | None]) -> None:
    strictest = "withdrawn" if "withdrawn" in sides else "granted" if "granted" in sides else None
    assert stands(tx, kept, purpose).get(channel) == strictest
    if channel != "any" or strictest == "withdrawn":
        assert may(tx, kept, purpose, channel) == (
            strictest == "granted" or (strictest is None and purpose == "analytics")
        )


@bounded
@given(said=st.lists(words(3, most=4), min_size=4, max_size=4), leaving=st.sampled_from([(1,), (2,), (1, 2), (0,)]))
def test_taking_people_apart_leaves_what_there_would_have_been_without_them(
    tx: Tx, ids: list[UUID], said: list[list[Word]], leaving: tuple[int, ...]
) -> None:
    """1, then 2 become 0; then some leave. Beside it, the same words with only the merges among who stays together."""
    staying = {0, 1, 2} - set(leaving)
    with opened(tx, ids) as shop:
        for words, gone in zip(said, (1, 2, None, None), strict=True):
            shop.say(words)
            if gone:
                shop.absorb(0, gone)
        to = 3 if leaving == (0,) else leaving[0]
        shop.move(leaving, 0, to)
        found = shop.states(0, to)
    with opened(tx, ids) as shop:
        for words, gone in zip(said, (1, 2, None, None), strict=True):
            shop.say(words)
            if gone == 2 and leaving in ((1, 2), (0,)):
                shop.absorb(1, 2)
            elif gone and {0, gone} <= staying:
                shop.absorb(0, gone)
        expected = shop.states(1, 0) if leaving == (0,) else shop.states(0, leaving[0])
    assert found == expected


def test_a_withdrawal_counts_though_the_other_agreed_later(tx: Tx, ids: list[UUID]) -> None:
    ann, lin, *_ = ids
    say(tx, ann, "withdrawn", channel="any")
    said = say(tx, lin, "granted", channel="sms")
    assert may(tx, lin, channel="sms")
    consent.follow(tx, moves=[(lin, lin, ann)])
    assert not may(tx, ann, channel="sms")
    assert not may(tx, lin, channel="sms"), "nothing is left under the old id"
    [row, *_] = consent.history(tx, person_id=ann, wanted=PageWanted()).items
    assert (row.state, row.channel, row.source, row.evidence.how) == ("withdrawn", "sms", "merge", "merge")
    say(tx, ann, "granted", channel="sms")
    assert may(tx, ann, channel="sms"), "what is said later counts"
    consent.follow(tx, moves=[(lin, ann, lin)])
    assert (may(tx, ann, channel="sms"), may(tx, lin, channel="sms")) == (True, True)
    assert consent.history(tx, person_id=lin, wanted=PageWanted()).items == [said]


def test_who_leaves_does_not_take_along_what_others_withdrew(tx: Tx, ids: list[UUID]) -> None:
    """While lin's later withdrawal stood, nothing had to be restated for wu's earlier one; now it has."""
    ann, lin, wu, _ = ids
    say(tx, wu, "withdrawn", channel="sms")
    say(tx, ann, "granted", channel="sms")
    say(tx, lin, "withdrawn", channel="sms")
    consent.follow(tx, moves=[(lin, lin, ann)])
    consent.follow(tx, moves=[(wu, wu, ann)])
    consent.follow(tx, moves=[(lin, ann, lin)])
    assert not may(tx, ann, channel="sms")
    consent.follow(tx, moves=[(wu, ann, wu)])
    assert may(tx, ann, channel="sms")


def test_who_comes_to_somebody_with_consents_does_not_loosen_them(tx: Tx, ids: list[UUID]) -> None:
    ann, lin, wu, _ = ids
    say(tx, wu, "withdrawn", channel="sms")
    say(tx, lin, "granted", channel="sms")
    consent.follow(tx, moves=[(lin, lin, ann)])
    consent.follow(tx, moves=[(lin, ann, wu)])
    assert (may(tx, wu, channel="sms"), may(tx, ann, channel="sms")) == (False, False)


def test_who_became_somebody_else_withdraws_as_who_they_are_now(tx: Tx) -> None:
    publish_all(tx)
    found = resolve(tx, "a1", "b1")
    ann, lin = [person_id for person_id in found.person_ids if person_id]
    [moved] = resolve(tx, "a1 b1").moves
    say(tx, moved.was, "withdrawn")
    [row] = consent.history(tx, person_id=moved.now, wanted=PageWanted()).items
    assert (row.person_id, row.origin_id, {moved.was, moved.now}) == (moved.now, moved.was, {ann, lin})


def test_moves_of_people_who_said_nothing_change_nothing(tx: Tx, ids: list[UUID]) -> None:
    ann, lin, wu, _ = ids
    said = say(tx, ann, "granted")
    consent.follow(tx, moves=[(lin, lin, ann), (wu, wu, lin)])
    assert consent.history(tx, person_id=ann, wanted=PageWanted()).items == [said]
    consent.follow(tx, moves=[(lin, ann, wu), (ann, ann, lin)])
    assert consent.history(tx, person_id=lin, wanted=PageWanted()).items == [replace(said, person_id=lin)]
    assert consent.forget(tx, person_id=lin) == {"consents": 1, "consent_merges": 0}
