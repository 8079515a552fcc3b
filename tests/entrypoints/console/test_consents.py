"""Consent over HTTP: what stands, what was said, giving and withdrawing with evidence, and the texts."""

from typing import Any
from uuid import uuid4

import pytest

from siyu.entrypoints.house import House
from siyu.people.consent.contract import CHANNELS, TERMS
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import NOBODY, Door, bring_in, every_page

TEXT = {"purpose": "marketing", "version": "2026-01", "zh": "同意接收优惠信息", "en": "I agree to receive offers"}
EVIDENCE = {"how": "paper", "where": "Nanjing Road shop", "reference": "form 17", "note": "Ann 13800000001"}
GRANT = {"purpose": "marketing", "channel": "sms", "state": "granted", "version": "2026-01", "evidence": EVIDENCE}
WITHDRAWAL = {"purpose": "marketing", "channel": "any", "state": "withdrawn", "evidence": {"how": "call"}}


@pytest.fixture
def person(door: Door, house: House) -> str:
    """Somebody who bought once, under `/v1/people`; a text for marketing is published."""
    bring_in(door, house, "order_no,paid_at,amount,member_id\n1,2026-01-05 10:00,10.00,M1\n")
    door.post("/v1/consent-texts", TEXT)
    return f"/v1/people/{door.get('/v1/people')['items'][0]['id']}"


def allowed(door: Door, person: str) -> set[tuple[str, str]]:
    return {
        (item["purpose"], cell["channel"])
        for item in door.get(f"{person}/consents")["items"]
        for cell in item["channels"]
        if cell["is_allowed"]
    }


def refusal(door: Door, path: str, body: Any) -> str:
    return door.says("POST", path, body, Idempotency_Key=str(uuid4()))


def test_what_stands_is_shown_for_every_purpose_and_channel(door: Door, person: str) -> None:
    shown = door.get(f"{person}/consents")["items"]
    assert [item["purpose"] for item in shown] == list(TERMS)
    assert all([cell["channel"] for cell in item["channels"]] == list(CHANNELS) for item in shown)
    free = {(item["purpose"], channel) for item in shown for channel in CHANNELS if item["is_opt_out"]}
    assert allowed(door, person) == free
    given = door.post(f"{person}/consents", GRANT)
    assert (given["state"], given["version"], given["source"]) == ("granted", "2026-01", "console")
    assert allowed(door, person) == free | {("marketing", "sms")}
    [marketing] = [item for item in door.get(f"{person}/consents")["items"] if item["purpose"] == "marketing"]
    cells = {cell["channel"]: cell["standing"] for cell in marketing["channels"]}
    assert (cells["sms"]["said_for"], cells["email"]) == ("sms", None)
    assert (marketing["zh"], marketing["en"]) == ("营销信息", "Marketing messages")
    door.post(f"{person}/consents", WITHDRAWAL)
    door.post(f"{person}/consents", {**WITHDRAWAL, "purpose": "personalisation"})
    assert allowed(door, person) == {cell for cell in free if cell[0] == "analytics"}


def test_history_and_the_log_say_who_wrote_what_down(door: Door, person: str) -> None:
    for said in (GRANT, WITHDRAWAL, GRANT):
        door.post(f"{person}/consents", said)
    rows = every_page(door, f"{person}/consents/history", limit=2)
    assert [(row["state"], row["channel"]) for row in rows] == [
        ("granted", "sms"), ("withdrawn", "any"), ("granted", "sms"),
    ]  # fmt: skip
    assert rows[0]["evidence"] == EVIDENCE
    given, taken = (door.get(f"/v1/audit?action=consent.{deed}")["items"] for deed in ("given", "withdrawn"))
    assert (len(given), len(taken)) == (2, 1)
    assert given[0]["after"] == {"purpose": "marketing", "channel": "sms", "version": "2026-01", "how": "paper"}
    assert given[0]["subject_id"] == person.rpartition("/")[2]
    assert "13800000001" not in str(door.get("/v1/audit")), "evidence can be erased, the log cannot"


def test_texts_are_published_once_and_stay(door: Door, person: str) -> None:
    for body, answer in (
        (TEXT, "409 consent_text_published"),
        ({**TEXT, "zh": "别的"}, "409 consent_text_published"),
        ({**TEXT, "version": "a b"}, "422 request_invalid"),
        ({**TEXT, "version": "2", "en": " "}, "422 request_invalid"),
        ({**TEXT, "purpose": "parties"}, "422 request_invalid"),
    ):
        assert refusal(door, "/v1/consent-texts", body) == answer, body
    door.post("/v1/consent-texts", {**TEXT, "purpose": "sharing"})
    door.post("/v1/consent-texts", {**TEXT, "version": "2026-02"})
    texts = every_page(door, "/v1/consent-texts?purpose=marketing", limit=1)
    assert {text["version"]: text["zh"] for text in texts} == {"2026-01": TEXT["zh"], "2026-02": TEXT["zh"]}
    assert door.get("/v1/consent-texts")["total"] == 3


def test_what_cannot_be_a_consent_is_refused(door: Door, person: str) -> None:
    for body, answer in (
        ({**GRANT, "version": None}, "422 consent_text_missing"),
        ({**GRANT, "version": "2031-07"}, "422 consent_text_missing"),
        ({**GRANT, "purpose": "sharing"}, "422 consent_text_missing"),
        ({**GRANT, "purpose": "parties"}, "422 request_invalid"),
        ({**GRANT, "channel": "pigeon"}, "422 request_invalid"),
        ({**GRANT, "state": "maybe"}, "422 request_invalid"),
        ({**GRANT, "evidence": {"how": "merge"}}, "422 request_invalid"),
        ({**GRANT, "evidence": {"how": "staff", "note": "\x00"}}, "422 request_invalid"),
        ({**GRANT, "evidence": {"how": "staff", "note": "x" * 501}}, "422 request_invalid"),
    ):
        assert refusal(door, f"{person}/consents", body) == answer, body
    assert door.get(f"{person}/consents/history")["total"] == 0
    for path in ("consents", "consents/history"):
        assert door.says("GET", f"/v1/people/{NOBODY}/{path}") == "404 person_missing"
    for said in (GRANT, WITHDRAWAL):
        assert refusal(door, f"/v1/people/{NOBODY}/consents", said) == "404 person_missing"


def test_staff_keep_consents_and_analysts_do_not_see_them(person: str, sign_in: SignIn) -> None:
    staff, analyst = sign_in("staff"), sign_in("analyst")
    assert staff.post(f"{person}/consents", WITHDRAWAL)["source"] == "console"
    assert analyst.says("GET", f"{person}/consents") == "403 permission_missing"
