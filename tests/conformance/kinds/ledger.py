"""Lots, spending, clawback and expiry, told in few words and done by the ledger's own verbs."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import LotTerms, Move, Transfer
from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Tx
from tests.conformance.cases import Case, NotSupported, expect
from tests.conformance.stores import BEGINNING, Stores

LATER = timedelta(days=7)
"""How far ahead what is pending becomes active."""


def run(case: Case, stores: Stores) -> None:
    told = case["input"]
    shapes = {"lots": _lots, "events": _events, "clawback": _clawback}
    word = next((word for word in shapes if word in told), None)
    if word is None:
        raise NotSupported(f"says {', '.join(told)}")
    book = _Book(stores)
    shapes[word](told, book)
    found = book.figures()
    _known(case["expect"], *found)
    expect(case, **found)


def _lots(told: dict[str, Any], book: "_Book") -> None:
    """Lots that arrive, end and are spent in the order of their moments."""
    _known(told, "lots", "spend", "spends", "at_day")
    deeds: list[tuple[timedelta, Callable[[], object]]] = []
    for place, lot in enumerate(told["lots"]):
        _known(lot, "id", "amount", "kind", "priority", "created", "active_from_day", "voided_at_min")
        deeds.append((timedelta(seconds=lot.get("created", place)), partial(book.grant, lot)))
        if "voided_at_min" in lot:
            deeds.append((timedelta(minutes=lot["voided_at_min"]), partial(book.void, lot["id"])))
    once = {"amount": told.get("spend"), "at_min": told.get("at_day", 1) * 24 * 60}
    for spend in told.get("spends", [once]):
        _known(spend, "at_min", "amount")
        deeds.append((timedelta(minutes=spend["at_min"]), partial(book.spend, spend["amount"])))
    for moment, deed in sorted(deeds, key=lambda item: item[0]):
        book.goes_on_to(moment)
        deed()


def _events(told: dict[str, Any], book: "_Book") -> None:
    """Deeds in a row, and what the clock did until `at_day`."""
    _known(told, "events", "at_day")
    for name, amount, *when in told["events"]:
        terms = when[0] if when else {}
        _known(terms, "day", "expires_day")
        book.goes_on_to(timedelta(days=terms.get("day", 0)))
        match name:
            case "earn" | "earn_order":
                book.grant({**terms, "amount": amount})
            case "spend" | "redeem":
                book.spend(amount)
            case "cancel_earn":
                book.take_back("grant", amount)
            case "refund_redeem":
                book.take_back("spend", amount)
            case _:
                raise NotSupported(f"says {name}")
    book.goes_on_to(timedelta(days=told.get("at_day", 0)))
    book.expire()


def _clawback(told: dict[str, Any], book: "_Book") -> None:
    _known(told, "active", "pending", "clawback", "policy")
    if told["active"]:
        book.grant({"amount": told["active"]})
    if told["pending"]:
        book.grant({"amount": told["pending"], "active_from_day": LATER.days})
    book.claw_back(told["clawback"], told["policy"])


def _known(told: Mapping[str, Any], *names: str) -> None:
    """What is not understood is said: a case could pass for the wrong reason."""
    if unknown := sorted(told.keys() - set(names)):
        raise NotSupported(f"says {', '.join(unknown)}")


class _Book:
    """One customer of one house; every deed is a transaction of its own."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._lot_ids: dict[str, UUID] = {}
        self._done: list[Transfer] = []
        self._consumed: list[list[Any]] = []
        self._covered = self._uncovered = self._clawed = 0
        with self._tx() as tx:
            self._house = ledger.open_account(tx, code="house", unit="points", may_overdraw=True).id
            self._expired = ledger.open_account(tx, code=ledger.EXPIRED, unit="points", may_overdraw=True).id
            person_id = tx.new_id()
            self._own = ledger.open_account(tx, code="points", unit="points", person_id=person_id, keeps_lots=True).id

    def goes_on_to(self, moment: timedelta) -> None:
        self._stores.now = max(self._stores.now, BEGINNING + moment)

    def grant(self, lot: Mapping[str, Any]) -> None:
        terms = {name: lot[name] for name in ("kind", "priority") if name in lot}
        for word, name in (("active_from_day", "active_from"), ("expires_day", "expires_at")):
            if word in lot:
                terms[name] = BEGINNING + timedelta(days=lot[word])
        with self._tx() as tx:
            move = self._move(tx, self._house, self._own, lot["amount"], LotTerms(**terms))
            self._done.append(ledger.grant(tx, move=move))
            newest = ledger.lots_of(tx, account_id=self._own, wanted=PageWanted(limit=1)).items[0]
        self._lot_ids[lot.get("id", str(newest.id))] = newest.id

    def spend(self, amount: int) -> None:
        try:
            with self._tx() as tx:
                spent = ledger.spend(tx, move=self._move(tx, self._own, self._house, amount))
        except ledger.Insufficient:
            self._uncovered += amount
            return
        names = {lot_id: name for name, lot_id in self._lot_ids.items()}
        self._consumed += [[names[use.lot_id], use.amount] for use in spent.uses]
        self._covered += amount
        self._done.append(spent.transfer)

    def void(self, name: str) -> None:
        with self._tx() as tx:
            ledger.void(tx, lot_id=self._lot_ids[name], to=self._house, why="voided")

    def take_back(self, kind: str, amount: int) -> None:
        """Reverse so much of the last transfer of this kind."""
        last = next(one for one in reversed(self._done) if one.kind == kind)
        with self._tx() as tx:
            ledger.reverse(tx, key=str(tx.new_id()), number=last.number, why="taken back", amount=amount)

    def claw_back(self, amount: int, policy: Any) -> None:
        with self._tx() as tx:
            move = self._move(tx, self._own, self._house, amount)
            self._clawed += ledger.claw_back(tx, move=move, policy=policy).amount

    def expire(self) -> None:
        with self._tx() as tx:
            ledger.expire_lots(tx)

    def figures(self) -> dict[str, Any]:
        with self._tx() as tx:
            own = ledger.balance(tx, account_id=self._own)
            expired = ledger.balance(tx, account_id=self._expired).balance
            lots = ledger.lots_of(tx, account_id=self._own, wanted=PageWanted(limit=200)).items
        unspent = {lot.id: lot.unspent for lot in lots}
        return {
            "ok": self._uncovered == 0,
            "balance": own.balance,
            "available": own.spendable,
            "expired": expired,
            "clawed": self._clawed,
            "covered": self._covered,
            "uncovered": self._uncovered,
            "consumed": self._consumed,
            "remaining": {name: unspent[lot_id] for name, lot_id in self._lot_ids.items()},
        }

    def _tx(self) -> AbstractContextManager[Tx]:
        return self._stores.begin(SYSTEM)

    def _move(self, tx: Tx, from_: UUID, to: UUID, amount: int, terms: LotTerms | None = None) -> Move:
        return Move(str(tx.new_id()), from_, to, amount, "points", "case", terms)
