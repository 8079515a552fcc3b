"""Cells as identifiers of a person: phones as E.164, e-mails folded, shop ids as text; masked ones are none."""

import re
from functools import lru_cache

import phonenumbers

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.texts import code_text, filled, text

IDENTIFIER_CHARS_MAX = 256
_MASKED = re.compile(r"[*＊•●]")
_MAINLAND = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_VIRTUAL = re.compile(r"(?:\+?86)?1\d{10}\s*(?:[-,，#转]|ext\.?)\s*\d{1,8}", re.IGNORECASE)
_FILLING = re.compile(r"[\s().\-]+")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\s@.<>,;:\"()\[\]\\]+\.)+[^\s@.<>,;:\"()\[\]\\]{2,63}")


@lru_cache(maxsize=65_536, typed=True)
def identifier(kind: str, cell: Cell, region: str) -> str:
    """The normalised value, "" when blank; raises Unfit identifier_masked or identifier_unusable."""
    value = _value(kind, cell)
    if not value:
        return ""
    if _MASKED.search(value) or (kind == "phone" and _VIRTUAL.fullmatch(value)):
        raise Unfit("identifier_masked", cell)
    match kind:
        case "phone":
            return _phone(value, region)
        case "email":
            return _email(value)
        case _:
            return value


def _value(kind: str, cell: Cell) -> str:
    try:
        value = text(cell) if kind == "email" else code_text(cell, chars_max=IDENTIFIER_CHARS_MAX)
    except Unfit:
        raise Unfit("identifier_unusable", cell) from None
    return filled(value)


def _phone(value: str, region: str) -> str:
    digits = _FILLING.sub("", value)
    mainland = _MAINLAND.fullmatch(digits)
    if mainland and (region == "CN" or not digits.startswith("1")):
        return f"+86{mainland[1]}"
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        raise Unfit("identifier_unusable", value) from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Unfit("identifier_unusable", value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str) -> str:
    folded = value.casefold().removeprefix("mailto:")
    if len(folded) > IDENTIFIER_CHARS_MAX - 2 or not _EMAIL.fullmatch(folded):
        raise Unfit("identifier_unusable", value)
    return folded
