"""Cohorts as others may read them."""

from dataclasses import dataclass
from datetime import date

MONTHS_MAX = 36


@dataclass(frozen=True, slots=True)
class Cohort:
    """`retained[k]` is how many of its people bought in the k-th month after; `retained[0]` is everybody."""

    month: date
    size: int
    retained: list[int]
