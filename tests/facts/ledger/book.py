"""A ledger in few words, for tests: accounts by name, and moves between them with keys of their own."""

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import text

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Account, Balance, Hold, Lot, LotTerms, Move, Policy, Transfer
from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx

_NUMBERS = count(1)


class Book:
    """Verbs of the ledger in one transaction, with what a test does not care about filled in."""

    def __init__(self, tx: Tx, unit: str = "points") -> None:
        self.tx, self.unit = tx, unit

    def house(self, code: str = "points.issued", **terms: Any) -> Account:
        """An account of the house; without a limit unless told otherwise."""
        wanted: dict[str, Any] = {"may_overdraw": True, **terms}
        return ledger.open_account(self.tx, code=code, unit=self.unit, **wanted)

    def person(self, **terms: Any) -> Account:
        """An account of somebody new."""
        wanted: dict[str, Any] = {"code": "points", "person_id": self.tx.new_id(), **terms}
        return ledger.open_account(self.tx, unit=self.unit, **wanted)

    def plan(self, from_: Account, to: Account, amount: int, **told: Any) -> Move:
        usual = {"key": f"k{next(_NUMBERS)}", "unit": self.unit, "why": "test"}
        return Move(from_=from_.id, to=to.id, amount=amount, **{**usual, **told})

    def move(self, from_: Account, to: Account, amount: int, **told: Any) -> Transfer:
        item = self.plan(from_, to, amount, **told)
        return ledger.move(
            self.tx, key=item.key, from_=item.from_, to=item.to, amount=item.amount, unit=item.unit, why=item.why
        )

    def grant(self, to: Account, amount: int, **terms: Any) -> Lot:
        """A lot of so much; `days` and `after` say until when and from when it may be spent."""
        for word, name in (("days", "expires_at"), ("after", "active_from")):
            if word in terms:
                terms[name] = self.tx.now + timedelta(days=terms.pop(word))
        move = replace(self.plan(self.house(), to, amount), terms=LotTerms(**terms))
        transfer = ledger.grant(self.tx, move=move)
        return next(lot for lot in self.lots(to) if lot.number == transfer.number)

    def spend(self, from_: Account, amount: int, **told: Any) -> dict[UUID, int]:
        """What each lot paid."""
        spent = ledger.spend(self.tx, move=self.plan(from_, self.house("points.redeemed"), amount, **told))
        return {use.lot_id: use.amount for use in spent.uses}

    def hold(self, from_: Account, amount: int, *, days: float | None = None, **told: Any) -> Hold:
        until = None if days is None else self.tx.now + timedelta(days=days)
        move = self.plan(from_, self.house("points.redeemed"), amount, **told)
        return ledger.hold(self.tx, move=move, expires_at=until)

    def claw_back(self, from_: Account, amount: int, policy: Policy, source: str | None = None) -> int:
        """How much was taken back."""
        move = self.plan(from_, self.house(), amount)
        return ledger.claw_back(self.tx, move=move, policy=policy, source=source).amount

    def lots(self, account: Account) -> list[Lot]:
        """All lots of an account, the oldest first."""
        page = ledger.lots_of(self.tx, account_id=account.id, wanted=PageWanted(limit=200, sort="received_at"))
        return page.items

    def unspent(self, account: Account) -> list[int]:
        return [lot.unspent for lot in self.lots(account)]

    def of(self, account: Account) -> Balance:
        return ledger.balance(self.tx, account_id=account.id)

    def at(self, moment: datetime) -> None:
        """Go on at another moment."""
        self.tx.now = moment

    def pass_days(self, days: float) -> None:
        self.tx.now += timedelta(days=days)


def opened(begin: Begin) -> AbstractContextManager[Tx]:
    return begin(SYSTEM)


def seal_all(begin: Begin) -> int:
    """Mark, then seal what the mark allows; how many transfers."""
    with begin(SYSTEM) as tx:
        ledger.mark(tx)
    with begin(SYSTEM) as tx:
        return ledger.seal(tx)


_TABLES = (
    "accounts", "balances", "transfers", "reversed", "lots", "uses", "debts", "holds", "hold_uses", "folds", "blocks",
)  # fmt: skip
_ROWS = [f"SELECT '{name}', to_jsonb(t)::text FROM ledger_{name} t" for name in _TABLES]
_EVERYTHING = text(" UNION ALL ".join(_ROWS) + " ORDER BY 1, 2")


def everything(tx: Tx) -> list[tuple[str, str]]:
    """Every row of every table of the ledger, to see that nothing has changed at all."""
    return [(name, row) for name, row in tx.db.execute(_EVERYTHING)]
