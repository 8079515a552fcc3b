"""Moves: two sides, once by their key, never below zero, one by one or a whole batch."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import AMOUNT_MAX, LotTerms, Unit
from siyu.kernel.errors import SiyuError
from siyu.kernel.tx import Tx
from tests.facts.ledger.book import Book, everything

NOBODY = UUID(int=1)


def test_a_move_takes_from_one_side_what_it_gives_the_other(book: Book) -> None:
    house, lin, wei = book.house(), book.person(), book.person()
    first = book.move(house, lin, 100, why="order 1")
    second = book.move(lin, wei, 30)
    assert (book.of(house).balance, book.of(lin).balance, book.of(wei).balance) == (-100, 70, 30)
    assert (first.from_balance, first.to_balance) == (None, 100)
    assert (second.from_balance, second.to_balance, second.number > first.number) == (70, 30, True)
    assert ledger.transfer(book.tx, number=first.number) == first


def test_the_same_key_moves_once(book: Book) -> None:
    house, lin = book.house(), book.person()
    first = book.move(house, lin, 100, key="order 1")
    before = everything(book.tx)
    assert book.move(house, lin, 100, key="order 1") == first
    [again] = ledger.move_many(book.tx, moves=[book.plan(house, lin, 100, key="order 1")])
    assert again == first
    assert everything(book.tx) == before


def test_what_spent_everything_is_answered_again_all_the_same(book: Book) -> None:
    lin, wei, shop = book.person(keeps_lots=True), book.person(), book.house("points.redeemed")
    book.grant(lin, 100)
    book.move(book.house(), wei, 100)
    assert book.move(wei, shop, 100, key="w") == book.move(wei, shop, 100, key="w")
    assert book.spend(lin, 100, key="l") == book.spend(lin, 100, key="l")
    held = book.person()
    book.move(book.house(), held, 5)
    assert book.hold(held, 5, key="h") == book.hold(held, 5, key="h")


OTHER: list[dict[str, Any]] = [{"amount": 101}, {"why": "another"}, {"from_": "points.spare"}, {"to": NOBODY}]


@pytest.mark.parametrize("other", OTHER, ids=lambda other: next(iter(other)))
def test_a_key_that_comes_with_something_else_is_refused(book: Book, other: dict[str, Any]) -> None:
    house, spare, lin = book.house(), book.house("points.spare"), book.person()
    plan = book.plan(house, lin, 100)
    ledger.move_many(book.tx, moves=[plan])
    before = everything(book.tx)
    changed = replace(plan, **{**other, **({"from_": spare.id} if "from_" in other else {})})
    for batch in ([changed], [plan, changed]):
        with pytest.raises(ledger.KeyReused):
            ledger.move_many(book.tx, moves=batch)
    with pytest.raises(ledger.KeyReused):
        ledger.spend(book.tx, move=plan)
    assert everything(book.tx) == before


def refused(book: Book, error: type[SiyuError], **told: Any) -> None:
    """One by one and in a batch, and nothing has changed."""
    house, lin, wei = book.house(), book.person(), book.person()
    book.move(house, lin, 100)
    before = everything(book.tx)
    good, bad = book.plan(house, wei, 1), replace(book.plan(lin, wei, 10), **told)
    with pytest.raises(error):
        ledger.spend(book.tx, move=bad)
    with pytest.raises(error):
        ledger.move_many(book.tx, moves=[good, bad])
    with pytest.raises(error):
        ledger.hold(book.tx, move=bad)
    assert everything(book.tx) == before


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"amount": 101}, ledger.Insufficient),
        ({"amount": 0}, ledger.MoveInvalid),
        ({"amount": -1}, ledger.MoveInvalid),
        ({"amount": AMOUNT_MAX + 1}, ledger.MoveInvalid),
        ({"unit": "fen"}, ledger.UnitDiffers),
        ({"from_": NOBODY}, ledger.AccountMissing),
        ({"to": NOBODY}, ledger.AccountMissing),
        ({"key": ""}, ledger.MoveInvalid),
        ({"key": "x" * 201}, ledger.MoveInvalid),
        ({"why": ""}, ledger.MoveInvalid),
    ],
)
def test_what_cannot_be_moved_changes_nothing(book: Book, told: dict[str, Any], error: type[SiyuError]) -> None:
    refused(book, error, **told)


def test_nobody_moves_to_himself(book: Book) -> None:
    lin = book.person()
    with pytest.raises(ledger.MoveInvalid):
        book.move(lin, lin, 1)


def test_a_batch_is_written_in_its_order_and_all_or_nothing(book: Book) -> None:
    house, lin, wei = book.house(), book.person(), book.person()
    book.move(house, lin, 50)
    plans = [book.plan(lin, wei, 20), book.plan(house, lin, 7), book.plan(lin, wei, 30), book.plan(wei, house, 1)]
    with pytest.raises(ledger.Insufficient):  # what the batch brings wei cannot leave him in the same batch
        ledger.move_many(book.tx, moves=plans)
    assert (book.of(lin).balance, book.of(wei).balance) == (50, 0)
    done = ledger.move_many(book.tx, moves=plans[:3])
    assert [(one.from_balance, one.to_balance) for one in done] == [(30, 20), (None, 37), (7, 50)]
    assert [one.number for one in done] == sorted(one.number for one in done)
    assert (book.of(house).balance, book.of(lin).balance, book.of(wei).balance) == (-57, 7, 50)
    assert ledger.move_many(book.tx, moves=[*plans[:3], plans[0]]) == [*done, done[0]]
    assert ledger.move_many(book.tx, moves=[]) == []


def test_a_batch_grants_and_lets_debts_be_paid(book: Book) -> None:
    lin, wei, plain = book.person(keeps_lots=True), book.person(keeps_lots=True), book.person()
    book.claw_back(wei, 80, "unlimited")
    house, terms = book.house(), LotTerms(priority=7)
    plans = [book.plan(house, who, 100, terms=terms) for who in (lin, wei)] + [book.plan(house, plain, 5)]
    ledger.move_many(book.tx, moves=plans)
    assert [(lot.unspent, lot.priority) for who in (lin, wei) for lot in book.lots(who)] == [(100, 7), (20, 7)]
    assert (book.of(wei).balance, book.of(wei).debt) == (20, 0)
    with pytest.raises(ledger.WrongAccount):
        ledger.move_many(book.tx, moves=[book.plan(lin, house, 1)])
    with pytest.raises(ledger.WrongAccount):
        ledger.move_many(book.tx, moves=[book.plan(house, plain, 1, terms=terms)])
    with pytest.raises(ledger.WrongAccount):
        ledger.grant(book.tx, move=book.plan(house, plain, 1, terms=terms))


def test_an_account_is_opened_once_and_keeps_its_terms(book: Book) -> None:
    lin = book.person()
    same: dict[str, Any] = {"code": "points", "unit": "points", "person_id": lin.person_id}
    assert ledger.open_account(book.tx, **same) == lin
    assert (lin.owner, book.house().owner) == ("person", "house")
    with pytest.raises(ledger.AccountDiffers):
        ledger.open_account(book.tx, **same, keeps_lots=True)
    with pytest.raises(ledger.WrongAccount):
        ledger.open_account(book.tx, code="both", unit="points", may_overdraw=True, keeps_lots=True)
    with pytest.raises(ledger.UnitUnknown):
        ledger.open_account(book.tx, code="points", unit="smiles")
    with pytest.raises(ledger.MoveInvalid):
        ledger.open_account(book.tx, code="", unit="points")
    with pytest.raises(ledger.AccountMissing):
        ledger.balance(book.tx, account_id=NOBODY)


def test_a_brand_declares_units_of_its_own(book: Book) -> None:
    with pytest.raises(ledger.UnitInvalid):
        ledger.declare_unit(book.tx, unit=Unit("Smiles!", "笑", "smiles"))
    ledger.declare_unit(book.tx, unit=Unit("smiles", "笑", "smiles"))
    ledger.declare_unit(book.tx, unit=Unit("smiles", "微笑", "smiles"))
    assert ledger.units(book.tx)["smiles"].zh == "微笑"
    assert {"fen", "points", "growth", "tickets"} <= set(ledger.units(book.tx))
    own = Book(book.tx, "smiles")
    assert own.move(own.house(), own.person(), 3).unit == "smiles"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_balances SET balance = balance - 101",
        "UPDATE ledger_balances SET held = held + 101",
        "UPDATE ledger_balances SET held = -1",
        "UPDATE ledger_balances SET debt = 1",
    ],
)
def test_the_database_itself_refuses_a_balance_below_zero(book: Book, statement: str) -> None:
    book.move(book.house(), book.person(), 100)
    with pytest.raises(IntegrityError, match="ck_ledger_balances"):
        book.tx.db.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_transfers SET amount = 1", "DELETE FROM ledger_transfers", "TRUNCATE ledger_transfers CASCADE"],
)
def test_what_is_written_stays_written(tx: Tx, book: Book, statement: str) -> None:
    book.move(book.house(), book.person(), 100)
    with pytest.raises(DBAPIError, match="written once"):
        tx.db.execute(text(statement))
