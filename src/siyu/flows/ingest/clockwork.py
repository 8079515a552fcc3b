"""When an event really happened: the four times of an event, and what a device's wrong clock does to them."""

from datetime import UTC, datetime
from typing import Any, Final

EARLIEST_MS: Final = 946_684_800_000  # 2000-01-01: before it no shop of ours was open, only unset clocks
_SECONDS_BELOW: Final = 100_000_000_000  # a smaller number counts seconds since 1970, a larger one milliseconds
_AHEAD_MAX: Final = 253_402_300_799_000


def moment_ms(value: Any) -> int | None:
    """ISO 8601 text (UTC where it names no zone) or a number since 1970; None when absent. ValueError else."""
    match value:
        case None:
            return None
        case bool():
            raise ValueError
        case int() | float():
            return _from_number(value)
        case str():
            found = datetime.fromisoformat(value)
            return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)
        case _:
            raise ValueError


def corrected_ms(*, original: int | None, sent: int | None, received: int) -> int:
    """received - (sent - original): right however wrong the device's clock is, as long as it is wrong by one amount.

    Without a time of its own an event happened when it was sent, and without either when it was received.
    """
    if original is None:
        return received
    return original if sent is None else received - (sent - original)


def _from_number(value: float) -> int:
    found = round(value * 1000 if abs(value) < _SECONDS_BELOW else value)
    if abs(found) > _AHEAD_MAX:
        raise ValueError
    return found
