"""What each level of agreement weighs (Fellegi and Sunter): log-odds of one person, learned without any labels.

`matches` is how often a level is seen between two records of one person that both fill the field, `chance` how often
between two different people. They start from the figures below and move towards what these records show (EM over the
candidate pairs), as far as there are enough of them: a short list is judged by the figures alone. The figures are
assumed, for the reasons beside them, not measured.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from siyu.people.identity.likeness_fields import FIELDS, Pattern

LEVELS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    # A thousand first names share most of a country; typists slip in about one word in ten.
    "given": {"same": (0.75, 0.005), "near": (0.12, 0.002), "short": (0.03, 0.002), "like": (0.04, 0.006),
              "differs": (0.06, 0.985)},
    "family": {"same": (0.75, 0.005), "near": (0.12, 0.002), "short": (0.01, 0.001), "like": (0.04, 0.004),
               "differs": (0.08, 0.988)},
    # 张伟, 王伟 and their like are held by some 0.02 % each; `fits` is a family name, and 王 alone is 7 %.
    "name": {"same": (0.80, 0.0005), "near": (0.06, 0.001), "fits": (0.10, 0.03), "differs": (0.04, 0.9685)},
    # 10^8 numbers a prefix, handed out in runs; four digits agree by chance in 1 of 10,000. People change numbers.
    "phone": {"same": (0.60, 0.00001), "near": (0.05, 0.00001), "fits": (0.02, 0.000001), "tail": (0.02, 0.0001),
              "differs": (0.31, 0.99988)},
    # Many hold several mailboxes, so another one says little; what is alike may be two people of one firm.
    "email": {"same": (0.55, 0.00001), "near": (0.15, 0.00005), "local": (0.08, 0.0001), "like": (0.04, 0.0005),
              "differs": (0.18, 0.99934)},
    # 25,000 days of 70 years; one digit of eight, or two of the three parts, agree far more easily.
    "birthday": {"same": (0.70, 0.00005), "near": (0.13, 0.0015), "parts": (0.05, 0.003), "like": (0.05, 0.012),
                 "differs": (0.07, 0.98345)},
    # One city holds a tenth of a brand's people; some have moved.
    "city": {"same": (0.70, 0.06), "near": (0.15, 0.03), "differs": (0.15, 0.91)},
    # A home is shared by a household; moves and second addresses (work, parents) are common.
    "address": {"same": (0.45, 0.0001), "near": (0.20, 0.0005), "differs": (0.35, 0.9994)},
}  # fmt: skip
LEVELS_OF_ONE = {field: {level: both[0] for level, both in levels.items()} for field, levels in LEVELS.items()}
LEVELS_OF_TWO = {field: {level: both[1] for level, both in levels.items()} for field, levels in LEVELS.items()}
MATCHES_TRUSTED = 200
"""So many likely matches weigh as much as the figures above."""
DRAWN_TRUSTED_MIN = 20_000.0
"""A short list is drawn from so little that twins pass for chance."""
ROUNDS_MAX = 40
STEADY = 1e-5


@dataclass(frozen=True, slots=True)
class Weights:
    """`prior` is the log-odds of any two records; `matches` and `chance` are by field and level."""

    prior: float
    matches: Mapping[str, Mapping[str, float]]
    chance: Mapping[str, Mapping[str, float]]

    def of(self, field: str, level: str) -> float:
        return math.log(self.matches[field][level] / self.chance[field][level]) if level else 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the records showed: patterns of candidate pairs, patterns of pairs drawn blindly, and how many pairs are."""

    candidates: Mapping[Pattern, int]
    drawn: Mapping[Pattern, int]
    pair_count: float


def learned(seen: Seen) -> Weights:
    """Expectation and maximisation in turn, until nothing moves. The start and the order are fixed: so is the end."""
    weights = _assumed(seen.pair_count)
    for _ in range(ROUNDS_MAX):
        moved = _next(seen, weights)
        if abs(moved.prior - weights.prior) < STEADY:
            return moved
        weights = moved
    return weights


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -500 else 0.0


def _assumed(pair_count: float) -> Weights:
    return Weights(prior=-math.log(math.sqrt(2 * pair_count)), matches=LEVELS_OF_ONE, chance=LEVELS_OF_TWO)


def _next(seen: Seen, weights: Weights) -> Weights:
    likely = _shared(seen.candidates, weights)
    mistaken = _shared(seen.drawn, weights)
    unlikely = {pattern: count - mistaken[pattern] for pattern, count in seen.drawn.items()}
    matches: dict[str, dict[str, float]] = {}
    chance: dict[str, dict[str, float]] = {}
    for at, field in enumerate(FIELDS):
        shown, drawn = _tally(likely, at), _tally(unlikely, at)
        matches[field] = _blend(LEVELS_OF_ONE[field], shown, trusted=MATCHES_TRUSTED)
        # Half seen, half assumed: a level that never came up by chance keeps half of what it is assumed to.
        chance[field] = _blend(LEVELS_OF_TWO[field], drawn, trusted=max(DRAWN_TRUSTED_MIN, sum(drawn.values())))
    return Weights(prior=_prior(sum(likely.values()), seen.pair_count), matches=matches, chance=chance)


def _prior(match_count: float, pair_count: float) -> float:
    """Half what is seen, half one twin for every other record."""
    assumed = math.sqrt(2 * pair_count) / 2
    share = (match_count + assumed) / (2 * pair_count)
    return math.log(share / (1 - share))


def _shared(patterns: Mapping[Pattern, int], weights: Weights) -> dict[Pattern, float]:
    """How many of each pattern's pairs are one person, as the weights have it."""
    return {
        pattern: count * probability(weights.prior + sum(map(weights.of, FIELDS, pattern)))
        for pattern, count in patterns.items()
    }


def _tally(patterns: Mapping[Pattern, float], at: int) -> dict[str, float]:
    tally: dict[str, float] = {}
    for pattern, count in patterns.items():
        if pattern[at]:
            tally[pattern[at]] = tally.get(pattern[at], 0.0) + count
    return tally


def _blend(assumed: Mapping[str, float], shown: Mapping[str, float], *, trusted: float) -> dict[str, float]:
    total = trusted + sum(shown.values())
    return {level: (trusted * share + shown.get(level, 0.0)) / total for level, share in assumed.items()}
