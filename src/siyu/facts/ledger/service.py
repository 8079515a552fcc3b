"""Everything others may ask of the ledger; each verb lives in the file named for its part."""

from siyu.facts.ledger.accounts import (
    EXPIRED,
    account,
    accounts,
    balance,
    balances,
    declare_unit,
    follow,
    open_account,
    units,
)
from siyu.facts.ledger.batches import move_many
from siyu.facts.ledger.clawbacks import claw_back, void
from siyu.facts.ledger.errors import (
    AccountDiffers,
    AccountMissing,
    BeyondRest,
    HoldEnded,
    HoldMissing,
    Insufficient,
    KeyReused,
    LotMissing,
    MoveInvalid,
    NotReversible,
    TransferMissing,
    UnitDiffers,
    UnitInvalid,
    UnitUnknown,
    WrongAccount,
)
from siyu.facts.ledger.expiry import expire_lots
from siyu.facts.ledger.holds import expire_holds, hold, release, settle
from siyu.facts.ledger.reports import lots_of, statement, trial_balance
from siyu.facts.ledger.reversals import reverse
from siyu.facts.ledger.sealing import chain, mark, seal, verify_chain
from siyu.facts.ledger.transfers import correct, grant, move, spend, transfer

__all__ = [
    "EXPIRED",
    "AccountDiffers",
    "AccountMissing",
    "BeyondRest",
    "HoldEnded",
    "HoldMissing",
    "Insufficient",
    "KeyReused",
    "LotMissing",
    "MoveInvalid",
    "NotReversible",
    "TransferMissing",
    "UnitDiffers",
    "UnitInvalid",
    "UnitUnknown",
    "WrongAccount",
    "account",
    "accounts",
    "balance",
    "balances",
    "chain",
    "claw_back",
    "correct",
    "declare_unit",
    "expire_holds",
    "expire_lots",
    "follow",
    "grant",
    "hold",
    "lots_of",
    "mark",
    "move",
    "move_many",
    "open_account",
    "release",
    "reverse",
    "seal",
    "settle",
    "spend",
    "statement",
    "transfer",
    "trial_balance",
    "units",
    "verify_chain",
    "void",
]
