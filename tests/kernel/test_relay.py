"""The relay: what was told in a committed transaction reaches every listener, in order, and has its effect once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from siyu.kernel import relay as relays
from siyu.kernel.outbox import InboxRow
from siyu.kernel.pages import PageWanted
from siyu.kernel.relay import ATTEMPTS_MAX, BACKOFF_SECONDS_MAX, LEASE_SECONDS, Listeners, Relay
from siyu.kernel.tx import SYSTEM, Begin, Tx
from tests.conftest import Hand
from tests.kernel.facts import CupBroken, TeaPoured, letters, listening, pour, relay, rows

A_SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Listeners of these tests fail by the dozen, and each of them is logged with its whole traceback."""
    with capture_logs():
        yield


class Breaks(Exception):
    """What a listener of these tests fails with."""


class PowerCut(BaseException):
    """Ends the relay in the middle, as a kill would: nothing after it runs."""


def test_a_fact_told_in_a_transaction_that_rolls_back_was_never_told(begin: Begin) -> None:
    with suppress(Breaks), begin(SYSTEM) as tx:
        tx.tell(TeaPoured(1))
        raise Breaks
    assert rows(begin) == []
    assert relay(begin).deliver() == 0


def test_a_fact_arrives_as_it_was_told(begin: Begin) -> None:
    given: list[TeaPoured] = []
    with begin(SYSTEM) as tx:
        told = TeaPoured(3, tx.now, UUID(int=1), (UUID(int=2), UUID(int=3)))
        tx.tell(told)
    assert relay(begin, listen=lambda _, fact: given.append(fact)).deliver() == 1
    assert given == [told]


def test_a_listener_gets_only_the_facts_it_listens_to_and_the_stores_it_names(begin: Begin) -> None:
    book, given = Listeners(), []

    @book.when(CupBroken)
    def sweep_up(tx: Tx, fact: CupBroken, broom: str) -> None:
        given.append((fact, broom))

    with begin(SYSTEM) as tx:
        tx.tell(TeaPoured(1))
        tx.tell(CupBroken(2))
    assert Relay(begin, book, {"broom": "straw", "mop": "wet"}).deliver() == 2
    assert given == [(CupBroken(2), "straw")]
    assert all(row.delivered_at for row in rows(begin))


def test_facts_are_delivered_in_the_order_they_were_told(begin: Begin) -> None:
    given: list[int] = []
    for cup in range(6):
        pour(begin, cup * 2, cup * 2 + 1)
    turning = relay(begin, listen=lambda _, fact: given.append(fact.cup))
    assert [turning.deliver(5), turning.deliver(5), turning.deliver(5), turning.deliver(5)] == [5, 5, 2, 0]
    assert given == list(range(12))


def test_what_a_listener_did_before_it_failed_is_undone(begin: Begin) -> None:
    def break_a_cup(tx: Tx, fact: TeaPoured) -> None:
        tx.tell(CupBroken(fact.cup))
        raise Breaks

    pour(begin, 1)
    relay(begin, listen=break_a_cup).deliver()
    assert [row.name for row in rows(begin)] == ["tea.poured"]


def test_a_failing_listener_is_asked_again_later_and_keeps_nothing_from_the_others(begin: Begin, clock: Hand) -> None:
    asked: list[str] = []

    def fail(tx: Tx, fact: TeaPoured) -> None:
        asked.append("fail")
        raise Breaks

    pour(begin, 1)
    turning = relay(begin, before=lambda *_: asked.append("before"), fail=fail, after=lambda *_: asked.append("after"))
    assert turning.deliver() == 1
    assert turning.deliver() == 0
    assert asked == ["before", "fail", "after"]
    clock.now += 2 * A_SECOND
    assert turning.deliver() == 1
    assert asked == ["before", "fail", "after", "fail"]


def test_the_wait_doubles_with_every_attempt_up_to_an_hour(begin: Begin, clock: Hand) -> None:
    def fail(tx: Tx, fact: TeaPoured) -> None:
        raise Breaks

    pour(begin, 1)
    turning, waits = relay(begin, fail=fail), []
    for _ in range(ATTEMPTS_MAX - 1):
        assert turning.deliver() == 1
        due_at = rows(begin)[0].due_at
        waits.append((due_at - clock.now).total_seconds())
        clock.now = due_at - timedelta(microseconds=1)
        assert turning.deliver() == 0
        clock.now = due_at
    assert waits == [min(2.0**attempt, BACKOFF_SECONDS_MAX) for attempt in range(1, ATTEMPTS_MAX)]


