"""Where time comes from: the only place that asks the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, with zone, in UTC."""
    return datetime.now(UTC)
