"""Several writers meet the same new person at the same moment: one person comes of it, and nothing is left over."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import func, select, text

from siyu.flows.people import carry_out, known_people
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Claim, MergeImpossible
from siyu.people.profiles.tables import ProfileRow
from tests.people.keys import holders, key, orphans, persons, resolve, settle

SECONDS_MAX = 30


def profile_ids(begin: Begin) -> set[UUID]:
    with begin(SYSTEM) as tx:
        return set(tx.db.scalars(select(ProfileRow.person_id)))


def wait_until_blocked(begin: Begin, count: int = 1) -> None:
    """Return when so many sessions of this database wait for another one's lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    for _ in range(100_000):
        with begin(SYSTEM) as tx:
            if tx.db.execute(waiting).scalar_one() >= count:
                return
    raise AssertionError("nobody waits")


def test_threads_that_meet_the_same_strangers_agree_on_them(begin: Begin) -> None:
    start = threading.Barrier(8, timeout=SECONDS_MAX)
    keys = [f"m{number} p{number}" for number in range(20)]

    def meet(turn: int) -> list[UUID | None]:
        start.wait()
        mine = keys[turn:] + keys[:turn]
        found = settle(begin, *mine)
        return found[len(keys) - turn :] + found[: len(keys) - turn]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(meet, range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert persons(begin) == set(answers[0]) == profile_ids(begin)
    assert orphans(begin) == 0


def test_threads_that_each_know_a_part_of_one_person_leave_nobody_without_identifiers(begin: Begin) -> None:
    start = threading.Barrier(6, timeout=SECONDS_MAX)

    def meet(turn: int) -> None:
        start.wait()
        for round_no in range(10):
            settle(begin, f"{'abdefg'[turn]}{round_no} {'abdefg'[(turn + 1) % 6]}{round_no}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(meet, range(6)))
    assert len(persons(begin)) == 10
    assert persons(begin) == set(holders(begin).values()) <= profile_ids(begin)


def second(begin: Begin, *keys: str) -> "Future[list[UUID | None]]":
    """Resolve in another thread."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(settle, begin, *keys)
    pool.shutdown(wait=False)
    return future


def test_who_comes_second_waits_and_takes_the_first_ones_person(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        [winner] = resolve(tx, "a b").person_ids
        late = second(begin, "n b", "a", "q")
        wait_until_blocked(begin)
    found = late.result(SECONDS_MAX)
    assert found[:2] == [winner, winner]
    assert holders(begin) == {"a": winner, "b": winner, "n": winner, "q": found[2]}
    assert persons(begin) == {winner, found[2]}
    assert orphans(begin) == 0
    assert profile_ids(begin) == {found[2]}


def test_who_comes_second_has_the_place_to_themselves_when_the_first_one_fails(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        [gone] = resolve(tx, "a b").person_ids
        late = second(begin, "b n")
        wait_until_blocked(begin)
        tx.db.rollback()
    [person] = late.result(SECONDS_MAX)
    assert person != gone
    assert holders(begin) == {"b": person, "n": person}
    assert persons(begin) == {person} == profile_ids(begin)


def test_a_set_that_ties_two_winners_together_makes_them_one(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        x, y = resolve(tx, "x", "y").person_ids
        late = second(begin, "n y x", "x", "y", "m n")
        wait_until_blocked(begin)
    assert x != y
    assert late.result(SECONDS_MAX) == [x] * 4
    assert holders(begin) == dict.fromkeys("xynm", x)
    assert persons(begin) == {x}


def test_a_known_person_whose_new_identifier_was_taken_meanwhile_takes_in_who_took_it(begin: Begin) -> None:
    [known] = settle(begin, "k")
    with begin(SYSTEM) as tx:
        [winner] = resolve(tx, "n").person_ids
        late = second(begin, "k n", "n k")
        wait_until_blocked(begin)
    assert winner != known
    assert late.result(SECONDS_MAX) == [known, known]
    assert holders(begin) == {"k": known, "n": known}


def test_nothing_of_a_lost_race_is_undone_that_was_done_before_it(begin: Begin) -> None:
    def settle_later(tx: Tx) -> list[UUID | None]:
        mine = resolve(tx, "mine").person_ids
        return mine + resolve(tx, "a").person_ids

    with begin(SYSTEM) as first:
        [winner] = resolve(first, "a").person_ids
        with ThreadPoolExecutor(1) as pool:

            def late() -> list[UUID | None]:
                with begin(SYSTEM) as tx:
                    return settle_later(tx)

            future = pool.submit(late)
            wait_until_blocked(begin)
            first.db.commit()
            mine, theirs = future.result(SECONDS_MAX)
    assert theirs == winner
    assert holders(begin) == {"mine": mine, "a": winner}
    with begin(SYSTEM) as tx:
        assert tx.db.execute(text("SELECT count(*) FROM persons")).scalar_one() == 2
        assert tx.db.execute(select(func.count()).select_from(ProfileRow)).scalar_one() == 0


def test_fifty_threads_that_merge_the_same_two_people_end_with_one(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        found = known_people(tx, [Claim(key("a"), ""), Claim(key("b"), "")], "pos")
        older, younger = sorted(person_id for person_id in found.person_ids if person_id)
    start = threading.Barrier(50, timeout=SECONDS_MAX)

    def merge(turn: int) -> bool:
        start.wait()
        with begin(SYSTEM) as tx:
            if turn % 2:  # half of them by what was seen, half by hand
                return bool(known_people(tx, [Claim(key("b a"), "")], "pos").moves)
            try:
                carry_out(tx, identity.merge(tx, person_ids=(younger, older), why="the same"))
            except MergeImpossible:
                return False
            return True

    with ThreadPoolExecutor(50) as pool:
        merged = list(pool.map(merge, range(50)))
    assert merged.count(True) == 1
    assert holders(begin) == {"a": older, "b": older}
    with begin(SYSTEM) as tx:
        assert [change.kind for change in identity.changes(tx, person_id=older)] == ["merged"]
        assert identity.count(tx) == 1
