"""Holds: what is reserved is nobody else's, and ends once: settled, released or expired."""

import pytest

from siyu.facts.ledger import service as ledger
from tests.facts.ledger.book import Book, everything


@pytest.fixture(params=[False, True], ids=["plain", "lots"])
def keeps_lots(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_hold_is_settled_in_parts_and_the_rest_released(book: Book, keeps_lots: bool) -> None:
    lin, shop = book.person(keeps_lots=keeps_lots), book.house("points.redeemed")
    book.move(book.house(), lin, 100)
    held = book.hold(lin, 60, key="order 1")
    assert book.hold(lin, 60, key="order 1") == held
    assert (book.of(lin).balance, book.of(lin).held, book.of(lin).spendable) == (100, 60, 40)
    with pytest.raises(ledger.Insufficient):
        book.move(lin, shop, 41)
    first = ledger.settle(book.tx, hold_id=held.id, key="s1", amount=25)
    assert (first.amount, first.kind, first.hold_id) == (25, "settlement", held.id)
    assert ledger.settle(book.tx, hold_id=held.id, key="s1", amount=25) == first
    assert (book.of(lin).balance, book.of(lin).held, book.of(shop).balance) == (75, 35, 25)
    ended = ledger.release(book.tx, hold_id=held.id)
    assert (ended.settled, ended.released, ended.rest, ended.ended_at) == (25, 35, 0, book.tx.now)
    assert ledger.release(book.tx, hold_id=held.id) == ended
    assert (book.of(lin).balance, book.of(lin).held, book.of(lin).spendable) == (75, 0, 75)


def test_what_a_hold_does_not_allow_changes_nothing(book: Book, keeps_lots: bool) -> None:
    lin, shop = book.person(keeps_lots=keeps_lots), book.house("points.redeemed")
    book.move(book.house(), lin, 100)
    held, whole, late = book.hold(lin, 50, key="h"), book.hold(lin, 10), book.hold(lin, 10, days=1)
    ledger.settle(book.tx, hold_id=whole.id, key="s")
    book.pass_days(1)
    before = everything(book.tx)
    with pytest.raises(ledger.BeyondRest):
        ledger.settle(book.tx, hold_id=held.id, key="s1", amount=51)
    with pytest.raises(ledger.KeyReused):
        book.hold(lin, 49, key="h")
    with pytest.raises(ledger.KeyReused):
        ledger.settle(book.tx, hold_id=whole.id, key="s", amount=9)
    with pytest.raises(ledger.HoldEnded):
        ledger.settle(book.tx, hold_id=whole.id, key="s2")
    with pytest.raises(ledger.HoldEnded):
        ledger.release(book.tx, hold_id=whole.id)
    with pytest.raises(ledger.HoldEnded):
        ledger.settle(book.tx, hold_id=late.id, key="s3")
    with pytest.raises(ledger.HoldMissing):
        ledger.release(book.tx, hold_id=lin.id)
    with pytest.raises(ledger.MoveInvalid):
        book.hold(lin, 1, days=0)
    with pytest.raises(ledger.WrongAccount):
        ledger.hold(book.tx, move=book.plan(shop, lin, 1))
    assert everything(book.tx) == before


def test_a_hold_expires_by_itself_and_lets_go(book: Book, keeps_lots: bool) -> None:
    lin = book.person(keeps_lots=keeps_lots)
    book.move(book.house(), lin, 100)
    book.hold(lin, 60, days=1)
    book.hold(lin, 5, days=2)
    book.pass_days(1)
    assert ledger.expire_holds(book.tx) == 1
    assert ledger.expire_holds(book.tx) == 0
    assert (book.of(lin).held, book.of(lin).spendable) == (5, 95)


def test_a_hold_reserves_the_lots_that_would_pay_and_outlives_them(book: Book) -> None:
    lin, shop = book.person(keeps_lots=True), book.house("points.redeemed")
    book.grant(lin, 50, days=3)
    book.grant(lin, 50, days=30)
    kept, given_up = book.hold(lin, 30), book.hold(lin, 40)
    assert [(lot.unspent, lot.held) for lot in book.lots(lin)] == [(0, 50), (30, 20)]
    book.pass_days(4)
    assert ledger.expire_lots(book.tx) == 0
    settled = ledger.settle(book.tx, hold_id=kept.id, key="s")
    ledger.release(book.tx, hold_id=given_up.id)
    assert [(lot.unspent, lot.held) for lot in book.lots(lin)] == [(0, 0), (50, 0), (20, 0)]
    assert (book.of(lin).balance, book.of(shop).balance) == (70, 30)
    ledger.reverse(book.tx, key="r", number=settled.number, why="returned")
    assert (book.of(lin).balance, sorted(book.unspent(lin))) == (100, [0, 20, 30, 50])


def test_what_is_released_pays_debts_first(book: Book, keeps_lots: bool) -> None:
    lin = book.person(keeps_lots=keeps_lots)
    book.move(book.house(), lin, 100)
    held = book.hold(lin, 60)
    assert book.claw_back(lin, 90, "unlimited") == 90
    assert (book.of(lin).balance, book.of(lin).held, book.of(lin).debt) == (10, 60, 50)
    ledger.settle(book.tx, hold_id=held.id, key="s", amount=5)
    ledger.release(book.tx, hold_id=held.id)
    assert (book.of(lin).balance, book.of(lin).held, book.of(lin).debt, book.of(lin).spendable) == (5, 0, 0, 5)
