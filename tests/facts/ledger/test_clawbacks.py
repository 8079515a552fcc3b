"""Clawbacks: as much as the policy allows, and what is missing is a debt that blocks spending until it is paid."""

import pytest

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Policy
from tests.facts.ledger.book import Book, everything


@pytest.mark.parametrize(
    ("policy", "clawed", "left", "debt"),
    [("only_pending", 30, 20, 0), ("within_balance", 50, 0, 0), ("unlimited", 70, -20, 20)],
)
def test_a_policy_says_how_far_a_clawback_goes(book: Book, policy: Policy, clawed: int, left: int, debt: int) -> None:
    lin = book.person(keeps_lots=True)
    book.grant(lin, 20)
    book.grant(lin, 30, after=7)
    move = book.plan(lin, book.house(), 70)
    first = ledger.claw_back(book.tx, move=move, policy=policy)
    assert first.amount == clawed
    assert (book.of(lin).balance, book.of(lin).debt) == (left, debt)
    before = everything(book.tx)
    assert ledger.claw_back(book.tx, move=move, policy=policy) == first
    with pytest.raises(ledger.KeyReused):
        ledger.claw_back(book.tx, move=move, policy="within_balance" if policy != "within_balance" else "unlimited")
    assert everything(book.tx) == before


def test_a_clawback_that_finds_nothing_is_done_all_the_same(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    book.grant(lin, 20)
    move = book.plan(lin, book.house(), 70)
    assert ledger.claw_back(book.tx, move=move, policy="only_pending").amount == 0
    book.grant(lin, 30, after=7)
    assert ledger.claw_back(book.tx, move=move, policy="only_pending").amount == 0
    assert book.of(lin).balance == 50


def test_what_an_order_brought_is_taken_before_the_rest(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    book.grant(lin, 20, source="order 1")
    book.grant(lin, 30, source="order 2")
    book.grant(lin, 10, after=7, source="order 1")
    book.grant(lin, 10, after=7, source="order 2")
    assert book.claw_back(lin, 45, "within_balance", "order 2") == 45
    assert book.unspent(lin) == [20, 5, 0, 0]


def test_a_debt_blocks_spending_until_it_is_paid(book: Book) -> None:
    lin, plain, house = book.person(keeps_lots=True), book.person(), book.house()
    for who in (lin, plain):
        book.move(house, who, 20)
        assert book.claw_back(who, 100, "unlimited") == 100
        assert book.claw_back(who, 10, "unlimited") == 10
        assert (book.of(who).balance, book.of(who).debt) == (-90, 90)
        with pytest.raises(ledger.Insufficient):
            book.move(who, house, 1)
        with pytest.raises(ledger.Insufficient):
            book.hold(who, 1)
        book.move(house, who, 60)
        assert (book.of(who).balance, book.of(who).debt, book.of(who).spendable) == (-30, 30, 0)
        book.move(house, who, 50)
        assert (book.of(who).balance, book.of(who).debt, book.of(who).spendable) == (20, 0, 20)
        book.move(who, house, 20)
    assert book.claw_back(plain, 5, "within_balance") == book.claw_back(plain, 5, "only_pending") == 0
    with pytest.raises(ledger.WrongAccount):
        book.claw_back(book.house("points.redeemed"), 1, "unlimited")


def test_a_clawback_taken_back_forgives_its_debt_and_fills_its_lots(book: Book) -> None:
    lin, house = book.person(keeps_lots=True), book.house()
    book.grant(lin, 20, days=9)
    first = ledger.claw_back(book.tx, move=book.plan(lin, house, 50), policy="unlimited")
    second = ledger.claw_back(book.tx, move=book.plan(lin, house, 15), policy="unlimited")
    book.grant(lin, 10, days=5)
    assert (book.of(lin).balance, book.of(lin).debt) == (-35, 35)
    ledger.reverse(book.tx, key="r1", number=first.number, why="the refund was a mistake")
    # 20 of it was still owed; the lots that paid 30 get it back, and pay the second clawback's 15 at once
    assert (book.of(lin).balance, book.of(lin).debt, book.unspent(lin)) == (15, 0, [15, 0])
    ledger.reverse(book.tx, key="r2", number=second.number, why="the refund was a mistake")
    assert (book.of(lin).balance, sum(book.unspent(lin))) == (30, 30)


def test_even_what_expired_and_was_not_moved_yet_pays_before_a_debt_is_made(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    book.grant(lin, 20, days=1)
    book.pass_days(2)
    assert book.claw_back(lin, 50, "within_balance") == 0
    assert book.claw_back(lin, 50, "unlimited") == 50
    assert (book.of(lin).balance, book.of(lin).debt) == (-30, 30)
    assert ledger.expire_lots(book.tx) == 0
