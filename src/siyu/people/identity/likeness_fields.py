"""How two readings of a field stand to each other: the same, nearly, or not; "" where one of them says nothing."""

import re

from rapidfuzz.distance import OSA, Hamming, JaroWinkler
from rapidfuzz.fuzz import partial_ratio

from siyu.people.identity.likeness_reading import Reading

FIELDS = ("given", "family", "name", "phone", "email", "birthday", "city", "address")
Pattern = tuple[str, ...]
"""One level for each of FIELDS."""
TITLES = ("先生", "女士", "小姐", "老师", "总")
NOT_DIGITS = re.compile(r"\D")
EMAIL_ALIKE = 0.7
ADDRESS_LETTERS_MIN = 6


def compare(left: Reading, right: Reading) -> Pattern:
    given, family = _names(left, right)
    return (
        given,
        family,
        _whole_name(left.name, right.name),
        _phone(left.phone, right.phone),
        _email(left, right),
        _birthday(left.birthday, right.birthday),
        _city(left.city, right.city),
        _address(left.address, right.address),
    )


def is_crossed(left: Reading, right: Reading) -> bool:
    """Whether the names agree better when one side's given name is taken for the other's family name."""
    crossed = _likeness(left.given, right.family) + _likeness(left.family, right.given)
    return crossed > 0 and crossed > _likeness(left.given, right.given) + _likeness(left.family, right.family)


def _names(left: Reading, right: Reading) -> tuple[str, str]:
    if is_crossed(left, right):
        return _part(left.given, right.family), _part(left.family, right.given)
    return _part(left.given, right.given), _part(left.family, right.family)


def _likeness(left: str, right: str) -> float:
    return JaroWinkler.similarity(left, right, score_cutoff=0.8) if left and right else 0.0


def _part(left: str, right: str) -> str:
    """Of a Latin name: `near` is one letter off (or two swapped), `short` Rob for Robert, `like` a worse spelling."""
    if not left or not right:
        return ""
    if left == right:
        return "same"
    if left.startswith(right) or right.startswith(left):
        return "near" if abs(len(left) - len(right)) == 1 and min(len(left), len(right)) > 2 else "short"
    if min(len(left), len(right)) > 2 and OSA.distance(left, right, score_cutoff=1) <= 1:
        return "near"
    return "like" if JaroWinkler.similarity(left, right) >= 0.85 else "differs"


def _whole_name(left: str, right: str) -> str:
    """Of a Chinese name: one letter of two is another person, of three a slip maybe; 张** and 张女士 fit 张三丰."""
    if not left or not right:
        return ""
    if left == right:
        return "fits" if "*" in left else "same"
    if _is_partial(left) or _is_partial(right):
        return "fits" if left[0] == right[0] else "differs"
    return "near" if max(len(left), len(right)) > 2 and OSA.distance(left, right, score_cutoff=1) <= 1 else "differs"


def _is_partial(name: str) -> bool:
    return "*" in name or name.endswith(TITLES)


def _phone(left: str, right: str) -> str:
    """`near` is one digit off; `fits` a number shown in part whose shown digits agree; `tail` the last four alone."""
    if not left or not right:
        return ""
    if "*" in left or "*" in right:
        return _masked_phone(left, right)
    if left == right:
        return "same"
    if OSA.distance(left, right, score_cutoff=1) <= 1:
        return "near"
    return "tail" if left[-4:] == right[-4:] else "differs"


def _masked_phone(left: str, right: str) -> str:
    shown = [one for one, other in zip(left, right, strict=False) if "*" not in (one, other)]
    agree = all(one == other or "*" in (one, other) for one, other in zip(left, right, strict=False))
    if len(left) == len(right) and agree and len(shown) >= 7:
        return "fits"
    return "tail" if left[-4:] == right[-4:] and "*" not in left[-4:] else "differs"


def _email(left: Reading, right: Reading) -> str:
    """`near` is up to two slips, `like` more; `local` the same name at another house.

    Digits are no slips: they tell namesakes apart, and QQ ids. Nor does an address that only repeats the person's name
    say more than the name: every second namesake has one like it.
    """
    if not left.email or not right.email:
        return ""
    if left.email == right.email:
        return "same"
    one, other = left.email.rpartition("@")[0], right.email.rpartition("@")[0]
    alike = OSA.normalized_similarity(one, other, score_cutoff=EMAIL_ALIKE)
    if not alike or NOT_DIGITS.sub("", one) != NOT_DIGITS.sub("", other):
        return "differs"
    if OSA.distance(left.email, right.email, score_cutoff=2) <= 2:
        return "near"
    repeats = _repeats_name(one, left) or _repeats_name(other, right)
    return "" if repeats else "local" if one == other else "like"


def _repeats_name(local: str, reading: Reading) -> bool:
    return sum(map(str.isdigit, local)) < 2 and any(len(part) > 2 and part in local for part in reading[:2])


def _birthday(left: str, right: str) -> str:
    """`near` is one digit off or day and month swapped; `parts` two of year, month and day agree."""
    if not left or not right:
        return ""
    if left == right:
        return "same"
    if OSA.distance(left, right, score_cutoff=1) <= 1 or left == right[:4] + right[6:] + right[4:6]:
        return "near"
    parts = (left[:4] == right[:4]) + (left[4:6] == right[4:6]) + (left[6:] == right[6:])
    if parts == 2:
        return "parts"
    return "like" if Hamming.distance(left, right) <= 2 else "differs"


def _city(left: str, right: str) -> str:
    if not left or not right:
        return ""
    if left == right:
        return "same"
    return "near" if len(left) > 2 and JaroWinkler.similarity(left, right) >= 0.85 else "differs"


def _address(left: str, right: str) -> str:
    """`near` needs the same house numbers: 12 and 21 of one road are two homes. Either may leave out town or room."""
    if not left or not right:
        return ""
    if left == right:
        return "same"
    if min(len(left), len(right)) < ADDRESS_LETTERS_MIN or not _numbers_fit(left, right):
        return "differs"
    return "near" if partial_ratio(left, right) >= 85 else "differs"


def _numbers_fit(left: str, right: str) -> bool:
    one, other = set(re.findall(r"\d+", left)), set(re.findall(r"\d+", right))
    return one <= other or other <= one
