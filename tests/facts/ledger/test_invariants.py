"""Any sequence of deeds: the ledger agrees with the same ledger in plain objects, and after each deed six things hold.

1. All balances of a unit come to zero. 2. No part is negative. 3. A balance is credits minus debits. 4. Nobody is below
zero beyond a declared debt. 5. What is held is what open holds hold. 6. An error has changed nothing at all.
"""

import os
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Account, Hold, Lot, LotTerms, Move, Policy, Spent, Transfer
from siyu.kernel.tx import SYSTEM, Tx
from tests.conftest import NOON
from tests.facts.ledger.book import Book, everything
from tests.facts.ledger.model import Deed, Holding, Model, No, Reserve

SEQUENCES = int(os.environ.get("LEDGER_SEQUENCES", "20"))
"""Of 25 deeds each; a release is tried with thousands."""
SIDES = st.permutations(["house", "budget", "lin", "ann", "bob"]).map(lambda names: (names[0], names[1]))
BATCHED = st.tuples(st.sampled_from(["house", "budget", "lin"]), st.sampled_from(["ann", "bob"])) | SIDES
CLAWED = st.tuples(st.sampled_from(["lin", "ann", "bob"]), st.just("house")) | SIDES
AMOUNTS = st.integers(1, 40)
POLICIES: st.SearchStrategy[Policy] = st.sampled_from(["unlimited", "only_pending", "within_balance", "unlimited"])
Pair = TypeVar("Pair")
SOURCES = st.sampled_from([None, "order 1", "order 2"])
CHOICES = st.integers(0, 10**6)
FIGURES = text("""
    SELECT a.id, b.balance,
        coalesce(b.held, 0) AS held, coalesce(b.debt, 0) AS debt,
        (SELECT coalesce(sum(amount), 0) FROM ledger_transfers WHERE to_id = a.id)
            - (SELECT coalesce(sum(amount), 0) FROM ledger_transfers WHERE from_id = a.id) AS moved,
        (SELECT coalesce(sum(amount - settled - released), 0) FROM ledger_holds WHERE account_id = a.id) AS holds,
        (SELECT coalesce(sum(unpaid), 0) FROM ledger_debts WHERE account_id = a.id) AS owed
    FROM ledger_accounts a LEFT JOIN ledger_balances b ON b.account_id = a.id
""")


LOTS = text("SELECT account_id, unspent, held FROM ledger_lots ORDER BY received_at, id")


