"""Ledger: accounts and what they hold, statements, the trial balance, the hash chain, and corrections by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from siyu.entrypoints.exports import Cells, csv_download, every_item
from siyu.entrypoints.http import HouseOf, PageOut, PageQuery, Work, may, page_out
from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import (
    AMOUNT_MAX,
    KEY_LENGTH_MAX,
    WHY_LENGTH_MAX,
    Account,
    AccountFilter,
    Balance,
    Chain,
    Entry,
    Head,
    Lot,
    LotState,
    Move,
    Owner,
    StatementFilter,
    Transfer,
    TrialBalance,
    TrialLine,
    Unit,
    Verification,
)
from siyu.kernel.days import end_of, start_of
from siyu.kernel.tx import Tx
from siyu.people.profiles import service as profiles
from siyu.team.audit import service as audit

router = APIRouter(prefix="/v1/ledger", tags=["ledger"])
Text = Annotated[str | None, Query(max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=100)]


class UnitsOut(BaseModel):
    items: list[Unit]


class BalanceOut(BaseModel):
    """What an account holds; `person_name` is what its owner is called, if it is a person whose name we know."""

    account: Account
    person_name: str | None
    balance: int
    held: int
    pending: int
    debt: int
    spendable: int | None


class LotOut(BaseModel):
    """A lot, and what has become of it by now."""

    lot: Lot
    state: LotState


class TrialBalanceOut(BaseModel):
    """All accounts of a unit; a `difference` other than 0 is an alarm."""

    unit: str
    lines: list[TrialLine]
    difference: int


class TrialsOut(BaseModel):
    items: list[TrialBalanceOut]


class WantedAccount(BaseModel):
    """`person_id` null is the house. The same code, unit and person again is the same account."""

    code: Code
    unit: Code
    person_id: UUID | None = None
    may_overdraw: bool = False
    keeps_lots: bool = False


class Correction(BaseModel):
    """A transfer by hand, known by its `key` as others are by an Idempotency-Key; `why` is shown in both statements."""

    from_id: UUID
    to_id: UUID
    amount: int = Field(ge=1, le=AMOUNT_MAX)
    unit: Code
    why: str = Field(min_length=1, max_length=WHY_LENGTH_MAX)
    key: str = Field(min_length=1, max_length=KEY_LENGTH_MAX)


class Known(BaseModel):
    """A head written down elsewhere, to prove that nothing before it was taken away."""

    block: int = Field(ge=1, le=2**62)
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class WantedLook(BaseModel):
    first_block: int = Field(default=1, ge=1, le=2**62)
    head: Known | None = None


def _chosen(
    house: HouseOf, from_: Annotated[date | None, Query(alias="from")] = None, to: date | None = None
) -> StatementFilter:
    zone = house.time_zone
    return StatementFilter(since=start_of(from_, zone) if from_ else None, until=end_of(to, zone) if to else None)


Chosen = Annotated[StatementFilter, Depends(_chosen)]


@router.get("/units", **may("ledger:read"))
def units(tx: Work) -> UnitsOut:
    """What is counted: fen, points and the rest, and what the brand declared."""
    return UnitsOut(items=sorted(ledger.units(tx).values(), key=lambda unit: unit.code))


@router.get("/accounts", **may("ledger:read"))
def accounts(
    tx: Work,
    wanted: PageQuery,
    q: Text = None,
    unit: Text = None,
    owner: Owner | None = None,
    person_id: UUID | None = None,
) -> PageOut[BalanceOut]:
    """A page of accounts with what they hold."""
    page = ledger.accounts(tx, wanted=wanted, chosen=AccountFilter(q=q, person_id=person_id, unit=unit, owner=owner))
    names = _names(tx, page.items)
    return page_out(page, lambda found: _out(found, names))


@router.post("/accounts", status_code=201, **may("ledger:write"))
def open_account(wanted: WantedAccount, tx: Work) -> Account:
    """Open an account, or find the one that is open."""
    opened = ledger.open_account(
        tx,
        code=wanted.code,
        unit=wanted.unit,
        person_id=wanted.person_id,
        may_overdraw=wanted.may_overdraw,
        keeps_lots=wanted.keeps_lots,
    )
    after = wanted.model_dump(mode="json")
    audit.record(tx, action="ledger.account_opened", subject_kind="account", subject_id=opened.id, after=after)
    return opened


@router.get("/accounts/{account_id}", **may("ledger:read"))
def account(account_id: UUID, tx: Work) -> BalanceOut:
    """One account: its balance and the parts of it."""
    found = ledger.balance(tx, account_id=account_id)
    return _out(found, _names(tx, [found]))


@router.get("/accounts/{account_id}/lots", **may("ledger:read"))
def lots(account_id: UUID, tx: Work, wanted: PageQuery) -> PageOut[LotOut]:
    """What the account received on terms, newest first."""
    ledger.account(tx, account_id=account_id)
    found = ledger.lots_of(tx, account_id=account_id, wanted=wanted)
    return page_out(found, lambda lot: LotOut(lot=lot, state=lot.state(tx.now)))


@router.get("/accounts/{account_id}/statement", **may("ledger:read"))
def statement(account_id: UUID, tx: Work, wanted: PageQuery, chosen: Chosen) -> PageOut[Entry]:
    """What went in and out, newest first, with the balance after each; `from` and `to` are days, both included."""
    return page_out(ledger.statement(tx, account_id=account_id, wanted=wanted, chosen=chosen), lambda entry: entry)


@router.get("/accounts/{account_id}/statement/export", **may("ledger:read"))
def export(request: Request, account_id: UUID, tx: Work, chosen: Chosen) -> StreamingResponse:
    """The same statement as CSV, whole."""
    audit.record(tx, action="ledger.exported", subject_kind="account", subject_id=account_id)
    return csv_download(request, tx, "statement", lambda own: _rows(own, account_id, chosen))


@router.get("/trial-balance", **may("ledger:read"))
def trial_balance(tx: Work) -> TrialsOut:
    """Every unit with its accounts; each comes to zero."""
    return TrialsOut(items=[_trial(found) for found in ledger.trial_balance(tx)])


@router.post("/transfers", status_code=201, **may("ledger:write"))
def correct(wanted: Correction, tx: Work) -> Transfer:
    """Move an amount by hand; the same key again gives the first transfer."""
    move = Move(wanted.key, wanted.from_id, wanted.to_id, wanted.amount, wanted.unit, wanted.why)
    done = ledger.correct(tx, move=move)
    after: dict[str, Any] = wanted.model_dump(mode="json")
    audit.record(tx, action="ledger.corrected", subject_kind="transfer", subject_id=str(done.number), after=after)
    return done


@router.get("/chain", **may("ledger:read"))
def chain(tx: Work) -> Chain:
    """How far the transfers are sealed."""
    return ledger.chain(tx)


@router.post("/chain/verifications", **may("ledger:write"))
def verify(wanted: WantedLook, tx: Work) -> Verification:
    """Compute every block anew and compare."""
    head = Head(wanted.head.block, wanted.head.hash) if wanted.head else None
    found = ledger.verify_chain(tx, first_block=wanted.first_block, head=head)
    after = {"blocks": found.blocks, "transfers": found.transfers, "flaws": len(found.flaws)}
    audit.record(tx, action="ledger.verified", subject_kind="ledger", subject_id=None, after=after)
    return found


def _names(tx: Tx, items: list[Balance]) -> dict[UUID, str | None]:
    return profiles.names(tx, person_ids=[item.account.person_id for item in items if item.account.person_id])


def _out(found: Balance, names: dict[UUID, str | None]) -> BalanceOut:
    owner = found.account.person_id
    return BalanceOut(
        account=found.account,
        person_name=names.get(owner) if owner else None,
        balance=found.balance,
        held=found.held,
        pending=found.pending,
        debt=found.debt,
        spendable=found.spendable,
    )


def _trial(found: TrialBalance) -> TrialBalanceOut:
    return TrialBalanceOut(unit=found.unit, lines=list(found.lines), difference=found.difference)


def _rows(tx: Tx, account_id: UUID, chosen: StatementFilter) -> Iterator[Cells]:
    yield "number", "at", "kind", "direction", "amount", "unit", "other_account", "balance", "why", "key"
    for entry in every_item(lambda page: ledger.statement(tx, account_id=account_id, wanted=page, chosen=chosen), None):
        moved = entry.transfer
        way: Literal["in", "out"] = "out" if entry.amount < 0 else "in"
        ends = (entry.other.code, entry.balance, moved.why, moved.key)
        yield moved.number, moved.at.isoformat(), moved.kind, way, abs(entry.amount), moved.unit, *ends
