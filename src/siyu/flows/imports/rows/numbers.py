"""Cells as whole quantities and exact amounts; a float never becomes money except through its own digits."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from functools import lru_cache

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.texts import filled, text
from siyu.kernel.money import CENTS_MAX, minor_digits, to_cents

QUANTITY_MAX = 1_000_000_000
MAJOR = frozenset({"major", "yuan"})
DIGITS_MAX = 40
_EXACT = Context(prec=2 * DIGITS_MAX + 20)
_DECORATION = re.compile(r"^(?:RMB|CNY|HK\$|US\$|[¥$€£])|(?:元|CNY|RMB|USD|EUR|GBP|[¥$€£])$", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+")
_BRACKETED = re.compile(r"\((.+)\)")
_SWAP = str.maketrans({",": ".", ".": ","})


@lru_cache(maxsize=65_536, typed=True)
def decimal(cell: Cell, mark: str) -> Decimal | None:
    """The exact number in the cell, None when blank; raises Unfit money_unreadable."""
    if isinstance(cell, str):
        return _written(cell, mark)
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal | None):
        raise Unfit("money_unreadable", cell)
    if cell is None or cell != cell:  # noqa: PLR0124  (NaN is how data frames write blank)
        return None
    return _bounded(Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell), cell)


@lru_cache(maxsize=65_536, typed=True)
def quantity(cell: Cell) -> int | None:
    """The whole number in the cell, None when blank; raises Unfit quantity_unreadable or quantity_out_of_range."""
    try:
        number = decimal(cell, ".")
    except Unfit:
        raise Unfit("quantity_unreadable", cell) from None
    if number is None:
        return None
    if abs(number) > QUANTITY_MAX:
        raise Unfit("quantity_out_of_range", cell)
    if number != number.to_integral_value():
        raise Unfit("quantity_unreadable", cell)
    return int(number)


def cents(amount: Decimal, currency: str, unit: str) -> int:
    """An exact amount in the smallest unit, rounded half away from zero; raises Unfit amount_out_of_range."""
    with localcontext(_EXACT):
        major = amount if unit in MAJOR else amount.scaleb(-minor_digits(currency))
        if abs(major) >= CENTS_MAX or abs(found := to_cents(major, currency)) >= CENTS_MAX:
            raise Unfit("amount_out_of_range", amount)
        return found


def product(price: Decimal, units: int) -> Decimal:
    """Price times quantity, exact."""
    return _EXACT.multiply(price, Decimal(units))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, exact."""
    with localcontext(_EXACT):
        return sum(amounts, Decimal(0))


def share(amount: Decimal, units: int) -> Decimal:
    """What one of `units` costs when all cost `amount`; the amount itself when there are none."""
    return _EXACT.divide(amount, Decimal(units)) if units else amount


def _written(cell: str, mark: str) -> Decimal | None:
    try:
        plain = unicodedata.normalize("NFKC", filled(text(cell))).replace(" ", "")
    except Unfit:
        raise Unfit("money_unreadable", cell) from None
    if not plain:
        return None
    bracketed = _BRACKETED.fullmatch(plain)
    bare = _DECORATION.sub("", _DECORATION.sub("", bracketed[1] if bracketed else plain))
    sign, digits = ("-", bare[1:]) if bare[:1] in "-−" else ("", bare)
    number = (digits if mark == "." else digits.translate(_SWAP)).removeprefix("¥").removeprefix("$")
    if len(number) > DIGITS_MAX * 2 or not _NUMBER.fullmatch(number) or (sign and number[:1] in "+-"):
        raise Unfit("money_unreadable", cell)
    value = _bounded(Decimal(sign + number.replace(",", "")), cell)
    return -value if bracketed else value


def _bounded(number: Decimal, cell: Cell) -> Decimal:
    """Refuses infinities and numbers whose digits could not be multiplied exactly."""
    if not number.is_finite():
        raise Unfit("money_unreadable", cell)
    if number and (abs(number.adjusted()) > DIGITS_MAX or len(number.as_tuple().digits) > DIGITS_MAX):
        raise Unfit("money_unreadable", cell)
    return number
