"""A crowd whose identities are known: people who leave two to five traces each, some sharing or passing on a phone.

Who is who is drawn from a seed; nothing here stands for anybody. A trace is what one system saw at one moment: a mini
program its openid and the unionid, a shop its member and their phone, a browser its cookie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from siyu.people.identity.contract import Identifier

SHARED_PHONES, RECYCLED_PHONES, LATE = 0.01, 0.01, 0.005
YEAR_MS: Final = 365 * 86_400_000
_START_MS: Final = 1_735_660_800_000

_SCENES: Final = (
    (25, ("openid_mp", "unionid")),
    (20, ("unionid", "phone", "member_id")),
    (15, ("openid_oa", "unionid")),
    (10, ("external_userid", "unionid")),
    (12, ("member_id", "cookie")),
    (12, ("member_id", "phone")),
    (2, ("external_userid", "phone")),
    (4, ("cookie", "cookie_2")),
)
"""How often a trace is one of these, and what it shows."""
_TYPES: Final = {"openid_mp": "openid", "openid_oa": "openid", "cookie": "anonymous_id", "cookie_2": "anonymous_id"}


class Trace(NamedTuple):
    """What was seen together, and when; `person` is the truth, which nobody but the judge looks at."""

    identifiers: tuple[Identifier, ...]
    seen_ms: int
    person: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Traces in the order they arrive: by time, but for those that come late."""

    traces: list[Trace]

    def owners(self) -> dict[Identifier, set[int]]:
        """Whose each identifier truly is."""
        found: dict[Identifier, set[int]] = {}
        for trace in self.traces:
            for identifier in trace.identifiers:
                found.setdefault(identifier, set()).add(trace.person)
        return found


def crowd(people: int, *, seed: int = 12) -> Crowd:
    dice = Random(seed)
    traces = [trace for person in range(people) for trace in _traces(dice, person, people)]
    return Crowd(sorted(traces, key=lambda trace: trace.seen_ms + _lateness(dice)))


def _lateness(dice: Random) -> int:
    return dice.randrange(YEAR_MS) if dice.random() < LATE else 0


def _traces(dice: Random, person: int, people: int) -> Iterator[Trace]:
    """Everything one person leaves behind: each trace after the first shows something that was seen before."""
    phone_of, begins = _phone(dice, person, people)
    names = _names(person, phone_of)
    known: set[str] = set()
    for at in sorted(dice.sample(range(YEAR_MS), dice.randint(2, 5))):
        scenes = [scene for scene in _SCENES if not known or known & set(scene[1])]
        [(_, shown)] = dice.choices(scenes, weights=[weight for weight, _ in scenes])
        known |= set(shown)
        yield Trace(tuple(Identifier(_TYPES.get(slot, slot), names[slot]) for slot in shown), begins + at, person)


def _phone(dice: Random, person: int, people: int) -> tuple[int, int]:
    """Whose number this person uses, and when they begin: who was given another's old number begins after them."""
    fate = dice.random()
    if fate < SHARED_PHONES:
        return person ^ 1, _START_MS
    if fate < SHARED_PHONES + RECYCLED_PHONES:
        return (person + people // 2) % people, _START_MS + YEAR_MS
    return person, _START_MS


def _names(person: int, phone_of: int) -> dict[str, str]:
    number = f"{person:07}"
    return {
        "openid_mp": f"mp:o{number}", "openid_oa": f"oa:o{number}", "unionid": f"u{number}",
        "external_userid": f"wm{number}", "member_id": f"M{number}", "cookie": f"c{number}-1",
        "cookie_2": f"c{number}-2", "phone": f"+86135{phone_of:08}",
    }  # fmt: skip
