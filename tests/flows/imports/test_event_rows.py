"""Event files: names, times, people and typed properties, and the reason for every row that is no event."""

from typing import Any

import pytest

from siyu.flows.imports.codec import event_id, is_repeated, stage_row
from siyu.flows.imports.contract import EventRow, MappingInvalid, Outcome, Rejected, Skipped
from siyu.flows.imports.mapping import Mapping, parse_mapping
from siyu.flows.imports.ready import suggest_mapping
from siyu.flows.imports.rows.binding import bind, find, missing
from tests.flows.imports.files import NOW_MS, outcomes

CLICKS = """
name: clicks
title: {zh: 点击, en: clicks}
about: {zh: 点击, en: clicks}
kind: events
source: clicks
time_zone: Asia/Shanghai
columns: {event: what, time: when, session: session, anonymous_id: device, event_id: id, channel: channel}
identifiers: {member_id: who, phone: phone}
properties:
  page: page
  price: {columns: [price, 价格], type: number}
  n: {columns: n, type: integer}
  vip: {columns: vip, type: boolean}
"""
ECOM = ["user_id", "session_id", "event", "timestamp"]
ECOM_OTHERS = ["platform", "acquisition_channel", "user_cohort", "user_lifecycle"]


def clicks(text: str = "") -> Mapping:
    return parse_mapping(CLICKS + text)


def only(found: list[Outcome]) -> EventRow:
    (outcome,) = found
    assert not isinstance(outcome, Rejected | Skipped), outcome
    (row,) = outcome
    assert isinstance(row, EventRow)
    return row


def event(told: Mapping | None = None, **cells: Any) -> EventRow:
    """The event of a row with these cells."""
    said = {"what": "click", "when": "2025-01-05 09:03:07.250", "who": "M1", **cells}
    return only(outcomes(told or clicks(), list(said), list(said.values())))


def refusal(**cells: Any) -> tuple[str, str]:
    """The code and the column of the reason why a row with these cells is rejected."""
    said = {"what": "click", "when": "2025-01-05 09:03", "who": "M1", **cells}
    (outcome,) = outcomes(clicks(), list(said), list(said.values()))
    assert isinstance(outcome, Rejected), outcome
    return outcome.code, outcome.column


def test_a_row_becomes_an_event_with_everything_it_tells() -> None:
    row = event(
        session="s-1", device="d-1", id="e-1", channel="email", phone="138 1234 5678",
        page=" /home ", 价格="1,299.50", n="3", vip="是",
    )  # fmt: skip
    assert row == EventRow(
        row_no=2,
        event="click",
        happened_at_ms=1_736_038_987_250,
        identifiers=(("member_id", "M1"), ("phone", "+8613812345678")),
        anonymous_id="d-1",
        session="s-1",
        event_id="e-1",
        touch=(("channel", "email"),),
        properties=(("page", "/home"), ("price", 1299.5), ("n", 3), ("vip", True)),
    )


def test_blank_properties_are_left_out_and_typed_cells_keep_their_type() -> None:
    assert event(page="", price=None, n="", vip="").properties == ()
    kept = event(clicks("other_columns: keep"), page=7, **{"a.b": 1.5, "on sale": True, "count": 12, "note": "x"})
    assert kept.properties == (("page", "7"), ("a_b", 1.5), ("on sale", True), ("count", 12), ("note", "x"))
    assert event(n=3.0, price=2, vip=False).properties == (("price", 2.0), ("n", 3), ("vip", False))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"what": " "}, ("event_missing", "what")),
        ({"what": "x" * 101}, ("text_too_long", "what")),
        ({"what": "order_paid"}, ("event_reserved", "what")),
        ({"what": "coupon_redeemed"}, ("event_reserved", "what")),
        ({"what": "a\x00b"}, ("text_invalid", "what")),
        ({"when": ""}, ("time_missing", "when")),
        ({"when": "soon"}, ("time_unreadable", "when")),
        ({"when": "1999-12-31"}, ("time_before_2000", "when")),
        ({"when": "1970-01-01T00:00:00Z"}, ("time_before_2000", "when")),
        ({"when": "2025-11-21 13:00"}, ("time_in_future", "when")),
        ({"when": "2099-01-01"}, ("time_in_future", "when")),
        ({"n": "1.5"}, ("property_unreadable", "n")),
        ({"n": str(2**63)}, ("property_unreadable", "n")),
        ({"price": "cheap"}, ("property_unreadable", "price")),
        ({"vip": "maybe"}, ("property_unreadable", "vip")),
        ({"page": "\ud800"}, ("text_invalid", "page")),
        ({"session": "s" * 256}, ("text_too_long", "session")),
    ],
)
def test_what_is_no_event_is_rejected_with_its_reason_and_column(
    cells: dict[str, Any], reason: tuple[str, str]
) -> None:
    assert refusal(**cells) == reason


