"""Many threads at one account: nobody gets more than there is, nobody waits for ever, and every key counts once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Account, LotTerms, Move
from siyu.kernel.errors import SiyuError
from siyu.kernel.tx import SYSTEM, Begin, Tx
from tests.facts.ledger.book import Book

THREADS = 8


def at_once(begin: Begin, deeds: list[Callable[[Tx], Any]]) -> list[str]:
    """Each deed in a transaction of its own, all starting together; `ok`, or the code of the refusal."""
    start = threading.Barrier(min(THREADS, len(deeds)), timeout=30)

    def act(turn: int) -> list[str]:
        start.wait()
        return [attempt(deed) for deed in deeds[turn::THREADS]]

    def attempt(deed: Callable[[Tx], Any]) -> str:
        try:
            with begin(SYSTEM) as tx:
                deed(tx)
        except SiyuError as error:
            return error.code
        return "ok"

    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(code for codes in pool.map(act, range(min(THREADS, len(deeds)))) for code in codes)


@pytest.fixture
def shop(begin: Begin) -> dict[str, Account]:
    """A house, a budget of 20, two people with 20 each, one of them in lots of 7."""
    with begin(SYSTEM) as tx:
        book = Book(tx)
        accounts = {
            "house": book.house(),
            "budget": book.house("points.budget", may_overdraw=False),
            "lin": book.person(),
            "ann": book.person(keeps_lots=True),
        }
        for name in ("budget", "lin"):
            book.move(accounts["house"], accounts[name], 20)
        for amount in (7, 7, 6):
            book.grant(accounts["ann"], amount)
    return accounts


def spending(from_: Account, to: Account, key: str) -> Callable[[Tx], Any]:
    move = Move(key, from_.id, to.id, 1, "points", "race")
    return lambda tx: ledger.spend(tx, move=move)


def holding(from_: Account, to: Account, key: str) -> Callable[[Tx], Any]:
    move = Move(key, from_.id, to.id, 1, "points", "race")
    return lambda tx: ledger.settle(tx, hold_id=ledger.hold(tx, move=move).id, key=key)


def reversing(number: int, key: str) -> Callable[[Tx], Any]:
    return lambda tx: ledger.reverse(tx, key=key, number=number, why="back")


def settling(hold_id: UUID, key: str) -> Callable[[Tx], Any]:
    return lambda tx: ledger.settle(tx, hold_id=hold_id, key=key)


@pytest.mark.parametrize("name", ["budget", "ann"])
def test_of_many_who_want_the_last_ones_only_so_many_get_them(
    begin: Begin, shop: dict[str, Account], name: str
) -> None:
    ways = (spending, holding)
    deeds = [ways[number % 2](shop[name], shop["house"], f"race {number}") for number in range(32)]
    assert at_once(begin, deeds) == ["ledger_insufficient"] * 12 + ["ok"] * 20
    with begin(SYSTEM) as tx:
        assert ledger.balance(tx, account_id=shop[name].id).balance == 0
        assert all(trial.difference == 0 for trial in ledger.trial_balance(tx))


@pytest.mark.parametrize("names", [("lin", "house"), ("ann", "house"), ("house", "lin"), ("house", "till")])
def test_one_key_sent_many_times_at_once_counts_once(
    begin: Begin, shop: dict[str, Account], names: tuple[str, str]
) -> None:
    with begin(SYSTEM) as tx:
        shop["till"] = Book(tx).house("points.till")
        before = ledger.balance(tx, account_id=shop[names[1]].id).balance
    same = spending(shop[names[0]], shop[names[1]], "one")
    assert at_once(begin, [same] * 16) == ["ok"] * 16
    with begin(SYSTEM) as tx:
        assert ledger.balance(tx, account_id=shop[names[1]].id).balance == before + 1


def test_one_batch_sent_many_times_at_once_counts_once(begin: Begin, shop: dict[str, Account]) -> None:
    with begin(SYSTEM) as tx:
        till = Book(tx).house("points.till")
    plans = [Move(f"batch {number}", shop["house"].id, till.id, 1, "points", "race") for number in range(5)]
    assert at_once(begin, [lambda tx: ledger.move_many(tx, moves=plans)] * 8) == ["ok"] * 8
    with begin(SYSTEM) as tx:
        assert ledger.balance(tx, account_id=till.id).balance == 5


def test_one_key_for_two_things_at_once_is_kept_by_the_first(begin: Begin, shop: dict[str, Account]) -> None:
    deeds = [spending(shop[name], shop["house"], "one") for name in ("budget", "lin", "budget", "lin")]
    codes = at_once(begin, deeds)
    assert codes == ["ledger_key_reused", "ledger_key_reused", "ok", "ok"]
    with begin(SYSTEM) as tx:
        left = ledger.balances(tx, account_ids=[shop["budget"].id, shop["lin"].id])
        assert sorted(item.balance for item in left.values()) == [19, 20]


def test_people_who_pay_each_other_do_not_wait_for_each_other_for_ever(begin: Begin, shop: dict[str, Account]) -> None:
    pairs = [("lin", "budget"), ("budget", "lin"), ("lin", "ann"), ("ann", "lin"), ("budget", "ann")]
    deeds = [spending(shop[a], shop[b], f"{a}{b}{number}") for number in range(8) for a, b in pairs]
    deeds += [_batch(shop, f"b{number}") for number in range(8)]
    assert set(at_once(begin, deeds)) <= {"ok", "ledger_insufficient"}
    with begin(SYSTEM) as tx:
        found = ledger.balances(tx, account_ids=[shop[name].id for name in ("lin", "budget", "ann")])
        assert sum(item.balance for item in found.values()) == 60 + 8 * 2
        assert min(item.balance for item in found.values()) >= 0


def _batch(shop: dict[str, Account], key: str) -> Callable[[Tx], Any]:
    plans = [
        Move(f"{key}a", shop["house"].id, shop["lin"].id, 1, "points", "race"),
        Move(f"{key}b", shop["budget"].id, shop["lin"].id, 1, "points", "race"),
        Move(f"{key}c", shop["house"].id, shop["ann"].id, 1, "points", "race", LotTerms()),
    ]
    return lambda tx: ledger.move_many(tx, moves=plans)


def test_a_reversal_a_hold_and_an_expiry_happen_once_whoever_comes_first(
    begin: Begin, shop: dict[str, Account]
) -> None:
    with begin(SYSTEM) as tx:
        book = Book(tx)
        moved = book.move(shop["lin"], shop["house"], 10)
        held = book.hold(shop["lin"], 10)
    reversals = [reversing(moved.number, f"r{number}") for number in range(4)]
    ends = [settling(held.id, f"s{number}") for number in range(2)]
    ends += [lambda tx: ledger.release(tx, hold_id=held.id)] * 2
    codes = at_once(begin, [*reversals, *ends])
    assert codes.count("ledger_move_invalid") == 3  # nothing is left of it to be reversed
    with begin(SYSTEM) as tx:
        lin = ledger.balance(tx, account_id=shop["lin"].id)
        assert (lin.balance, lin.held) in ((20, 0), (10, 0))
