"""Who may be the same person though no identifier says so: suggestions for a reviewer, never a merge."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from siyu.people.identity.likeness_blocks import each, pairs
from siyu.people.identity.likeness_fields import FIELDS, Pattern, compare, is_crossed
from siyu.people.identity.likeness_reading import Reading, Record, read
from siyu.people.identity.likeness_reasons import CROSSED, Reason, reason
from siyu.people.identity.likeness_weights import LEVELS_OF_TWO, Seen, Weights, learned, probability

SUGGESTED_FROM = 0.9
RECORDS_ASSUMED_MIN = 1000
"""A shorter list is part of a larger world: its names are no rarer there, nor are its twins more frequent."""
DRAWN_MAX = 50_000
BY_ONE = {"phone": 0.2, "email": 0.1}
"""Held by one person as a rule: that two records share it does not make it common, as it does a name. One phone in five
and one mailbox in ten is taken to serve a second member of the household."""
SCORE_DIGITS = 4
OF_NAMES = frozenset({"given", "family", "name"})
TELLING = frozenset({"phone", "email", "birthday", "address"})
"""What few people share. A name and a city are shared by many: they never suffice."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`left` is the smaller id. The score is the probability that both are one person; reasons, heaviest first."""

    left: UUID
    right: UUID
    score: float
    reasons: tuple[Reason, ...]


class Known(NamedTuple):
    """The readings in order of person, whose they are, and how many hold each value of a field, and any value."""

    person_ids: list[UUID]
    readings: list[Reading]
    holders: Mapping[str, Counter[str]]
    filled: Mapping[str, int]


def suggest(records: Sequence[Record], *, at_least: float = SUGGESTED_FROM) -> list[Suggestion]:
    """Pairs that are probably one person, best first: the same whatever the order of the records."""
    known = _known(records)
    near = pairs(known.readings, known.person_ids)
    patterns = list(_patterns(known, each(near)))
    weights = learned(_seen(known, patterns))
    promising = {pattern for pattern in set(patterns) if _at_best(pattern, known, weights) >= at_least}
    found = (
        _suggestion(pair, pattern, known, weights)
        for pair, pattern in zip(each(near), patterns, strict=True)
        if pattern in promising
    )
    return _best(suggestion for suggestion in found if suggestion and suggestion.score >= at_least)


def _known(records: Sequence[Record]) -> Known:
    """Without those of whom nothing is known."""
    in_order = sorted(set(records), key=lambda record: (record.person_id.int, repr(record)))
    told = [(record.person_id, reading) for record in in_order if any(reading := read(record))]
    readings = [reading for _, reading in told]
    holders = {field: Counter(filter(None, map(itemgetter(at), readings))) for at, field in enumerate(FIELDS)}
    holders["given"] = holders["family"] = holders["given"] + holders["family"]  # they are swapped often enough
    filled = {field: counter.total() for field, counter in holders.items()}
    return Known([person_id for person_id, _ in told], readings, holders, filled)


def _patterns(known: Known, near: Iterable[tuple[int, int]]) -> Iterator[Pattern]:
    """There are few, so each is kept once."""
    kept: dict[Pattern, Pattern] = {}
    for left, right in near:
        pattern = compare(known.readings[left], known.readings[right])
        yield kept.setdefault(pattern, pattern)


def _seen(known: Known, patterns: Iterable[Pattern]) -> Seen:
    drawn = Counter(_patterns(known, islice(_blind(known), DRAWN_MAX)))
    record_count = max(len(known.readings), RECORDS_ASSUMED_MIN)
    return Seen(Counter(patterns), drawn, pair_count=record_count**2 / 2)


def _blind(known: Known) -> Iterator[tuple[int, int]]:
    """Pairs as if by lot, each once: neighbours in the order of a hash, then those two apart, and so on."""
    count = len(known.readings)
    shuffled = sorted(range(count), key=lambda index: blake2b(known.person_ids[index].bytes, digest_size=8).digest())
    for apart in range(1, (count + 1) // 2):
        for place, index in enumerate(shuffled):
            other = shuffled[(place + apart) % count]
            if known.person_ids[index] != known.person_ids[other]:
                yield index, other


def _at_best(pattern: Pattern, known: Known, weights: Weights) -> float:
    """The score of such a pair if nobody else held what is the same: most pairs cannot reach the mark even so."""
    odds = weights.prior + sum(_weight(*at, 2, known, weights) for at in zip(FIELDS, pattern, strict=True) if at[1])
    return round(probability(odds), SCORE_DIGITS)


def _suggestion(pair: tuple[int, int], pattern: Pattern, known: Known, weights: Weights) -> Suggestion | None:
    left, right = pair
    weighed = {
        field: _weight(field, level, known.holders[field][value], known, weights)
        for field, level, value in zip(FIELDS, pattern, known.readings[left], strict=True)
        if level
    }
    if not _stands(weighed):
        return None
    score = round(probability(weights.prior + sum(weighed.values())), SCORE_DIGITS)
    reasons = [
        reason(f"{field}_{level}", weighed[field]) for field, level in zip(FIELDS, pattern, strict=True) if level
    ]
    if is_crossed(known.readings[left], known.readings[right]):
        reasons.append(reason(CROSSED, 0.0))
    heaviest_first = tuple(sorted(reasons, key=lambda one: (-one.weight, one.code)))
    return Suggestion(known.person_ids[left], known.person_ids[right], score, heaviest_first)


def _weight(field: str, level: str, holder_count: int, known: Known, weights: Weights) -> float:
    """Log-odds. What is the same counts by how few hold it: as seen here, and as assumed where records are few."""
    if level != "same":
        return weights.of(field, level)
    holding = max(holder_count - 2, 0) + BY_ONE[field] if field in BY_ONE else holder_count
    assumed = LEVELS_OF_TWO[field]["same"]
    share = (holding + RECORDS_ASSUMED_MIN * assumed) / (known.filled[field] + RECORDS_ASSUMED_MIN)
    return math.log(weights.matches[field]["same"] / share)


def _stands(weighed: Mapping[str, float]) -> bool:
    """Two things must speak for it, one of them telling: however rare a value seems, one alone may be a slip."""
    speaking = {"name" if field in OF_NAMES else field for field, weight in weighed.items() if weight > 0}
    return len(speaking) > 1 and not speaking.isdisjoint(TELLING)


def _best(found: Iterable[Suggestion]) -> list[Suggestion]:
    """One for each two people, by those of their records that agree best."""
    best: dict[tuple[UUID, UUID], Suggestion] = {}
    for suggestion in found:
        people = suggestion.left, suggestion.right
        if people not in best or best[people].score < suggestion.score:
            best[people] = suggestion
    return sorted(best.values(), key=lambda suggestion: (-suggestion.score, suggestion.left, suggestion.right))
