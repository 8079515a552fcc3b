"""What a client asks the machine for: the time, chance, fresh ids, and to wait. Tests give it another world."""

import random  # noqa: TID251  (the client stands beside the kernel, not on it, and asks the machine itself)
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (as above)


def _new_id() -> str:
    return str(uuid.uuid4())  # noqa: TID251  (as above; a messageId need not sort)


@dataclass(frozen=True, slots=True)
class World:
    """`chance` is a number from 0 to 1; `wait` ends early, and says so, when the event is set."""

    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    new_id: Callable[[], str] = _new_id
    wait: Callable[[threading.Event, float], bool] = threading.Event.wait
