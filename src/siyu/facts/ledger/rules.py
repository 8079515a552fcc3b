"""What may be written into a ledger at all, and what tells one request from another with the same key."""

import re
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from siyu.facts.ledger.contract import AMOUNT_MAX, KEY_LENGTH_MAX, WHY_LENGTH_MAX, Account, LotTerms, Unit
from siyu.facts.ledger.errors import MoveInvalid, UnitInvalid, WrongAccount

UNITS = {
    unit.code: unit
    for unit in (
        Unit("fen", "分", "fen"),
        Unit("points", "积分", "points"),
        Unit("growth", "成长值", "growth value"),
        Unit("tickets", "抽奖券", "tickets"),
    )
}
"""Those of the house; a brand declares its own beside them."""
CODE_LENGTH_MAX = 100
SOURCE_LENGTH_MAX = 200
_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")


def check_unit(unit: Unit) -> None:
    if not _CODE.fullmatch(unit.code):
        raise UnitInvalid


def check_code(code: str) -> None:
    if not 0 < len(code) <= CODE_LENGTH_MAX:
        raise MoveInvalid(problem=f"code: 1–{CODE_LENGTH_MAX}")


def check_account(new: Account) -> None:
    if new.may_overdraw and new.keeps_lots:
        raise WrongAccount(problem="may_overdraw + keeps_lots")


def check_move(*, key: str, from_: UUID, to: UUID, amount: int, why: str) -> None:
    if not 0 < amount <= AMOUNT_MAX:
        raise MoveInvalid(problem=f"amount {amount}")
    if from_ == to:
        raise MoveInvalid(problem="from = to")
    if not 0 < len(key) <= KEY_LENGTH_MAX:
        raise MoveInvalid(problem=f"key: 1–{KEY_LENGTH_MAX}")
    if not why.strip() or len(why) > WHY_LENGTH_MAX:
        raise MoveInvalid(problem=f"why: 1–{WHY_LENGTH_MAX}")


def check_terms(terms: LotTerms, now: datetime) -> None:
    if terms.expires_at and terms.expires_at <= max(terms.active_from or now, now):
        raise MoveInvalid(problem="expires_at")
    if len(terms.source or "") > SOURCE_LENGTH_MAX:
        raise MoveInvalid(problem=f"source: ≤ {SOURCE_LENGTH_MAX}")


def fingerprint(deed: str, first: UUID, second: UUID, *content: object) -> bytes:
    """Of everything a caller asked for but the key: the same request again has the same one."""
    return blake2b(f"{deed}{content}".encode(), digest_size=16, key=first.bytes + second.bytes).digest()
