"""Money: whole smallest units, rounded half away from zero, exact on the way back."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.kernel.money import CENTS_MAX, CurrencyMismatch, Money, minor_digits, to_cents, to_decimal

CURRENCIES = st.sampled_from(["CNY", "GBP", "JPY", "KRW", "KWD"])


@pytest.mark.parametrize(
    ("amount", "currency", "cents"),
    [
        ("9747747.933", "GBP", 974_774_793),
        ("0.005", "CNY", 1),
        ("-0.005", "CNY", -1),
        ("0.0049999", "CNY", 0),
        ("2.675", "CNY", 268),
        ("1.5", "JPY", 2),
        ("-1.5", "JPY", -2),
        ("1.0005", "KWD", 1001),
        ("1E+3", "CNY", 100_000),
        ("0.00499999999999999999999999999999999999", "CNY", 0),
        ("-0", "CNY", 0),
    ],
)
def test_an_amount_is_rounded_half_away_from_zero_to_its_currencys_smallest_unit(
    amount: str, currency: str, cents: int
) -> None:
    assert to_cents(Decimal(amount), currency) == cents


@given(cents=st.integers(-CENTS_MAX, CENTS_MAX), currency=CURRENCIES)
def test_cents_survive_the_way_to_a_decimal_and_back(cents: int, currency: str) -> None:
    assert to_cents(to_decimal(cents, currency), currency) == cents


@given(amount=st.decimals(-(10**12), 10**12, places=40), currency=CURRENCIES)
def test_rounding_is_done_once_and_on_every_digit_there_is(amount: Decimal, currency: str) -> None:
    exact = Fraction(amount) * 10 ** minor_digits(currency)
    expected = math.floor(abs(exact) + Fraction(1, 2))
    assert to_cents(amount, currency) == (expected if amount >= 0 else -expected)


def test_money_adds_up_in_one_currency_only() -> None:
    assert Money(150, "CNY") + -Money(50, "CNY") == Money(100, "CNY")
    with pytest.raises(CurrencyMismatch) as caught:
        Money(1, "CNY") + Money(1, "GBP")
    assert caught.value.message("en") == "Cannot add CNY and GBP"
