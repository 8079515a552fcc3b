"""What an answer of the server means for a batch, and how long to wait before the next try."""

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from siyu.client.contract import Result

BACKOFF_SECONDS = 0.5
BACKOFF_SECONDS_MAX = 60.0
RETRY_AFTER_SECONDS_MAX = 3_600.0
_LATER = frozenset({408, 425, 429})
_TOO_MUCH_OR_BROKEN = frozenset({400, 413, 422})
_STATUSES = frozenset({"kept", "duplicate", "dropped", "quarantined"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP; status 0 when nothing did, with the reason as the body."""

    status: int
    retry_after: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """The server has answered for the batch; events it does not name were kept."""

    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """Try again; `seconds` is what the server asked for, None when it did not say."""

    seconds: float | None
    problem: str


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Not as one batch: halves may pass. A single event that is not taken never will be."""

    status: int
    problem: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not with this key or at this address: nothing will be taken."""

    status: int
    problem: str


Verdict = Settled | Later | TooMuch | Never


def judge(answer: Answer, now: datetime) -> Verdict:
    problem = answer.body[:500].decode(errors="replace")
    if 200 <= answer.status < 300:
        return _settled(answer.body)
    if answer.status == 0 or answer.status >= 500 or answer.status in _LATER:
        return Later(_asked_seconds(answer.retry_after, now), f"{answer.status} {problem}")
    if answer.status in _TOO_MUCH_OR_BROKEN:
        return TooMuch(answer.status, problem)
    return Never(answer.status, problem)


def wait_seconds(attempt: int, asked: float | None, chance: float) -> float:
    """Twice as long every time, by chance up to half of it less, and never less than the server asked for."""
    grown: float = min(BACKOFF_SECONDS * 2 ** min(attempt, 20), BACKOFF_SECONDS_MAX)
    return max(grown * (0.5 + chance / 2), min(asked or 0.0, RETRY_AFTER_SECONDS_MAX))


def _settled(body: bytes) -> Verdict:
    """A page of somebody in between (a login, a captive portal) also says 200; it is no answer."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("success") is not True:
        return Later(None, f"200 without our answer: {body[:200].decode(errors='replace')}")
    results = told.get("results")
    listed = results if isinstance(results, list) else []
    return Settled(tuple(_result(item) for item in listed if isinstance(item, dict)))


def _result(item: dict[str, Any]) -> Result:
    status = item.get("status")
    return Result(
        message_id=str(item.get("messageId") or ""),
        status=status if status in _STATUSES else "kept",
        code=str(item.get("code") or ""),
        message=str(item.get("message") or ""),
        detail=str(item.get("detail") or ""),
    )


def _asked_seconds(retry_after: str | None, now: datetime) -> float | None:
    """Seconds, or a date as HTTP writes them."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (ValueError, TypeError):
        return None