class Deeds(RuleBasedStateMachine):
    engine: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.db = Session(self.engine, expire_on_commit=False)
        self.tx = Tx(self.db, NOON, SYSTEM)
        book = Book(self.tx)
        self.accounts: dict[str, Account] = {
            "house": book.house(),
            "budget": book.house("points.budget", may_overdraw=False),
            "lin": book.person(),
            "ann": book.person(keeps_lots=True),
            "bob": book.person(keeps_lots=True),
        }
        self.names = {account.id: name for name, account in self.accounts.items()}
        self.book = book
        self.keys = count()
        book.house(ledger.EXPIRED)
        natures = {"house": "open", "budget": "plain", "lin": "plain", "ann": "lots", "bob": "lots"}
        self.holdings = {name: Holding(nature) for name, nature in natures.items()}  # type: ignore[arg-type]
        self.model = Model(NOON)
        self.done: list[tuple[Transfer, Deed]] = []
        self.holds: list[tuple[Hold, Reserve]] = []
        self.asked: list[tuple[Callable[[], Any], Any]] = []
        for taker, amount in (("budget", 90), ("lin", 60), ("ann", 50), ("ann", 40), ("bob", 60)):
            self.spends(("house", taker), amount)

    def teardown(self) -> None:
        self.db.rollback()
        self.db.close()

    def agree(self, real: Callable[[], Any], expected: Callable[[], Any]) -> tuple[Any, Any] | None:
        """Both do it, or both refuse for the same reason and nothing has changed."""
        try:
            wanted = expected()
        except No as no:
            before = everything(self.tx)
            with pytest.raises(getattr(ledger, str(no))):
                real()
            assert everything(self.tx) == before
            return None
        got = real()
        self.asked.append((real, got))
        return got, wanted

    def transfer(self, real: Callable[[], Any], expected: Callable[[], Deed]) -> None:
        if both := self.agree(real, expected):
            transfer = both[0].transfer if isinstance(both[0], Spent) else both[0]
            assert transfer.amount == both[1].amount
            self.done.append((transfer, both[1]))

    def plan(self, giver: str, taker: str, amount: int, terms: LotTerms | None = None) -> Move:
        return self.book.plan(self.accounts[giver], self.accounts[taker], amount, terms=terms)

    def sides(self, giver: str, taker: str) -> tuple[Holding, Holding]:
        return self.holdings[giver], self.holdings[taker]

    @rule(sides=SIDES, amount=AMOUNTS)
    def spends(self, sides: tuple[str, str], amount: int) -> None:
        real = partial(ledger.spend, self.tx, move=self.plan(*sides, amount))
        self.transfer(real, partial(self.model.move, "spend", *self.sides(*sides), amount))

    @rule(
        taker=st.sampled_from(["ann", "bob", "ann", "bob", "lin"]),
        amount=AMOUNTS,
        after=st.integers(-2, 9),
        days=st.none() | st.integers(10, 20),
        priority=st.integers(1, 2),
        kind=st.sampled_from(["granted", "purchased"]),
        source=SOURCES,
    )
    def is_granted(self, taker: str, amount: int, after: int, days: int | None, **told: Any) -> None:
        ends = None if days is None else self.tx.now + timedelta(days=days)
        terms = LotTerms(active_from=self.tx.now + timedelta(days=after), expires_at=ends, **told)
        real = partial(ledger.grant, self.tx, move=self.plan("house", taker, amount, terms))
        self.transfer(real, partial(self.model.move, "grant", *self.sides("house", taker), amount, terms))

    @rule(parts=st.lists(st.tuples(BATCHED, AMOUNTS), max_size=4))
    def moves_at_once(self, parts: list[tuple[tuple[str, str], int]]) -> None:
        moves = [self.plan(*sides, amount) for sides, amount in parts]
        both = self.agree(partial(ledger.move_many, self.tx, moves=moves), partial(self._at_once, parts))
        self.done += zip(*both, strict=True) if both else []

    def _at_once(self, parts: list[tuple[tuple[str, str], int]]) -> list[Deed]:
        if any(self.holdings[giver].nature == "lots" for (giver, _), _ in parts):
            raise No("WrongAccount")
        for name, holding in self.holdings.items():
            leaving = sum(amount for (giver, _), amount in parts if giver == name)
            if holding.nature == "plain" and leaving > max(holding.free, 0):
                raise No("Insufficient")
        return [self.model.move("move", *self.sides(*sides), amount) for sides, amount in parts]

    @rule(sides=SIDES, amount=AMOUNTS, days=st.none() | st.integers(1, 9))
    def reserves(self, sides: tuple[str, str], amount: int, days: int | None) -> None:
        until = None if days is None else self.tx.now + timedelta(days=days)
        real = partial(ledger.hold, self.tx, move=self.plan(*sides, amount), expires_at=until)
        if both := self.agree(real, partial(self.model.hold, *self.sides(*sides), amount, until)):
            self.holds.append(both)

    @precondition(lambda self: self.holds)
    @rule(which=CHOICES, amount=AMOUNTS)
    def settles(self, which: int, amount: int) -> None:
        hold, reserve = recent(self.holds, which)
        real = partial(ledger.settle, self.tx, hold_id=hold.id, key=self.key(), amount=amount)
        self.transfer(real, partial(self.model.settle, reserve, amount))

    @precondition(lambda self: self.holds)
    @rule(which=CHOICES)
    def releases(self, which: int) -> None:
        hold, reserve = recent(self.holds, which)
        self.agree(partial(ledger.release, self.tx, hold_id=hold.id), partial(self.model.release, reserve))

    @precondition(lambda self: self.done)
    @rule(which=CHOICES, amount=st.none() | AMOUNTS)
    def reverses(self, which: int, amount: int | None) -> None:
        transfer, deed = recent(self.done, which)
        real = partial(ledger.reverse, self.tx, key=self.key(), number=transfer.number, why="back", amount=amount)
        self.transfer(real, partial(self.model.reverse, deed, amount))

    @rule(sides=CLAWED, amount=AMOUNTS, policy=POLICIES, source=SOURCES)
    def claws_back(self, sides: tuple[str, str], amount: int, policy: Policy, source: str | None) -> None:
        real = partial(ledger.claw_back, self.tx, move=self.plan(*sides, amount), policy=policy, source=source)
        self.transfer(real, partial(self.model.claw_back, *self.sides(*sides), amount, policy, source))

    @rule(owner=st.sampled_from(["ann", "bob"]), which=CHOICES)
    def voids(self, owner: str, which: int) -> None:
        pieces = self.holdings[owner].pieces
        if pieces:
            lot = self.book.lots(self.accounts[owner])[which % len(pieces)]
            real = partial(ledger.void, self.tx, lot_id=lot.id, to=self.accounts["house"].id, why="void")
            piece = pieces[which % len(pieces)]
            self.agree(real, partial(self.model.void, self.holdings[owner], piece, self.holdings["house"]))

    @rule(days=st.integers(1, 5))
    def passes(self, days: int) -> None:
        """Time goes by, and the clock calls."""
        self.book.pass_days(days)
        self.model.now = self.tx.now
        due = [(hold, reserve) for hold, reserve in self.holds if reserve.is_due(self.tx.now)]
        for _, reserve in due:
            self.model.release(reserve)
        assert ledger.expire_holds(self.tx) == len(due)
        assert ledger.expire_lots(self.tx) == self.model.expire(list(self.holdings.values()))

    @precondition(lambda self: self.asked)
    @rule(which=CHOICES)
    def asks_again(self, which: int) -> None:
        """A retry gets the first answer, whatever has happened since, and changes nothing."""
        real, first = self.asked[which % len(self.asked)]
        before = everything(self.tx)
        again = real()
        assert again == first or isinstance(first, Hold | Lot)
        assert everything(self.tx) == before

    def key(self) -> str:
        return f"own {next(self.keys)}"

    @invariant()
    def holds_true(self) -> None:
        lines = {line.code: line.balance for trial in ledger.trial_balance(self.tx) for line in trial.lines}
        assert sum(lines.values()) == 0
        assert lines["points.issued"] == self.holdings["house"].balance
        assert lines[ledger.EXPIRED] == self.model.expired.balance
        lots: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
        for account_id, unspent, kept in self.db.execute(LOTS):
            lots[account_id].append((unspent, kept))
        for row in self.db.execute(FIGURES):
            assert row.balance in (row.moved, None)
            assert row.held == row.holds
            assert min(row.held, row.debt, row.owed, *(part for lot in lots[row.id] for part in lot)) >= 0
            if row.id in self.names:
                self._agrees(row, self.holdings[self.names[row.id]], lots[row.id])

    def _agrees(self, row: Any, holding: Holding, lots: list[tuple[int, int]]) -> None:
        assert (row.moved, row.held, row.debt) == (holding.balance, holding.held, holding.debt)
        assert lots == [(piece.unspent, piece.held) for piece in holding.pieces]
        if holding.nature != "open":
            assert row.debt == max(row.held - row.balance, 0)
        if holding.nature == "lots":
            unspent, kept = (sum(parts) for parts in zip(*lots, strict=True)) if lots else (0, 0)
            assert (unspent + kept, kept, row.owed) == (row.balance + row.debt, row.held, row.debt)


def recent(done: list[Pair], which: int) -> Pair:
    """One of the last few: what was just done is what is undone."""
    return done[-1 - which % min(len(done), 4)]


def test_whatever_happens_the_books_are_right(migrated: Engine) -> None:
    machine = type("Machine", (Deeds,), {"engine": migrated})
    size = settings(
        max_examples=SEQUENCES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=size)