def test_a_fact_that_waits_does_not_hold_up_those_behind_it(begin: Begin) -> None:
    given: list[int] = []

    def fail_on_the_first(tx: Tx, fact: TeaPoured) -> None:
        if fact.cup == 1:
            raise Breaks
        given.append(fact.cup)

    pour(begin, 1, 2)
    relay(begin, listen=fail_on_the_first).deliver()
    assert given == [2]


def test_a_crash_between_a_listener_and_the_close_runs_nothing_twice(begin: Begin, clock: Hand) -> None:
    given: list[str] = []

    def pull_the_plug(tx: Tx, fact: TeaPoured) -> None:
        if len(given) < 2:
            raise PowerCut
        given.append("second")

    pour(begin, 1, 2)
    turning = relay(begin, first=lambda _, fact: given.append(f"first {fact.cup}"), second=pull_the_plug)
    with pytest.raises(PowerCut):
        turning.deliver()
    assert turning.deliver() == 0
    clock.now += timedelta(seconds=LEASE_SECONDS + 1)
    given.append("after the crash")
    assert turning.deliver() == 2
    assert given == ["first 1", "after the crash", "second", "first 2", "second"]


def test_a_fact_nobody_can_take_becomes_a_dead_letter_after_the_last_attempt(begin: Begin, clock: Hand) -> None:
    def fail(tx: Tx, fact: TeaPoured) -> None:
        raise Breaks("茶" * 5000)

    pour(begin, 7)
    turning = relay(begin, fail=fail, take=lambda *_: None)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        assert letters(begin) == [], attempt
        assert turning.deliver() == 1
        clock.now += timedelta(seconds=BACKOFF_SECONDS_MAX)
    assert turning.deliver() == 0
    [letter] = letters(begin)
    assert (letter.listener, letter.name, letter.body["cup"]) == ("facts.fail", "tea.poured", 7)
    assert (letter.attempts, len(letter.error), letter.error[:9]) == (ATTEMPTS_MAX, 2000, "Breaks: 茶")
    with begin(SYSTEM) as tx:
        assert relays.waiting(tx) == (0, 0.0, 1)
        assert [row.id for row in relays.dead_letters(tx, wanted=PageWanted()).items] == [letter.id]


def bury(begin: Begin, clock: Hand, given: list[str], healed: threading.Event) -> Relay:
    """A relay whose second listener has just failed for the last time."""

    def ail(tx: Tx, fact: TeaPoured) -> None:
        if not healed.is_set():
            raise Breaks
        given.append("ail")

    turning = relay(begin, well=lambda *_: given.append("well"), ail=ail)
    for _ in range(ATTEMPTS_MAX):
        turning.deliver()
        clock.now += timedelta(seconds=BACKOFF_SECONDS_MAX)
    return turning


def test_a_revived_letter_goes_to_the_listener_that_missed_it_and_to_no_other(begin: Begin, clock: Hand) -> None:
    given: list[str] = []
    healed = threading.Event()
    pour(begin, 1)
    turning = bury(begin, clock, given, healed)
    [letter] = letters(begin)
    healed.set()
    with begin(SYSTEM) as tx:
        assert relays.revive(tx, letter.id)
    assert letters(begin) == []
    assert turning.deliver() == 1
    assert given == ["well", "ail"]
    assert rows(begin)[0].delivered_at


