"""Lots: in which order they pay, what comes back to them, and what nobody spends in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.facts.ledger import lots as order
from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Lot, LotTerms, Use
from tests.facts.ledger.book import Book, everything

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENTS = st.integers(-5, 5).map(lambda days: NOW + timedelta(days=days))
FEW = settings(max_examples=60, deadline=None)
LOTS = st.lists(
    st.builds(
        Lot,
        id=st.uuids(),
        account_id=st.just(UUID(int=1)),
        number=st.integers(1, 5),
        amount=st.just(100),
        unspent=st.integers(0, 60),
        held=st.integers(0, 40),
        kind=st.sampled_from(["granted", "purchased"]),
        priority=st.integers(1, 3),
        active_from=MOMENTS,
        expires_at=st.none() | MOMENTS,
        source=st.sampled_from([None, "order 1", "order 2"]),
        received_at=MOMENTS,
        voided_at=st.none() | st.just(NOW),
    ),
    max_size=8,
    unique_by=lambda lot: lot.id,
)


@FEW
@given(LOTS)
def test_lots_pay_by_priority_then_expiry_then_kind_then_age(lots: list[Lot]) -> None:
    paying = order.spendable(lots, NOW)
    for lot in paying:
        assert lot.unspent
        assert lot.voided_at is None
        assert lot.active_from <= NOW
        assert lot.expires_at is None or lot.expires_at > NOW
    assert len(paying) == sum(lot.unspent > 0 and lot.state(NOW) == "active" for lot in lots)
    for first, second in pairwise(paying):
        if first.priority != second.priority:
            assert first.priority < second.priority
        elif first.expires_at != second.expires_at:
            assert first.expires_at is not None
            assert second.expires_at is None or first.expires_at < second.expires_at
        elif first.kind != second.kind:
            assert (first.kind, second.kind) == ("granted", "purchased")
        else:
            assert first.received_at <= second.received_at


@FEW
@given(LOTS, st.integers(0, 300))
def test_each_lot_pays_to_its_end_before_the_next(lots: list[Lot], amount: int) -> None:
    paying = order.spendable(lots, NOW)
    uses = order.pick(paying, amount)
    assert order.total(uses) == min(amount, sum(lot.unspent for lot in paying))
    assert [use.lot_id for use in uses] == [lot.id for lot in paying[: len(uses)]]
    assert all(use.amount == lot.unspent for use, lot in list(zip(uses, paying, strict=False))[:-1])
    assert all(use.amount > 0 for use in uses)


@FEW
@given(LOTS, st.integers(0, 300))
def test_what_is_given_back_fills_the_last_that_paid_first(lots: list[Lot], amount: int) -> None:
    taken = [order.Taken(lot, lot.unspent) for lot in lots if lot.unspent]
    returned = order.give_back(taken, amount)
    assert order.total(returned) == min(amount, order.total(taken))
    assert [part.lot for part in returned] == [part.lot for part in reversed(taken)][: len(returned)]
    assert order.give_back(taken, order.total(taken)) == list(reversed(taken))


@FEW
@given(LOTS)
def test_a_clawback_takes_what_waits_before_what_is_there_and_its_own_source_first(lots: list[Lot]) -> None:
    everything_there = order.clawable(lots, NOW, "unlimited", "order 1")
    assert {lot.id for lot in everything_there} == {lot.id for lot in lots if lot.unspent}
    within = order.clawable(lots, NOW, "within_balance", "order 1")
    assert [lot.state(NOW) for lot in within] == sorted((lot.state(NOW) for lot in within), reverse=True)
    pending = order.clawable(lots, NOW, "only_pending", "order 1")
    assert within[: len(pending)] == pending
    own = [lot.source == "order 1" for lot in pending]
    assert own == sorted(own, reverse=True)


@FEW
@given(st.lists(st.integers(1, 9), max_size=5), st.lists(st.integers(1, 9), max_size=5))
def test_debts_are_paid_in_their_order_and_to_the_unit(amounts: list[int], owed: list[int]) -> None:
    total = min(sum(amounts), sum(owed))
    uses, rest = [], total
    for number, amount in enumerate(amounts):
        if min(amount, rest):
            uses.append(Use(UUID(int=number), min(amount, rest)))
        rest -= min(amount, rest)
    shares = order.shared_out(uses, list(enumerate(owed)))
    paid = [sum(use.amount for number, use in shares if number == debt) for debt in range(len(owed))]
    assert sum(paid) == total
    assert all(
        part == most for part, most in list(zip(paid, owed, strict=True))[: max(len({n for n, _ in shares}) - 1, 0)]
    )
    assert [sum(use.amount for _, use in shares if use.lot_id == one.lot_id) for one in uses] == [
        one.amount for one in uses
    ]


def test_the_earliest_expiry_pays_first_and_the_statement_says_which(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    late, never, soon = book.grant(lin, 50, days=30), book.grant(lin, 50), book.grant(lin, 50, days=3)
    first = book.grant(lin, 10, priority=1)
    assert book.spend(lin, 75) == {first.id: 10, soon.id: 50, late.id: 15}
    assert book.spend(lin, 85) == {late.id: 35, never.id: 50}
    assert (book.of(lin).balance, book.of(lin).spendable) == (0, 0)


def test_what_is_pending_counts_but_cannot_be_spent_yet(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    book.grant(lin, 40, after=7, days=30)
    book.grant(lin, 10)
    balance = book.of(lin)
    assert (balance.balance, balance.pending, balance.spendable) == (50, 40, 10)
    book.house("points.redeemed")
    before = everything(book.tx)
    with pytest.raises(ledger.Insufficient):
        book.spend(lin, 11)
    with pytest.raises(ledger.Insufficient):
        book.hold(lin, 11)
    assert everything(book.tx) == before
    book.pass_days(7)
    assert (book.of(lin).pending, book.of(lin).spendable) == (0, 50)


def test_only_what_is_unspent_expires_and_once(book: Book) -> None:
    lin, wei = book.person(keeps_lots=True), book.person(keeps_lots=True)
    book.grant(lin, 100, days=10)
    book.grant(lin, 50, days=40)
    book.grant(wei, 5, days=10)
    book.spend(lin, 80)
    book.pass_days(10)
    assert (book.of(lin).balance, book.of(lin).spendable) == (70, 50)
    assert ledger.expire_lots(book.tx) == 2
    assert ledger.expire_lots(book.tx) == 0
    assert (book.of(lin).balance, book.of(wei).balance, book.unspent(lin)) == (50, 0, [0, 50])
    assert book.of(book.house(ledger.EXPIRED)).balance == 25


def test_a_reversal_gives_back_to_the_lots_that_paid(book: Book) -> None:
    lin, shop = book.person(keeps_lots=True), book.house("points.redeemed")
    soon, late = book.grant(lin, 50, days=3), book.grant(lin, 50, days=30)
    spent = ledger.spend(book.tx, move=book.plan(lin, shop, 80)).transfer
    ledger.reverse(book.tx, key="r1", number=spent.number, why="returned", amount=40)
    assert book.unspent(lin) == [10, 50]
    again = ledger.reverse(book.tx, key="r2", number=spent.number, why="returned")
    assert (again.amount, again.kind, again.reverses) == (40, "reversal", spent.number)
    assert (book.unspent(lin), book.of(shop).balance) == ([50, 50], 0)
    assert {soon.id, late.id} == {lot.id for lot in book.lots(lin)}
    before = everything(book.tx)
    with pytest.raises(ledger.BeyondRest):
        ledger.reverse(book.tx, key="r3", number=spent.number, why="returned", amount=1)
    with pytest.raises(ledger.KeyReused):
        ledger.reverse(book.tx, key="r1", number=spent.number, why="returned", amount=39)
    with pytest.raises(ledger.NotReversible):
        ledger.reverse(book.tx, key="r4", number=again.number, why="returned")
    with pytest.raises(ledger.TransferMissing):
        ledger.reverse(book.tx, key="r5", number=10**9, why="returned")
    assert ledger.reverse(book.tx, key="r2", number=spent.number, why="returned") == again
    assert everything(book.tx) == before


def test_what_comes_back_to_an_expired_lot_gets_days_of_grace(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    book.grant(lin, 50, days=3)
    spent = ledger.spend(book.tx, move=book.plan(lin, book.house(), 40)).transfer
    book.pass_days(4)
    ledger.expire_lots(book.tx)
    ledger.reverse(book.tx, key="r", number=spent.number, why="returned")
    old, new = book.lots(lin)
    assert (old.unspent, new.unspent, new.expires_at) == (0, 40, book.tx.now + order.GRACE)
    book.pass_days(30)
    ledger.expire_lots(book.tx)
    assert (book.of(lin).balance, book.of(book.house(ledger.EXPIRED)).balance) == (0, 50)


def test_a_grant_is_reversed_from_its_own_lots_only(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    first, _ = book.grant(lin, 50, days=3), book.grant(lin, 50, days=30)
    book.spend(lin, 20)
    before = everything(book.tx)
    with pytest.raises(ledger.Insufficient):
        ledger.reverse(book.tx, key="r", number=first.number, why="returned")
    assert everything(book.tx) == before
    ledger.reverse(book.tx, key="r", number=first.number, why="returned", amount=30)
    assert book.unspent(lin) == [0, 50]


def test_lots_given_to_somebody_else_keep_their_terms(book: Book) -> None:
    lin, wei = book.person(keeps_lots=True), book.person(keeps_lots=True)
    book.grant(lin, 50, days=3, source="order 1")
    book.grant(lin, 50, days=30, kind="purchased")
    book.move(lin, wei, 70)
    assert [(lot.amount, lot.kind, lot.source) for lot in book.lots(wei)] == [
        (50, "granted", "order 1"),
        (20, "purchased", None),
    ]
    book.pass_days(3)
    assert book.of(wei).spendable == 20


def test_a_voided_lot_pays_no_more_and_what_it_paid_stays_paid(book: Book) -> None:
    lin, house = book.person(keeps_lots=True), book.house()
    lot = book.grant(lin, 100)
    spent = ledger.spend(book.tx, move=book.plan(lin, house, 30)).transfer
    voided = ledger.void(book.tx, lot_id=lot.id, to=house.id, why="granted twice")
    assert (voided.unspent, voided.state(book.tx.now), book.of(lin).balance) == (0, "voided", 0)
    assert ledger.void(book.tx, lot_id=lot.id, to=house.id, why="granted twice") == voided
    ledger.reverse(book.tx, key="r", number=spent.number, why="returned")
    assert (book.of(lin).balance, book.of(lin).spendable) == (30, 0)
    ledger.expire_lots(book.tx)
    assert book.of(lin).balance == 0
    with pytest.raises(ledger.LotMissing):
        ledger.void(book.tx, lot_id=house.id, to=house.id, why="granted twice")


def test_terms_must_make_sense(book: Book) -> None:
    lin = book.person(keeps_lots=True)
    for terms in ({"days": -1}, {"after": 5, "days": 5}, {"source": "x" * 201}):
        with pytest.raises(ledger.MoveInvalid):
            book.grant(lin, 1, **terms)


def test_a_retry_after_the_terms_have_run_out_gets_the_first_answer(book: Book) -> None:
    lin, ends = book.person(keeps_lots=True), book.tx.now + timedelta(days=1)
    move = replace(book.plan(book.house(), lin, 5), terms=LotTerms(expires_at=ends))
    first, held = ledger.grant(book.tx, move=move), book.hold(lin, 5, days=1, key="h")
    book.pass_days(2)
    assert ledger.grant(book.tx, move=move) == first
    with pytest.raises(ledger.KeyReused):  # one at a time or in a batch, a grant is a grant
        ledger.spend(book.tx, move=move)
    assert ledger.move_many(book.tx, moves=[move]) == [first]
    assert ledger.hold(book.tx, move=book.plan(lin, book.house("points.redeemed"), 5, key="h"), expires_at=ends) == held