def test_an_event_may_happen_up_to_this_moment_and_not_a_minute_later() -> None:
    assert event(when="2025-11-21T04:40:00Z").happened_at_ms == NOW_MS
    assert event(when="2000-01-01T00:00:00Z").happened_at_ms == 946_684_800_000
    assert refusal(when="2025-11-21T04:41:00Z") == ("time_in_future", "when")


@pytest.mark.parametrize("nobody", ["", "0", "-1", "undefined", "guest", "NULL", "[object Object]", None])
def test_what_programs_write_for_nobody_is_nobody(nobody: str | None) -> None:
    assert event(who=nobody, device="d-1").identifiers == ()
    assert event(who="M1", device=nobody).anonymous_id == ""
    strict = clicks("guests: reject")
    (outcome,) = outcomes(strict, ["what", "when", "who"], ["click", "2025-01-05", nobody])
    assert isinstance(outcome, Rejected)
    assert outcome.code == "person_missing"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("traits: {city: city}", "traits"),
        ("columns: {event: what}", "time"),
        ("columns: {event: what, time: when, amount: a}", "amount"),
        ("identifiers: {user: who}", "user"),
        ("identifiers: {anonymous_id: device}", "anonymous_id"),
        ("properties: {a.b: x}", "a.b"),
        ("properties: {a: {columns: x, type: date}}", "type"),
        ("kind: persons", "no field"),
    ],
)
def test_a_mapping_that_events_cannot_follow_is_refused_with_the_place(change: str, said: str) -> None:
    plain = CLICKS.partition("properties:")[0]
    others = [line for line in plain.splitlines() if not line.startswith(change.partition(":")[0] + ":")]
    with pytest.raises(MappingInvalid) as refused:
        parse_mapping("\n".join([*others, change]))
    assert said in refused.value.message("en")


@pytest.mark.parametrize("setting", ["properties: {a: b}", "other_columns: keep"])
def test_only_events_have_properties(setting: str) -> None:
    persons = "name: p\ntitle: {zh: p, en: p}\nabout: {zh: p, en: p}\nkind: persons\nsource: p\n"
    with pytest.raises(MappingInvalid) as refused:
        parse_mapping(persons + "identifiers: {email: mail}\n" + setting)
    assert "only events" in refused.value.message("en")


def test_a_file_needs_somebody_an_event_and_a_time() -> None:
    assert bind(clicks(), ["what", "when", "device"]).unknown == ()
    assert missing(clicks(), find(clicks(), ["what"])) == [("time",), ("member_id", "phone", "anonymous_id")]


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ([*ECOM, *ECOM_OTHERS], "ecom_events"),
        (ECOM, "events"),
        ([*ECOM, "page", "price"], "events"),
        (["事件", "时间", "会员号", "页面"], "events"),
        (["order_no", "time", "amount", "user_id"], "orders"),
    ],
)
def test_the_fitting_mapping_is_suggested(columns: list[str], name: str) -> None:
    suggested = suggest_mapping(columns)
    assert suggested is not None
    assert suggested.name == name


def test_an_id_follows_from_what_the_row_tells_or_from_its_own_id() -> None:
    same = [stage_row(event(page=page), 0).document for page in ("/a", "/b")]
    assert same[0] == same[1]
    others: list[dict[str, Any]] = [
        {"who": "M2"},
        {"what": "tap"},
        {"when": "2025-01-05 09:04"},
        {"session": "s"},
        {"device": "d"},
    ]
    documents = {stage_row(event(**cells), 0).document for cells in others}
    assert len(documents | {same[0]}) == 6
    own = stage_row(event(id="e#7", who="M9"), 0).document
    assert (own, is_repeated(own), is_repeated("id:e#7#11"), is_repeated("as:0#2")) == ("id:e#7#1", False, True, False)
    assert event_id("clicks", own) == event_id("clicks", own) != event_id("taps", own)
