"""What an order's status says about its row: a sale, a refund, a sale that was given back, or nothing to take."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.mapping import Statuses
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.texts import text

Standing = Literal["keep", "skip", "refunded", "refund"]


def standing_reader(statuses: Statuses) -> Callable[[Cell], Standing]:
    """A reader of the status cell; the first list that knows the value decides. Raises Unfit status_unknown."""
    lists: tuple[tuple[Standing, tuple[str, ...]], ...] = (
        ("skip", _folded(statuses.skipped)),
        ("refund", _folded(statuses.refunds)),
        ("refunded", _folded(statuses.refunded)),
        ("keep", _folded(statuses.paid)),
    )

    @lru_cache(maxsize=4096, typed=True)
    def read(cell: Cell) -> Standing:
        value = _fold(text(cell))
        for standing, patterns in lists:
            if any(fnmatchcase(value, pattern) for pattern in patterns):
                return standing
        if statuses.others == "reject":
            raise Unfit("status_unknown", cell)
        return statuses.others

    return read


def keep(_cell: Cell) -> Standing:
    """What a file without statuses says."""
    return "keep"


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_fold(value).replace("[", "[[]").replace("?", "[?]") for value in values)


def _fold(value: str) -> str:
    return "".join(value.casefold().split())
