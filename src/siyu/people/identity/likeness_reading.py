"""What a record says of a person, brought into one spelling, so that only real differences are left to compare."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from siyu.people.identity.contract import MEANINGLESS

PLACEHOLDER_BIRTHDAYS = frozenset({"00000000", "00010101", "18991230", "19000101", "19700101", "99991231"})
"""What forms, spreadsheets and databases write where no birthday is known."""
PHONE_DIGITS_MIN = 4
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a person, as written. Somebody with two phones is two records of one `person_id`."""

    person_id: UUID
    first_name: str = ""
    last_name: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    birthday: str = ""
    city: str = ""
    address: str = ""


class Reading(NamedTuple):
    """A record in one spelling, "" where nothing is known: a Latin name in two parts, a Chinese one (`name`) whole."""

    given: str
    family: str
    name: str
    phone: str
    email: str
    birthday: str
    city: str
    address: str


def read(record: Record) -> Reading:
    given, family, name = _name(record)
    return Reading(
        given=given,
        family=family,
        name=name,
        phone=_phone(record.phone),
        email=_email(record.email),
        birthday=_birthday(record.birthday),
        city=_city(record.city),
        address=_address(record.address),
    )


def _name(record: Record) -> tuple[str, str, str]:
    """Given and family name, or the whole Chinese name: its parts are too short to weigh one by one."""
    given, family, whole = _text(record.first_name), _text(record.last_name), _text(record.name)
    written = f"{family}{given}" if given or family else whole
    if HAN.search(written):
        return "", "", _letters(written)
    if not (given or family):
        given, _, family = whole.rpartition(" ") if " " in whole else (whole, "", "")
    return _letters(given), _letters(family), ""


def _phone(written: str) -> str:
    """The digits without China's country code, `*` where some are hidden; "" for what cannot be anybody's number."""
    digits = re.sub(r"[^0-9*]", "", _text(written)).removeprefix("00")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    shown = digits.replace("*", "")
    return digits if len(shown) >= PHONE_DIGITS_MIN and len(set(shown)) > 1 else ""


def _email(written: str) -> str:
    return "".join(_text(written).split())


def _birthday(written: str) -> str:
    """YYYYMMDD, whatever the separators; a date no calendar holds is kept, since a typo is what we look for."""
    numbers = re.findall(r"\d+", _text(written).partition("t")[0])
    if len(numbers) >= 3 and len(numbers[0]) <= 2 and len(numbers[2]) == 4:
        numbers[0], numbers[2] = numbers[2], numbers[0]
    digits = numbers[0] + "".join(number.zfill(2) for number in numbers[1:3]) if numbers else ""
    return digits if len(digits) == 8 and digits not in PLACEHOLDER_BIRTHDAYS else ""


def _city(written: str) -> str:
    return _letters(_text(written)).removesuffix("市")


def _address(written: str) -> str:
    return re.sub(r"[^\w]+", " ", _text(written)).strip()


def _text(written: str) -> str:
    """Full-width and accented letters as plain ones, small; "" for what programs write where a value is missing."""
    plain = written if written.isascii() else _plain(written)
    text = " ".join(plain.casefold().split())
    return "" if text in MEANINGLESS else text


def _plain(written: str) -> str:
    apart = unicodedata.normalize("NFKD", written)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def _letters(text: str) -> str:
    """Letters, and the stars of a name shown in part."""
    return "".join(letter for letter in text if letter.isalpha() or letter == "*")