def test_a_letter_that_is_not_there_cannot_be_revived(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        assert not relays.revive(tx, UUID(int=1))


def test_a_late_relay_cannot_overrule_the_one_that_took_over_its_lease(begin: Begin, clock: Hand) -> None:
    taken: list[int] = []
    successor = relay(begin, other=lambda _, fact: taken.append(fact.cup))

    def dawdle(tx: Tx, fact: TeaPoured) -> None:
        clock.now += timedelta(seconds=LEASE_SECONDS + 1)
        assert successor.deliver() == 1
        raise Breaks

    pour(begin, 1)
    before = rows(begin)[0]
    relay(begin, dawdle=dawdle).deliver()
    [row] = rows(begin)
    assert taken == [1]
    assert row.delivered_at == clock.now
    assert row.attempts == before.attempts + 2
    assert letters(begin) == []
    assert successor.deliver() == 0


def test_a_late_relay_on_its_last_attempt_buries_nothing(begin: Begin, clock: Hand) -> None:
    def fail(tx: Tx, fact: TeaPoured) -> None:
        raise Breaks

    pour(begin, 1)
    turning = relay(begin, fail=fail)
    for _ in range(ATTEMPTS_MAX - 1):
        turning.deliver()
        clock.now += timedelta(seconds=BACKOFF_SECONDS_MAX)
    successor = relay(begin, other=lambda *_: None)

    def dawdle(tx: Tx, fact: TeaPoured) -> None:
        clock.now += timedelta(seconds=LEASE_SECONDS + 1)
        successor.deliver()
        raise Breaks

    relay(begin, dawdle=dawdle).deliver()
    assert letters(begin) == []


def test_relays_that_turn_at_once_deliver_each_fact_once(begin: Begin) -> None:
    lock, given, start = threading.Lock(), [], threading.Barrier(4, timeout=30)
    for first in range(0, 200, 20):
        pour(begin, *range(first, first + 20))

    def note(tx: Tx, fact: TeaPoured) -> None:
        with lock:
            given.append(fact.cup)

    def turn(_: int) -> int:
        turning = relay(begin, listen=note)
        start.wait()
        total = 0
        while delivered := turning.deliver(7):
            total += delivered
        return total

    with ThreadPoolExecutor(4) as pool:
        totals = list(pool.map(turn, range(4)))
    assert sorted(given) == list(range(200))
    assert sum(totals) == 200
    assert all(row.delivered_at and row.attempts == 1 for row in rows(begin))


def test_a_listener_is_known_by_its_file_and_name(begin: Begin) -> None:
    book = listening(listen=lambda *_: None)
    assert [item.name for item in book.of("tea.poured")] == ["facts.listen"]
    assert book.of("cup.broken") == []


def test_a_fact_of_a_shape_we_no_longer_know_dies_and_breaks_nothing(begin: Begin, clock: Hand) -> None:
    given: list[int] = []
    pour(begin, 1, 2)
    with begin(SYSTEM) as tx:
        row = rows(begin)[0]
        tx.db.merge(row).body = {"teapot": 1}
    turning = relay(begin, listen=lambda _, fact: given.append(fact.cup))
    for _ in range(ATTEMPTS_MAX):
        turning.deliver()
        clock.now += timedelta(seconds=BACKOFF_SECONDS_MAX)
    assert given == [2]
    assert len(letters(begin)) == 1


def test_the_sweep_takes_what_was_delivered_long_ago_and_leaves_what_is_waiting_or_dead(
    begin: Begin, clock: Hand
) -> None:
    pour(begin, 1)
    bury(begin, clock, [], threading.Event())
    pour(begin, 2)
    assert relay(begin, take=lambda *_: None).deliver() == 1
    clock.now += timedelta(days=7)
    pour(begin, 3, 4)
    assert relay(begin, take=lambda *_: None).deliver(1) == 1
    with begin(SYSTEM) as tx:
        assert relays.forget_delivered(tx, before=tx.now - timedelta(days=1)) == 1
    assert [row.body["cup"] for row in rows(begin)] == [1, 3, 4]
    with begin(SYSTEM) as tx:
        kept = tx.db.execute(select(func.count(InboxRow.fact_id.distinct()))).scalar_one()
        assert kept == 2
        assert relays.waiting(tx) == (1, 0.0, 1)


def test_waiting_counts_the_facts_and_the_seconds_of_the_oldest(begin: Begin, clock: Hand) -> None:
    pour(begin, 1, 2)
    clock.now += timedelta(seconds=90)
    pour(begin, 3)
    with begin(SYSTEM) as tx:
        assert relays.waiting(tx) == (3, 90.0, 0)
