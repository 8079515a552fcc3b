"""Cells: text, whole numbers, exact money, moments and identifiers, and why one is refused."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.flows.imports.contract import Cell
from siyu.flows.imports.reasons import Unfit
from siyu.flows.imports.rows.identifiers import identifier
from siyu.flows.imports.rows.numbers import cents, decimal, product, quantity
from siyu.flows.imports.rows.texts import code_text, shown, spelled, text
from siyu.flows.imports.rows.times import moment_reader
from siyu.kernel.money import CENTS_MAX
from tests.flows.imports.files import NOW_MS

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('="0012345"', "0012345"),
        ("'0012345", "0012345"),
        ("\t0012345 ", "0012345"),
        ("'=SUM(A1)", "=SUM(A1)"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("'Tis the season", "'Tis the season"),
        ("茶壶\u3000大\n号", "茶壶 大 号"),
        (17850.0, "17850"),
        (True, "true"),
        (None, ""),
    ],
)
def test_text_is_unwrapped_and_never_run(cell: Cell, expected: str) -> None:
    assert text(cell) == expected


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800b", "a\x1bb", "a\x7fb"])
def test_control_characters_and_broken_characters_are_refused(cell: str) -> None:
    with pytest.raises(Unfit, match="text_invalid"):
        text(cell)
    shown(cell).encode()


@pytest.mark.parametrize("cell", ["1.23457E+17", 1.2345678901234567e18])
def test_a_document_number_that_lost_its_digits_is_refused(cell: Cell) -> None:
    with pytest.raises(Unfit, match="document_imprecise"):
        code_text(cell)


def test_whole_floats_are_codes_without_their_point() -> None:
    assert (code_text("17850.0"), code_text(17850.0), code_text("0017850")) == ("17850", "17850", "0017850")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,234.50", "1234.50"),
        ("￥12.30", "12.30"),
        ("-¥5", "-5"),
        ("12.3元", "12.3"),
        ("(12.30)", "-12.30"),
        ("１２.５", "12.5"),
        (2.55, "2.55"),
        (1e-7, "1E-7"),
        (Decimal("0.005"), "0.005"),
        (3, "3"),
    ],
)
def test_amounts_are_read_exactly(cell: Cell, expected: str) -> None:
    assert decimal(cell, ".") == Decimal(expected)


@pytest.mark.parametrize(
    "cell", ["12,30", "1.2.3", "abc", "--5", "1e5", float("inf"), True, "1,23,4", dt.date(2020, 1, 1)]
)
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(Unfit, match="money_unreadable"):
        decimal(cell, ".")


def test_a_decimal_comma_is_read_where_the_mapping_says_so() -> None:
    assert decimal("1.234,50", ",") == Decimal("1234.50")


@pytest.mark.parametrize("cell", ["", " ", None, "-", "--", "null", float("nan"), "N/A"])
def test_blank_amounts_and_quantities_are_nothing(cell: Cell) -> None:
    assert decimal(cell, ".") is None
    assert quantity(cell) is None


@pytest.mark.parametrize(("cell", "expected"), [("3", 3), ("3.0", 3), (-2.0, -2), ("1,000", 1000), (5, 5)])
def test_whole_quantities_are_read(cell: Cell, expected: int) -> None:
    assert quantity(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [("0.5", "quantity_unreadable"), ("two", "quantity_unreadable"), (10**10, "quantity_out_of_range")],
)
def test_other_quantities_are_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        quantity(cell)


@pytest.mark.parametrize(
    ("amount", "currency", "unit", "expected"),
    [
        ("1.005", "CNY", "major", 101),
        ("-1.005", "CNY", "yuan", -101),
        ("1.4", "CNY", "cents", 1),
        ("12", "JPY", "major", 12),
        ("1.2345", "KWD", "major", 1235),
        ("250", "CNY", "fen", 250),
    ],
)
def test_rounding_goes_half_away_from_zero_in_the_smallest_unit(
    amount: str, currency: str, unit: str, expected: int
) -> None:
    assert cents(Decimal(amount), currency, unit) == expected


@given(
    price=st.decimals(min_value=-(10**7), max_value=10**7, places=6),
    units=st.integers(min_value=-(10**4), max_value=10**4),
)
def test_a_line_is_rounded_once_from_its_exact_amount(price: Decimal, units: int) -> None:
    exact = Fraction(price) * units * 100
    magnitude = (abs(exact) * 2 + 1) // 2
    assert cents(product(price, units), "CNY", "major") == (magnitude if exact >= 0 else -magnitude)


@given(number=st.floats(min_value=-1e10, max_value=1e10).filter(lambda number: number == 0 or abs(number) > 1e-30))
def test_a_float_becomes_money_through_its_own_digits(number: float) -> None:
    amount = decimal(number, ".")
    assert amount == Decimal(repr(number))
    assert cents(amount, "CNY", "major") == int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(cell=st.text() | st.floats() | st.integers() | st.decimals(allow_nan=False) | st.booleans() | st.none())
def test_any_cell_is_an_amount_in_range_or_refused(cell: Cell) -> None:
    try:
        amount = decimal(cell, ".")
        assert amount is None or abs(cents(amount, "CNY", "major")) < CENTS_MAX
        assert quantity(cell) is None or quantity(cell) == amount
    except Unfit:
        pass
    assert isinstance(spelled(cell), str)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2023-01-05 09:03:07", "2023-01-05T01:03:07"),
        ("2023/1/5 9:03", "2023-01-05T01:03:00"),
        ("2023年1月5日 9:03", "2023-01-05T01:03:00"),
        ("2023-01-05T09:03:07.5Z", "2023-01-05T09:03:07.500"),
        ("2025-10-07 09:50:26 +0200", "2025-10-07T07:50:26"),
        ("2023.1.5", "2023-01-04T16:00:00"),
        ('="2023-01-05 09:03:07"', "2023-01-05T01:03:07"),
        (dt.datetime(2023, 1, 5, 9, 3, 7), "2023-01-05T01:03:07"),  # noqa: DTZ001
        (dt.datetime(2023, 1, 5, 9, 3, 7, tzinfo=dt.UTC), "2023-01-05T09:03:07"),
        (dt.date(2023, 1, 5), "2023-01-04T16:00:00"),
    ],
)
def test_moments_are_read_in_the_zone_of_the_file(cell: Cell, expected: str) -> None:
    moment_ms = moment_reader(SHANGHAI, (), NOW_MS)(cell)
    assert moment_ms == round(dt.datetime.fromisoformat(expected + "+00:00").timestamp() * 1000)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("05.01.2023 09:03", "%d.%m.%Y %H:%M"),
        ("1672880580", "epoch_seconds"),
        (1672880580000, "epoch_milliseconds"),
        ("44931.377083333", "excel_serial"),
    ],
)
def test_a_mapping_can_name_other_ways_to_write_time(cell: Cell, form: str) -> None:
    assert moment_reader(SHANGHAI, (form,), NOW_MS)(cell) == 1_672_880_580_000


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("yesterday", "time_unreadable"),
        ("2023-13-01", "time_unreadable"),
        ("2023-02-30 10:00", "time_unreadable"),
        (12345, "time_unreadable"),
        (True, "time_unreadable"),
        ("1899-12-31", "time_out_of_range"),
        ("2999-01-01", "time_out_of_range"),
        (dt.datetime.max, "time_out_of_range"),  # noqa: DTZ901
        (dt.datetime.min, "time_out_of_range"),  # noqa: DTZ901
    ],
)
def test_other_moments_are_refused(cell: Cell, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        moment_reader(ZoneInfo("America/New_York"), (), NOW_MS)(cell)


@given(cell=st.text() | st.datetimes() | st.dates() | st.integers() | st.floats() | st.none())
def test_any_cell_is_a_moment_in_range_or_refused(cell: Cell) -> None:
    try:
        moment_ms = moment_reader(SHANGHAI, ("excel_serial", "epoch_seconds"), NOW_MS)(cell)
    except Unfit:
        return
    assert moment_ms is None or 0 < moment_ms <= NOW_MS + 86_400_000


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        ("phone", "13812345678", "+8613812345678"),
        ("phone", "+86 138-1234-5678", "+8613812345678"),
        ("phone", 13812345678.0, "+8613812345678"),
        ("phone", "0086 13812345678", "+8613812345678"),
        ("phone", "010-6552 9988", "+861065529988"),
        ("phone", "+33 6 10 82 64 17", "+33610826417"),
        ("email", " Li.Lei@Example.COM ", "li.lei@example.com"),
        ("member_id", 17850, "17850"),
        ("taobao_buyer", "茶友", "茶友"),
        ("phone", "", ""),
        ("member_id", "-", ""),
    ],
)
def test_identifiers_are_written_one_way(kind: str, cell: Cell, expected: str) -> None:
    assert identifier(kind, cell, "CN") == expected


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("phone", "138****5678", "identifier_masked"),
        ("phone", "15012345678-1234", "identifier_masked"),
        ("taobao_buyer", "t**1", "identifier_masked"),
        ("email", "l***@qq.com", "identifier_masked"),
        ("phone", "12345", "identifier_unusable"),
        ("phone", "none given", "identifier_unusable"),
        ("email", "not an address", "identifier_unusable"),
        ("member_id", "1.7E+20", "identifier_unusable"),
        ("member_id", "x" * 300, "identifier_unusable"),
    ],
)
def test_what_does_not_name_a_person_is_no_identifier(kind: str, cell: Cell, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        identifier(kind, cell, "CN")


@given(kind=st.sampled_from(["phone", "email", "member_id"]), cell=st.text() | st.integers() | st.floats())
def test_a_normalised_identifier_stays_as_it_is(kind: str, cell: Cell) -> None:
    try:
        value = identifier(kind, cell, "CN")
    except Unfit:
        return
    assert not value or identifier(kind, value, "CN") == value
