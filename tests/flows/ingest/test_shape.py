"""Every field of the envelope, right and wrong: what is refused says why, and nothing ever breaks."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyu.flows.ingest import clockwork
from siyu.flows.ingest.contract import TYPES, Hit
from siyu.flows.ingest.hits import Delivery, hits_of
from siyu.flows.ingest.reasons import MARKS, REASONS
from siyu.flows.ingest.shape import check_shape
from tests.flows.ingest.post import NOON_MS, SERVER, WEB, event, hit

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
FIELDS = (
    "type", "event", "messageId", "anonymousId", "userId", "identities", "timestamp", "sentAt", "properties", "traits",
    "context", "verb", "groupId", "itemType", "itemId", "previousId",
)  # fmt: skip


def fate(wanted: Hit) -> str:
    check_shape([wanted])
    return f"{wanted.fate} {wanted.code}".strip()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"event": "点击购买"}, "kept"),
        ({"event": ""}, "quarantined name_missing"),
        ({"event": None}, "quarantined name_missing"),
        ({"event": 5}, "quarantined name_invalid"),
        ({"event": "a\nb"}, "quarantined name_invalid"),
        ({"event": "x" * 101}, "quarantined name_invalid"),
        ({"type": "$ignore"}, "quarantined type_unknown"),
        ({"type": ["track"]}, "quarantined type_unknown"),
        ({"type": "unbind", "identities": {"phone": "13800138001"}}, "quarantined type_not_public"),
        ({"messageId": ""}, "quarantined message_id_invalid"),
        ({"messageId": "m" * 101}, "quarantined message_id_invalid"),
        ({"anonymousId": None}, "quarantined nobody"),
        ({"anonymousId": "undefined"}, "quarantined nobody"),
        ({"anonymousId": None, "userId": 0}, "quarantined nobody"),
        ({"anonymousId": "a" * 256}, "quarantined identity_invalid"),
        ({"anonymousId": "a\x00b"}, "quarantined identity_invalid"),
        ({"identities": {"shoe_size": "43"}}, "quarantined identity_unknown"),
        ({"identities": {"phone": "12"}}, "quarantined identity_invalid"),
        ({"identities": ["phone"]}, "quarantined field_invalid"),
        ({"properties": [1]}, "quarantined field_invalid"),
        ({"properties": {str(n): n for n in range(1001)}}, "quarantined too_many_properties"),
        ({"properties": {str(n): n for n in range(1000)}}, "kept"),
        ({"properties": {"a": 2**64}}, "quarantined number_out_of_range"),
        ({"properties": {"a": 2**64 - 1, "b": -(2**63)}}, "kept"),
        ({"properties": {"a": float("inf")}}, "quarantined number_out_of_range"),
        ({"properties": {"a": {"b": 1}, "a.b": 2}}, "quarantined property_ambiguous"),
        ({"properties": {"a.b": 2}}, "kept"),
        ({"timestamp": "yesterday"}, "quarantined time_invalid"),
        ({"timestamp": True}, "quarantined time_invalid"),
        ({"timestamp": "1970-01-01T00:00:00Z"}, "quarantined time_out_of_range"),
        ({"timestamp": 1e300}, "quarantined time_invalid"),
        ({"timestamp": "9999-12-31T23:59:59Z"}, "kept"),
        ({"type": "profile", "verb": "explode", "traits": {"a": 1}}, "quarantined verb_unknown"),
        ({"type": "group"}, "quarantined field_invalid"),
    ],
)
def test_a_field_is_taken_or_refused_with_its_reason(fields: dict[str, Any], expected: str) -> None:
    assert fate(hit(**{"name": "seen", **fields}) if "event" not in fields else hit({**event(), **fields})) == expected


def test_deep_properties_are_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(20):
        deep = {"d": deep}
    assert fate(hit(properties=deep)) == "quarantined too_deep"


def test_a_server_may_make_calls_a_browser_may_not() -> None:
    unbind = event(type="unbind", userId="m-1", identities={"phone": "13800138001"})
    assert fate(hit(unbind, SERVER)) == "kept"
    item = {"type": "item_set", "itemType": "sku", "itemId": 7, "properties": {"name": "Tea"}}
    assert (fate(hit(item, SERVER)), fate(hit(item))) == ("kept", "quarantined type_not_public")


def test_ids_are_the_senders_own_uuid_or_follow_from_their_text() -> None:
    own, text, other = hit(messageId="6ba7b810-9dad-11d1-80b4-00c04fd430c8"), hit(messageId="m1"), hit(messageId="m1")
    elsewhere = hit(event(messageId="m1"), SERVER)
    check_shape([own, text, other, elsewhere])
    assert own.id == UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    assert text.id == other.id != elsewhere.id


def test_a_members_id_counts_before_the_device_and_unionid_before_the_phone() -> None:
    found = hit(userId="m-1", identities={"phone": "138 0013 8001", "unionid": "u", "email": "A@Example.com"})
    check_shape([found])
    assert [item.type for item in found.identities] == ["member_id", "phone", "email", "unionid"]
    assert dict(found.identities)["phone"] == "+8613800138001"
    assert found.anonymous_id == "browser-1"


def test_the_log_keeps_names_of_traits_and_no_values() -> None:
    told = hit(event(type="identify", userId="m-1", traits={"phone": "13800138001", "city": "x"}))
    check_shape([told])
    assert (told.name, told.properties) == ("identified", {"traits": ["city", "phone"]})


def test_four_times_are_kept_and_the_future_is_clamped_and_marked() -> None:
    found = hit(timestamp="2030-01-01T00:00:00Z")
    found.sent_at = "2030-01-01T00:00:30Z"
    ahead = hit(timestamp="2099-01-01T00:00:00Z")
    check_shape([found, ahead])
    assert (found.time_ms, found.marks) == (NOON_MS - 30_000, [])
    assert (ahead.time_ms, ahead.marks) == (NOON_MS, ["time_clamped"])
    assert ahead.original_ms == round(datetime(2099, 1, 1, tzinfo=UTC).timestamp() * 1000)


@given(st.integers(0, 2**41), st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_a_clock_wrong_by_any_amount_is_put_right(really: int, wrong_by: int, waited: int) -> None:
    """Sent without delay: received = really + waited, the device says the same plus its error."""
    original, sent = really + wrong_by, really + waited + wrong_by
    assert clockwork.corrected_ms(original=original, sent=sent, received=really + waited) == really


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from(sorted(TYPES)), st.sampled_from([WEB, SERVER]))
def test_whatever_comes_has_a_fate_we_have_words_for(fields: dict[str, Any], kind: str, key: Any) -> None:
    [found] = hits_of(Delivery(key, [{"type": kind, **fields}], NOON_MS, is_doubtful=True))
    check_shape([found])
    assert found.fate in ("kept", "quarantined")
    assert found.fate == "kept" or found.code in REASONS
    assert set(found.marks) <= set(MARKS)
