"""Units, accounts, transfers, holds, lots and blocks as other rooms may know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Owner = Literal["person", "house"]
Kind = Literal["move", "grant", "spend", "settlement", "reversal", "clawback", "expiry", "void", "correction"]
LotKind = Literal["granted", "purchased"]
LotState = Literal["pending", "active", "spent", "expired", "voided"]
Policy = Literal["only_pending", "within_balance", "unlimited"]
FlawKind = Literal["changed", "deleted", "inserted", "block_changed", "block_missing", "truncated", "head_unknown"]

AMOUNT_MAX = 10**15
"""Of one transfer; larger ones are mistakes, and thousands of these still fit a balance."""
KEY_LENGTH_MAX = 200
WHY_LENGTH_MAX = 500
BATCH_MAX = 10_000
PRIORITY = 100
"""Of a lot that nobody gave another one; lower is spent first."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted, always in whole numbers: fen and not yuan."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Account:
    """One unit of one owner. `may_overdraw`: its balance has no limit downwards (where points come from).

    `keeps_lots`: what comes in stays apart by its terms, and is spent in the order of lots.
    """

    id: UUID
    code: str
    unit: str
    person_id: UUID | None
    may_overdraw: bool
    keeps_lots: bool
    opened_at: datetime

    @property
    def owner(self) -> Owner:
        return "person" if self.person_id else "house"


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: credits minus debits, of which `held` is reserved and `pending` may not be spent yet.

    `debt` is what was clawed back beyond what was there; `spendable` is None where there is no limit.
    """

    account: Account
    balance: int
    held: int
    pending: int
    debt: int
    spendable: int | None


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """None means any; `q` is the start of a code, or a person's id."""

    q: str | None = None
    person_id: UUID | None = None
    unit: str | None = None
    owner: Owner | None = None


@dataclass(frozen=True, slots=True)
class LotTerms:
    """How an amount may be spent: from when, until when, in which order, and whose it was (`source`: an order line)."""

    active_from: datetime | None = None
    expires_at: datetime | None = None
    priority: int = PRIORITY
    kind: LotKind = "granted"
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer of a batch; `key` is made by the caller before the first try and is the same on every retry."""

    key: str
    from_: UUID
    to: UUID
    amount: int
    unit: str
    why: str
    terms: LotTerms | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A movement as it is written. The balances after it are None on accounts without a limit."""

    number: int
    key: str
    kind: Kind
    from_: UUID
    to: UUID
    unit: str
    amount: int
    why: str
    at: datetime
    from_balance: int | None
    to_balance: int | None
    reverses: int | None = None
    hold_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """An amount received on terms: `unspent` is free, `held` is reserved, the rest is gone."""

    id: UUID
    account_id: UUID
    number: int
    amount: int
    unspent: int
    held: int
    kind: LotKind
    priority: int
    active_from: datetime
    expires_at: datetime | None
    source: str | None
    received_at: datetime
    voided_at: datetime | None

    def state(self, now: datetime) -> LotState:
        if self.voided_at:
            return "voided"
        if self.unspent + self.held == 0:
            return "spent"
        if self.expires_at and self.expires_at <= now:
            return "expired"
        return "pending" if self.active_from > now else "active"


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a transfer which lot paid."""

    lot_id: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class Spent:
    transfer: Transfer
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """A reservation; `rest` may still be settled or released until `ended_at`."""

    id: UUID
    key: str
    account_id: UUID
    to: UUID
    unit: str
    amount: int
    settled: int
    released: int
    why: str
    held_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None

    @property
    def rest(self) -> int:
        return self.amount - self.settled - self.released


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement: `amount` is negative when it left the account."""

    transfer: Transfer
    amount: int
    other: Account
    balance: int


@dataclass(frozen=True, slots=True)
class StatementFilter:
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrialLine:
    """The accounts of one code together: a house account alone, those of all people as one."""

    unit: str
    owner: Owner
    code: str
    accounts: int
    balance: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All accounts of a unit; `difference` is their sum, and anything but 0 is an alarm."""

    unit: str
    lines: tuple[TrialLine, ...]

    @property
    def difference(self) -> int:
        return sum(line.balance for line in self.lines)


@dataclass(frozen=True, slots=True)
class Head:
    """The last block: written down elsewhere, it proves later that nothing before it was taken away."""

    block: int
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the transfers are sealed."""

    head: Head | None
    sealed: int
    unsealed: int
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was sealed: in which block, and which transfer where that can be said."""

    kind: FlawKind
    block: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look through the chain found; sound when there is no flaw. `flaws` holds the first ones only."""

    blocks: int
    transfers: int
    flaws: tuple[Flaw, ...]
