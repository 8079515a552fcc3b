"""Money is an integer number of the currency's smallest unit; rounding is written here and nowhere else."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from siyu.kernel.errors import Invalid

# ISO 4217 currencies whose minor unit is not the hundredth.
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}
CENTS_MAX = 10**15
"""Ten trillion of a hundredths currency: larger sums are mistakes, and they still fit a signed 64-bit column."""


class CurrencyMismatch(Invalid):
    code = "currency_mismatch"
    zh = "币种不同（{left} 与 {right}），不能相加"
    en = "Cannot add {left} and {right}"


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency in its smallest unit (fen, cent, penny)."""

    cents: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return Money(self.cents + other.cents, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.cents, self.currency)


def minor_digits(currency: str) -> int:
    """How many decimals the currency's smallest unit has (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


def to_cents(amount: Decimal, currency: str) -> int:
    """An exact decimal amount of the main unit, rounded half away from zero to the smallest unit."""
    digits = max(len(amount.as_tuple().digits), 1) + 30
    with localcontext(prec=digits):  # the default of 28 digits would round a longer amount before we do
        return int(amount.scaleb(minor_digits(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_decimal(cents: int, currency: str) -> Decimal:
    """The amount in the main unit, exact."""
    return Decimal(cents).scaleb(-minor_digits(currency))
