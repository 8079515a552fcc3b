"""A crowd: several threads that do their deeds at the same moment, and how each of them fared."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from siyu.kernel.errors import SiyuError

SECONDS_MAX = 30


def at_once(deeds: Sequence[Callable[[], object]]) -> list[str]:
    """`ok`, or the code of the error, of each deed."""
    start = threading.Barrier(len(deeds), timeout=SECONDS_MAX)

    def fare(deed: Callable[[], object]) -> str:
        start.wait()
        try:
            deed()
        except SiyuError as error:
            return error.code
        return "ok"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(fare, deeds, timeout=SECONDS_MAX))
