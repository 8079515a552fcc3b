"""Which records are worth comparing: those that share a key, so that no list is ever compared all with all."""

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from siyu.people.identity.likeness_reading import Reading

Pairs = NDArray[np.int64]
BLOCK_MAX = 24
"""A larger block is a common value (a city's 张伟, a placeholder): it is sorted, and neighbours alone are compared."""
NEIGHBOURS = 5
SLICE = 10_000
SOUNDS = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556", "aeiouyhw")
"""Soundex' groups: letters that are heard, or typed, for one another."""


def pairs(readings: Sequence[Reading], owners: Sequence[UUID]) -> Pairs:
    """Rows of two indices, lower first, each once, in order; never two readings of one owner."""
    blocks: dict[str, list[int]] = {}
    for index, reading in enumerate(readings):
        for key in set(_keys(reading)):
            blocks.setdefault(key, []).append(index)
    count = len(readings)
    codes = array("q")
    for block in blocks.values():
        codes.extend(left * count + right for left, right in _within(block, readings))
    found: Pairs = np.stack(np.divmod(np.unique(np.array(codes, dtype=np.int64)), max(count, 1)), axis=1)
    numbers = {owner: number for number, owner in enumerate(owners)}
    owner = np.array([numbers[one] for one in owners], dtype=np.int64)
    strangers: Pairs = found[owner[found[:, 0]] != owner[found[:, 1]]]
    return strangers


def each(found: Pairs) -> Iterator[tuple[int, int]]:
    """A slice at a time: millions of pairs are small as an array, and large as objects."""
    for start in range(0, len(found), SLICE):
        yield from found[start : start + SLICE].tolist()


def _within(block: list[int], readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    if len(block) <= BLOCK_MAX:
        yield from combinations(block, 2)
        return
    yield from _neighbours(sorted(block, key=lambda index: readings[index]))
    yield from _neighbours(sorted(block, key=lambda index: readings[index][::-1]))


def _neighbours(ranked: list[int]) -> Iterator[tuple[int, int]]:
    for place, index in enumerate(ranked):
        for other in ranked[place + 1 : place + 1 + NEIGHBOURS]:
            yield min(index, other), max(index, other)


def _keys(reading: Reading) -> Iterator[str]:
    """Any one survives a typo in the other fields; each holds enough to keep its blocks small."""
    names = [key for key in (_sound(reading.given), _sound(reading.family), reading.name) if key]
    born = reading.birthday
    if born:
        yield f"b{born[:4]}{min(born[4:6], born[6:])}{max(born[4:6], born[6:])}"
    if reading.phone:
        yield f"p{reading.phone[-6:]}"
        if "*" not in reading.phone:
            yield f"q{reading.phone[:7]}"
    local = reading.email.rpartition("@")[0]
    if local:
        yield f"e{local}"
        yield f"f{''.join(sorted(reading.email))}"
    if reading.address:
        yield f"a{reading.address}"
    for name in names:
        yield from (f"n{name}{part}" for part in _beside(reading))
    if len(names) == 2:
        yield "w" + "".join(sorted(names))


def _beside(reading: Reading) -> Iterator[str]:
    """What a name is blocked with, for a name alone says little. Half a Latin name and a city are too many."""
    born = reading.birthday
    if born:
        yield from (f"y{born[:4]}", f"d{born[4:]}")
    if reading.phone:
        yield f"t{reading.phone[-4:]}"
    house = re.search(r"\d+", reading.address)
    if house:
        yield f"h{house[0]}"
    if reading.city and reading.name:
        yield f"c{reading.city}"


def _sound(name: str) -> str:
    """How a Latin name sounds, roughly: its first letter and the next consonants, doubles and vowels left out."""
    return (name[:1] + name[1:].translate(SOUNDS))[:4] if name else ""
