"""Order rows: one row becomes a sale, refund or adjustment, or says why not."""

from typing import Any

import pytest

from siyu.flows.imports.contract import Outcome, Rejected, Skipped, Unread
from siyu.flows.imports.rows.mapper import RowMapper
from tests.flows.imports.files import NOW_MS, lines, mapping, only, outcomes

COLUMNS = ("no", "time", "sku", "product", "qty", "price", "member", "phone", "email")
GOOD = ("A1", "2023-01-05 09:00:00", "S1", "茶壶", "2", "1.005", "M1", "13812345678", "")


def row(**changes: Any) -> tuple[Any, ...]:
    return tuple(changes.get(name, cell) for name, cell in zip(COLUMNS, GOOD, strict=True))


def code_of(outcome: Outcome) -> str:
    assert isinstance(outcome, Rejected | Skipped), outcome
    return outcome.code


def test_a_row_becomes_an_order_line() -> None:
    (line,) = lines(mapping(), COLUMNS, GOOD)
    assert line[:5] == (2, "A1", "sale", 1_672_880_400_000, "CNY")
    assert line.identifiers == (("member_id", "M1"), ("phone", "+8613812345678"))
    assert (line.sku, line.product, line.quantity) == ("S1", "茶壶", 2)
    assert (line.unit_price_cents, line.amount_cents) == (101, 201)


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"no": ""}, "document_missing", ""),
        ({"no": "1.2E+18"}, "document_imprecise", "no"),
        ({"time": ""}, "time_missing", "time"),
        ({"time": "soon"}, "time_unreadable", "time"),
        ({"time": "1989-12-31"}, "time_out_of_range", "time"),
        ({"qty": "1.5"}, "quantity_unreadable", "qty"),
        ({"qty": ""}, "quantity_unreadable", "qty"),
        ({"price": "cheap"}, "money_unreadable", "price"),
        ({"price": ""}, "money_missing", "price"),
        ({"price": "-1"}, "negative_price", ""),
        ({"price": "99999999999999"}, "amount_out_of_range", ""),
        ({"product": "a\x00b"}, "text_invalid", "product"),
        ({"sku": "x" * 200}, "text_too_long", "sku"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_where(changes: dict[str, str], code: str, column: str) -> None:
    (outcome,) = outcomes(mapping(), COLUMNS, row(**changes))
    assert isinstance(outcome, Rejected)
    assert (outcome.row_no, outcome.code, outcome.column) == (2, code, column)
    assert len(outcome.raw) == len(COLUMNS)


def test_rows_of_another_shape_than_the_header_are_rejected_unless_only_blanks_differ() -> None:
    found = outcomes(mapping(), COLUMNS, GOOD[:4], (*GOOD, "more"), (*GOOD, ""), GOOD[:6])
    assert [outcome.code if isinstance(outcome, Rejected) else "" for outcome in found] == [
        "row_too_short",
        "row_too_long",
        "",
        "",
    ]


def test_a_row_the_reader_could_not_take_apart_is_rejected_with_its_reason() -> None:
    mapper = RowMapper(mapping(), COLUMNS, now_ms=NOW_MS)
    assert code_of(mapper(7, Unread("encoding_unreadable", "", ("?",)))) == "encoding_unreadable"
    assert [(problem.code, problem.first_row) for problem in mapper.tally.problems()] == [("encoding_unreadable", 7)]


def test_an_unusable_identifier_is_counted_and_the_row_is_kept() -> None:
    mapper = RowMapper(mapping(), COLUMNS, now_ms=NOW_MS)
    line = only(mapper(2, row(phone="138****5678", email="nonsense")))
    assert line.identifiers == (("member_id", "M1"),)
    assert {problem.code for problem in mapper.tally.problems()} == {"identifier_masked", "identifier_unusable"}


def test_guests_are_kept_or_rejected_as_the_mapping_says() -> None:
    guest = row(member="", phone="")
    assert lines(mapping(), COLUMNS, guest)[0].identifiers == ()
    assert code_of(outcomes(mapping(guests="reject"), COLUMNS, guest)[0]) == "person_missing"


def test_negative_prices_can_be_adjustments_of_their_own() -> None:
    (line,) = lines(mapping(negative_prices="adjustment"), COLUMNS, row(price="-3"))
    assert (line.kind, line.document, line.amount_cents) == ("adjustment", "A1-A", -600)


def test_prefixes_tell_refunds_and_adjustments() -> None:
    told = mapping("refunds: {document_prefix: C}\nadjustments: {document_prefix: B}\n")
    refund, adjustment, sale = lines(told, COLUMNS, row(no="C1", qty="-2"), row(no="B1", price="-9"), row(no="D1"))
    assert (refund.kind, refund.document, refund.amount_cents) == ("refund", "C1", -201)
    assert (adjustment.kind, adjustment.amount_cents) == ("adjustment", -1800)
    assert sale.kind == "sale"


def test_a_negative_quantity_can_be_a_refund_of_its_document() -> None:
    (line,) = lines(mapping("refunds: {negative_quantity: true}\n"), COLUMNS, row(qty="-1", price="5"))
    assert (line.kind, line.document, line.refunds_document) == ("refund", "A1-R", "A1")
    assert (line.quantity, line.amount_cents) == (-1, -500)


def test_a_refund_amount_on_the_row_becomes_a_refund_beside_the_sale() -> None:
    told = mapping(columns=mapping().columns | {"refund_amount": ("back",), "refunded_at": ("back_at",)})
    columns = (*COLUMNS, "back", "back_at")
    sale, part = lines(told, columns, (*row(price="10"), "5", "2023-02-01"))
    assert (sale.amount_cents, part.amount_cents, part.quantity) == (2000, -500, 0)
    assert (part.kind, part.document, part.refunds_document) == ("refund", "A1-R", "A1")
    assert part.placed_at_ms > sale.placed_at_ms
    sale, whole = lines(told, columns, (*row(price="10"), "20", ""))
    assert (whole.amount_cents, whole.quantity, whole.placed_at_ms) == (-2000, -2, sale.placed_at_ms)
    assert len(lines(told, columns, (*row(price="10"), "0", ""))) == 1


def test_a_refund_larger_than_its_row_is_taken_and_counted() -> None:
    told = mapping(columns=mapping().columns | {"refund_amount": ("back",)})
    mapper = RowMapper(told, (*COLUMNS, "back"), now_ms=NOW_MS)
    mapper(2, (*row(price="0"), "5"))
    assert [problem.code for problem in mapper.tally.problems()] == ["refund_exceeds_amount"]


def test_statuses_skip_refund_and_undo() -> None:
    told = mapping(
        "statuses: {columns: status, paid: [paid], skipped: ['*cancel*'], refunded: [refunded], refunds: [return], "
        "others: reject}\nrefunds: {amounts: unsigned}\n"
    )
    columns = (*COLUMNS, "status")
    found = outcomes(told, columns, *((*GOOD, status) for status in ("Paid", "(Cancelled)", "refunded", "return", "?")))
    assert only(found[0]).kind == "sale"
    assert code_of(found[1]) == "status_skipped"
    assert isinstance(found[2], tuple)
    assert [getattr(line, "amount_cents", None) for line in found[2]] == [201, -201]
    assert (only(found[3]).document, only(found[3]).amount_cents, only(found[3]).quantity) == ("A1-R", -201, -2)
    assert code_of(found[4]) == "status_unknown"


def test_orders_that_were_never_paid_can_be_left_out_or_take_the_time_of_the_order() -> None:
    assert code_of(outcomes(mapping(blank_time="skip"), COLUMNS, row(time=""))[0]) == "unpaid"
    columns = mapping().columns | {"ordered_at": ("ordered",)}
    told = mapping(columns=columns, blank_time="ordered_at")
    (line,) = lines(told, (*COLUMNS, "ordered"), (*row(time=""), "2023-01-05 09:00:00"))
    assert line.placed_at_ms == 1_672_880_400_000


def test_an_amount_in_the_file_wins_over_price_times_quantity() -> None:
    told = mapping(columns=mapping().columns | {"amount": ("paid",)})
    (line,) = lines(told, (*COLUMNS, "paid"), (*row(price="10"), "15.5"))
    assert (line.unit_price_cents, line.amount_cents) == (1000, 1550)
    columns = {"document": ("no",), "placed_at": ("time",), "amount": ("price",), "quantity": ("qty",)}
    (line,) = lines(mapping(columns=columns), COLUMNS, row(price="10", qty="3"))
    assert (line.unit_price_cents, line.amount_cents) == (333, 1000)


def test_a_line_discount_is_taken_off_before_rounding() -> None:
    told = mapping(columns=mapping().columns | {"line_discount": ("off",)})
    (line,) = lines(told, (*COLUMNS, "off"), (*row(price="10.004"), "0.003"))
    assert line.amount_cents == 2001  # 20.008 − 0.003 = 20.005


def test_money_can_be_written_in_cents_and_currencies_differ_by_row() -> None:
    told = mapping("money_unit: cents\n", columns=mapping().columns | {"currency": ("cur",)})
    yuan, yen = lines(told, (*COLUMNS, "cur"), (*row(price="1999"), ""), (*row(price="1999"), "jpy"))
    assert (yuan.currency, yuan.unit_price_cents) == ("CNY", 1999)
    assert (yen.currency, yen.unit_price_cents) == ("JPY", 1999)
    assert code_of(outcomes(told, (*COLUMNS, "cur"), (*GOOD, "dollars"))[0]) == "currency_unknown"


def test_a_line_without_an_sku_is_known_by_its_title_and_a_whole_order_is_no_product() -> None:
    assert lines(mapping(), COLUMNS, row(sku=""))[0].sku == "茶壶"
    assert lines(mapping(grain="order"), COLUMNS, row(sku=""))[0].sku == ""


CARRIED = """
carry_down: [placed_at, member_id]
charges: [{title: Shipping, add: [ship]}]
refunds: {level: order}
"""


def test_cells_of_the_order_are_carried_down_and_its_charges_and_refunds_come_once() -> None:
    told = mapping(CARRIED)
    told = told.model_copy(update={"columns": told.columns | {"refund_amount": ("back",)}})
    columns = (*COLUMNS, "ship", "back")
    first, second = (*row(price="10"), "7", "5"), (*row(price="1", time="", member="", phone=""), "", "")
    other = (*row(no="A2", member="", phone=""), "", "")
    found = lines(told, columns, first, second, other)
    assert [(line.document, line.product, line.amount_cents) for line in found] == [
        ("A1", "茶壶", 2000),
        ("A1", "Shipping", 700),
        ("A1-R", "", -500),
        ("A1", "茶壶", 200),
        ("A2", "茶壶", 201),
    ]
    assert found[3].identifiers == (("member_id", "M1"),)
    assert found[4].identifiers == ()
    assert found[1].sku == ""


def test_a_restart_in_the_middle_of_an_order_goes_on_as_if_nothing_had_happened() -> None:
    told = mapping(CARRIED)
    columns = (*COLUMNS, "ship")
    rows = [(*row(price="10"), "7"), (*row(price="1", time="", member=""), ""), (*row(no="A2", qty="?"), "")]
    whole = RowMapper(told, columns, now_ms=NOW_MS)
    expected = [whole(number, cells) for number, cells in enumerate(rows)]
    for kill_after in range(len(rows)):
        before = RowMapper(told, columns, now_ms=NOW_MS)
        found = [before(number, cells) for number, cells in enumerate(rows[:kill_after])]
        after = RowMapper(told, columns, now_ms=NOW_MS, saved=before.saved())
        found += [after(number, cells) for number, cells in enumerate(rows[kill_after:], kill_after)]
        assert found == expected
        assert after.tally.problems() == whole.tally.problems()
