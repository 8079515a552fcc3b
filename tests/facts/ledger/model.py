"""The same ledger once more, as plain objects in memory: slow, simple, and written without a look at the real one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from siyu.facts.ledger.contract import LotTerms, Policy

Nature = Literal["open", "plain", "lots"]


@dataclass(eq=False)
class Piece:
    """A lot."""

    brought_by: Deed
    unspent: int
    terms: LotTerms
    active_from: datetime
    expires_at: datetime | None
    age: int
    held: int = 0
    is_void: bool = False

    def pays_at(self, now: datetime) -> bool:
        return not self.is_void and self.active_from <= now and not self.has_ended(now)

    def has_ended(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    def turn(self) -> tuple[int, float, bool, int]:
        ends = self.expires_at.timestamp() if self.expires_at else float("inf")
        return self.terms.priority, ends, self.terms.kind == "purchased", self.age


@dataclass(eq=False)
class Holding:
    """An account."""

    nature: Nature
    balance: int = 0
    held: int = 0
    debt: int = 0
    pieces: list[Piece] = field(default_factory=list)

    @property
    def free(self) -> int:
        return self.balance - self.held


@dataclass(eq=False)
class Deed:
    """A transfer, with what each piece paid of it."""

    kind: str
    giver: Holding
    taker: Holding
    amount: int
    paid: list[list[int]] = field(default_factory=list)
    payers: list[Piece] = field(default_factory=list)
    owed: int = 0
    reversed: int = 0

    def pay(self, piece: Piece, amount: int) -> None:
        if piece in self.payers:
            self.paid[self.payers.index(piece)][0] += amount
        else:
            self.payers.append(piece)
            self.paid.append([amount, 0])


@dataclass(eq=False)
class Reserve:
    """A hold."""

    giver: Holding
    taker: Holding
    rest: int
    expires_at: datetime | None
    parts: list[tuple[Piece, int]] = field(default_factory=list)
    has_ended: bool = False
    was_settled_whole: bool = False

    def is_due(self, now: datetime) -> bool:
        return not self.has_ended and self.expires_at is not None and self.expires_at <= now


class No(Exception):
    """What the real one must refuse with, by the name of its error."""


class Model:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.ages = 0
        self.deeds: list[Deed] = []
        self.expired = Holding("open")

    def move(self, kind: str, giver: Holding, taker: Holding, amount: int, terms: LotTerms | None = None) -> Deed:
        if terms and taker.nature != "lots":
            raise No("WrongAccount")
        picks = self._pick(giver, amount)
        deed = self._write(kind, giver, taker, amount, picks)
        parts = [(part, _inherited(piece)) for piece, part in picks]
        self._arrive(deed, parts if parts and not terms else [(amount, terms or LotTerms())])
        return deed

    def hold(self, giver: Holding, taker: Holding, amount: int, expires_at: datetime | None) -> Reserve:
        if giver.nature == "open":
            raise No("WrongAccount")
        picks = self._pick(giver, amount)
        for piece, part in picks:
            piece.unspent -= part
            piece.held += part
        giver.held += amount
        return Reserve(giver, taker, amount, expires_at, picks)

    def settle(self, reserve: Reserve, amount: int) -> Deed:
        if reserve.has_ended or (reserve.expires_at and reserve.expires_at <= self.now):
            raise No("HoldEnded")
        if amount > reserve.rest:
            raise No("BeyondRest")
        picks = _first(reserve.parts, amount)
        reserve.parts = _without(reserve.parts, picks)
        reserve.giver.held -= amount
        for piece, part in picks:
            piece.held -= part
            piece.unspent += part
        deed = self._write("settlement", reserve.giver, reserve.taker, amount, picks)
        self._arrive(deed, [(part, _inherited(piece)) for piece, part in picks] or [(amount, LotTerms())])
        reserve.rest -= amount
        reserve.has_ended = reserve.was_settled_whole = reserve.rest == 0
        return deed

    def release(self, reserve: Reserve) -> None:
        if reserve.was_settled_whole and reserve.rest == 0:
            raise No("HoldEnded")
        if reserve.has_ended:
            return
        reserve.has_ended = True
        reserve.giver.held -= reserve.rest
        for piece, part in reserve.parts:
            piece.held -= part
        self._come_back(reserve.giver, reserve.parts)
        self._repay(reserve.giver, reserve.rest)
        reserve.rest, reserve.parts = 0, []

    def reverse(self, origin: Deed, amount: int | None) -> Deed:
        if origin.kind in ("reversal", "void"):
            raise No("NotReversible")
        rest = origin.amount - origin.reversed
        wanted = rest if amount is None else amount
        if wanted == 0:
            raise No("MoveInvalid")
        if wanted > rest:
            raise No("BeyondRest")
        own = sorted((piece for piece in origin.taker.pieces if piece.brought_by is origin), key=Piece.turn)
        picks = self._take(own, wanted) if origin.taker.nature == "lots" else self._pick(origin.taker, wanted)
        deed = self._write("reversal", origin.taker, origin.giver, wanted, picks)
        origin.reversed += wanted
        if origin.giver.nature == "lots":
            self._give_back(origin, deed)
        else:
            self._repay(origin.giver, wanted)
        return deed

    def claw_back(self, giver: Holding, taker: Holding, amount: int, policy: Policy, source: str | None) -> Deed:
        if giver.nature == "open":
            raise No("WrongAccount")
        if giver.nature == "lots":
            picks = _first([(piece, piece.unspent) for piece in self._clawable(giver, policy, source)], amount)
            got = sum(part for _, part in picks)
        else:
            picks, got = [], 0 if policy == "only_pending" else min(amount, max(giver.free, 0))
        debt = amount - got if policy == "unlimited" else 0
        giver.debt += debt
        deed = self._write("clawback", giver, taker, got + debt, picks)
        deed.owed = debt if giver.nature == "lots" else 0
        if deed.amount:
            self._arrive(deed, [(deed.amount, LotTerms())])
        return deed

    def void(self, owner: Holding, piece: Piece, taker: Holding) -> None:
        if piece.is_void:
            return
        if piece.unspent:
            deed = self._write("void", owner, taker, piece.unspent, [(piece, piece.unspent)])
            self._arrive(deed, [(deed.amount, LotTerms())])
        piece.is_void = True
        piece.expires_at = min(piece.expires_at or self.now, self.now)

    def expire(self, holdings: list[Holding]) -> int:
        due = [
            (owner, piece)
            for owner in holdings
            for piece in owner.pieces
            if piece.unspent and piece.has_ended(self.now)
        ]
        for owner, piece in due:
            self._write("expiry", owner, self.expired, piece.unspent, [(piece, piece.unspent)])
        return len(due)

    def _pick(self, giver: Holding, amount: int) -> list[tuple[Piece, int]]:
        if giver.nature == "lots":
            return self._take(sorted((p for p in giver.pieces if p.pays_at(self.now)), key=Piece.turn), amount)
        if giver.nature == "plain" and giver.free < amount:
            raise No("Insufficient")
        return []

    def _take(self, pieces: list[Piece], amount: int) -> list[tuple[Piece, int]]:
        if sum(piece.unspent for piece in pieces) < amount:
            raise No("Insufficient")
        return _first([(piece, piece.unspent) for piece in pieces], amount)

    def _clawable(self, giver: Holding, policy: Policy, source: str | None) -> list[Piece]:
        def group(piece: Piece) -> int:
            if piece.is_void or piece.has_ended(self.now):
                return 3 if piece.is_void else 2
            return 0 if piece.active_from > self.now else 1

        last = {"only_pending": 0, "within_balance": 1, "unlimited": 3}[policy]
        pieces = [piece for piece in giver.pieces if group(piece) <= last]
        return sorted(pieces, key=lambda p: (group(p), source is None or p.terms.source != source, *p.turn()))

    def _write(self, kind: str, giver: Holding, taker: Holding, amount: int, picks: list[tuple[Piece, int]]) -> Deed:
        deed = Deed(kind, giver, taker, amount)
        for piece, part in picks:
            piece.unspent -= part
            deed.pay(piece, part)
        giver.balance -= amount
        taker.balance += amount
        self.deeds.append(deed)
        return deed

    def _arrive(self, deed: Deed, parts: list[tuple[int, LotTerms]]) -> None:
        if deed.taker.nature == "lots":
            for amount, terms in parts:
                self._add(deed.taker, deed, amount, terms, terms.active_from or self.now, terms.expires_at)
        self._repay(deed.taker, deed.amount)

    def _add(
        self, owner: Holding, deed: Deed, amount: int, terms: LotTerms, start: datetime, end: datetime | None
    ) -> None:
        self.ages += 1
        owner.pieces.append(Piece(deed, amount, terms, start, end, self.ages))

    def _come_back(self, owner: Holding, parts: list[tuple[Piece, int]]) -> None:
        for piece, part in parts:
            if piece.has_ended(self.now) and not piece.is_void:
                grace = self.now + timedelta(days=30)
                self._add(owner, piece.brought_by, part, piece.terms, self.now, grace)
            else:
                piece.unspent += part

    def _give_back(self, origin: Deed, deed: Deed) -> None:
        forgiven = min(origin.owed, deed.amount)
        origin.owed -= forgiven
        origin.giver.debt -= forgiven
        left, back = deed.amount - forgiven, []
        for piece, counts in reversed(list(zip(origin.payers, origin.paid, strict=True))):
            part = min(counts[0] - counts[1], left)
            counts[1] += part
            left -= part
            if part:
                back.append((piece, part))
        assert left == 0
        self._come_back(origin.giver, back)
        self._repay(origin.giver, deed.amount - forgiven)

    def _repay(self, owner: Holding, most: int) -> None:
        amount = min(owner.debt, most)
        owner.debt -= amount
        if owner.nature != "lots" or not amount:
            return
        for piece, part in self._take(sorted(owner.pieces, key=Piece.turn), amount):
            piece.unspent -= part
            left = part
            for deed in self.deeds:
                if deed.giver is owner and deed.owed and left:
                    paid = min(deed.owed, left)
                    deed.owed -= paid
                    deed.pay(piece, paid)
                    left -= paid


def _inherited(piece: Piece) -> LotTerms:
    return LotTerms(piece.active_from, piece.expires_at, piece.terms.priority, piece.terms.kind, piece.terms.source)


def _first(parts: list[tuple[Piece, int]], amount: int) -> list[tuple[Piece, int]]:
    found = []
    for piece, most in parts:
        if min(most, amount):
            found.append((piece, min(most, amount)))
        amount -= min(most, amount)
    return found


def _without(parts: list[tuple[Piece, int]], gone: list[tuple[Piece, int]]) -> list[tuple[Piece, int]]:
    taken = {id(piece): part for piece, part in gone}
    return [(piece, part - taken.get(id(piece), 0)) for piece, part in parts if part > taken.get(id(piece), 0)]
