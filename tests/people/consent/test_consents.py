"""What people give and take back, what stands afterwards, and that silence is not consent."""

from datetime import timedelta
from uuid import uuid4

import pytest

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.consent import service as consent
from siyu.people.consent.contract import (
    CHANNELS,
    TERMS,
    ChannelUnknown,
    PurposeUnknown,
    TextMissing,
    TextPublished,
)
from siyu.people.identity.contract import PersonMissing
from tests.conftest import Hand
from tests.people.consent.ledger import FORM, VERSION, may, people, say, standings, stands

OPT_OUT = {"personalisation", "analytics"}


def test_of_who_said_nothing_only_what_stays_within_the_brand_is_allowed(tx: Tx) -> None:
    [ann] = people(tx, 1)
    for purpose in TERMS:
        for channel in CHANNELS:
            assert may(tx, ann, purpose, channel) == (purpose in OPT_OUT), (purpose, channel)
    assert consent.allowed(tx, person_id=ann) == {(purpose, channel) for purpose in OPT_OUT for channel in CHANNELS}
    assert standings(tx, ann) == []


def test_of_strangers_nothing_is_allowed(tx: Tx) -> None:
    [ann], stranger = people(tx, 1), uuid4()
    say(tx, ann, "granted")
    for purpose in TERMS:
        assert stranger not in consent.may(tx, person_ids=[stranger, ann], purpose=purpose, channel="any")
    assert consent.may(tx, person_ids=[stranger, ann], purpose="marketing", channel="sms") == {ann}
    assert consent.allowed(tx, person_id=stranger) == set()
    assert consent.may(tx, person_ids=[], purpose="marketing", channel="sms") == set()
    with pytest.raises(PersonMissing):
        say(tx, stranger, "withdrawn")


def test_the_latest_word_about_a_channel_or_about_any_counts(tx: Tx) -> None:
    [ann] = people(tx, 1)
    say(tx, ann, "granted", channel="sms")
    assert (may(tx, ann, channel="sms"), may(tx, ann, channel="email"), may(tx, ann)) == (True, False, False)
    say(tx, ann, "withdrawn", channel="any")
    assert not any(may(tx, ann, channel=channel) for channel in CHANNELS)
    say(tx, ann, "granted", channel="wecom")
    assert {channel for channel in CHANNELS if may(tx, ann, channel=channel)} == {"wecom"}
    say(tx, ann, "granted", channel="any")
    assert all(may(tx, ann, channel=channel) for channel in CHANNELS)
    say(tx, ann, "withdrawn", channel="phone")
    assert {channel for channel in CHANNELS if not may(tx, ann, channel=channel)} == {"phone", "any"}
    assert stands(tx, ann)["any"] == "granted"
    assert not may(tx, ann, "sharing", "sms"), "another purpose is another consent"
    found = {item.channel: item for item in standings(tx, ann)}
    assert (found["sms"].said_for, found["phone"].said_for) == ("any", "phone")
    assert (found["sms"].version, found["phone"].version, found["sms"].source) == (VERSION, None, "h5")


def test_do_not_personalise_is_one_withdrawal(tx: Tx) -> None:
    [ann, lin] = people(tx, 2)
    say(tx, ann, "withdrawn", "personalisation")
    assert consent.may(tx, person_ids=[ann, lin], purpose="personalisation", channel="mini_program") == {lin}
    assert may(tx, ann, "analytics")
    say(tx, lin, "withdrawn", "analytics", "mini_program")
    assert (may(tx, lin, "analytics", "mini_program"), may(tx, lin, "analytics", "wechat")) == (False, True)
    assert not may(tx, lin, "analytics", "any")


def test_a_later_word_counts_later_whatever_the_clock_says(begin: Begin, clock: Hand) -> None:
    with begin(SYSTEM) as tx:
        [ann] = people(tx, 1)
        say(tx, ann, "granted")
    clock.now -= timedelta(seconds=30)
    with begin(SYSTEM) as tx:
        assert may(tx, ann)
        say(tx, ann, "withdrawn")
        assert not may(tx, ann)


def test_history_shows_everything_that_was_said_newest_first(tx: Tx) -> None:
    [ann, lin] = people(tx, 2)
    said = [say(tx, ann, state) for state in ("granted", "withdrawn", "granted")]
    say(tx, lin, "granted")
    first = consent.history(tx, person_id=ann, wanted=PageWanted(limit=2))
    rest = consent.history(tx, person_id=ann, wanted=PageWanted(limit=2, cursor=first.next_cursor))
    assert [*first.items, *rest.items] == said[::-1]
    assert (first.total, rest.next_cursor) == (3, None)
    assert (said[0].evidence, said[0].origin_id, said[0].merge_id, said[0].voided_at) == (FORM, ann, None, None)


def test_a_consent_needs_words_that_were_published_and_stay_as_they_are(tx: Tx) -> None:
    [ann] = people(tx, 1)
    told = {"person_id": ann, "evidence": FORM, "source": "h5"}
    with pytest.raises(TextMissing):
        consent.give(tx, **told, purpose="marketing", channel="sms", version="2031-07")  # type: ignore[arg-type]
    with pytest.raises(PurposeUnknown):
        consent.give(tx, **told, purpose="parties", channel="sms", version=VERSION)  # type: ignore[arg-type]
    with pytest.raises(ChannelUnknown):
        consent.may(tx, person_ids=[ann], purpose="marketing", channel="pigeon")  # type: ignore[arg-type]
    with pytest.raises(TextPublished):
        consent.publish(tx, purpose="marketing", version=VERSION, zh="别的", en="other words")
    found = consent.texts(tx, wanted=PageWanted(), purpose="marketing")
    assert [(text.version, text.zh, text.en) for text in found.items] == [
        (VERSION, "同意营销信息", "I agree to Marketing messages")
    ]
    assert consent.texts(tx, wanted=PageWanted(limit=2)).total == len(TERMS)


def test_whoever_is_forgotten_has_said_nothing_and_is_asked_nothing(tx: Tx) -> None:
    [ann, lin] = people(tx, 2)
    say(tx, ann, "granted", "marketing", "sms")
    say(tx, lin, "withdrawn", "personalisation")
    consent.follow(tx, moves=[(lin, lin, ann)])
    [given, taken] = consent.export(tx, person_id=ann)
    assert (given["state"], given["text_zh"], given["text_en"]) == (
        "granted", "同意营销信息", "I agree to Marketing messages",
    )  # fmt: skip
    assert given["evidence"] == {"how": "form", "where": "https://example.com/join"}
    assert (taken["purpose"], taken["version"], taken["text_en"]) == ("personalisation", None, None)
    assert consent.forget(tx, person_id=ann) == {"consents": 2, "consent_merges": 1}
    assert consent.export(tx, person_id=ann) == []
    assert consent.history(tx, person_id=ann, wanted=PageWanted()).total == 0
    assert not may(tx, ann, "marketing", "sms")
