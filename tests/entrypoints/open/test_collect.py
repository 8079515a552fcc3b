"""Events over HTTP: every way a library sends them, every limit, and whatever else may come."""

import base64
import gzip
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import Response

from siyu.entrypoints.house import House
from siyu.kernel.tx import SYSTEM
from siyu.team.access import service as access
from siyu.team.access.contract import NewKey
from tests.entrypoints.doors import EVERYTHING, Door, said

SHOP = "https://shop.example.com"
HOSTILE = [
    "'; DROP TABLE events; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "../../etc/passwd",
    "\u202e",
    "\\",
    "%00",
]


class Sender:
    """A program with a write key."""

    def __init__(self, api: FastAPI, house: House, kind: Any, origins: tuple[str, ...] = ()) -> None:
        self.door = Door(api)
        with house.begin(SYSTEM) as tx:
            wanted = NewKey("Web shop", kind, ("events:write",), origins=origins)
            self.made = access.make_key(tx, by=EVERYTHING, wanted=wanted)
        self.secret = self.made.secret

    def post(self, path: str, body: object = None, *, content: bytes | None = None, **headers: str) -> Response:
        sent = json.dumps(body).encode() if content is None else content
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer: Response = self.door.client.post(
            path, content=sent, headers={"Authorization": f"Bearer {self.secret}", "Accept-Language": "en", **named}
        )
        return answer


@pytest.fixture
def open_house(house: House) -> Iterator[House]:
    house.ingest.start(house.ingest.clock(), is_alone=True)
    yield house
    house.ingest.stop()


@pytest.fixture
def browser(api: FastAPI, open_house: House) -> Sender:
    return Sender(api, open_house, "public")


def event(**fields: Any) -> dict[str, Any]:
    return {"type": "track", "event": "seen", "messageId": str(uuid4()), "anonymousId": "browser-1", **fields}


def statuses(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [f"{result['status']} {result.get('code', '')}".strip() for result in answer.json()["results"]]


def test_every_way_a_library_names_its_key_is_understood(browser: Sender) -> None:
    basic = base64.b64encode(f"{browser.secret}:".encode()).decode()
    ways = [
        browser.post("/v1/track", event()),
        browser.post("/v1/track", event(), Authorization=f"Basic {basic}"),
        browser.post(f"/v1/t?writeKey={browser.secret}", event(), Authorization=""),
        browser.post("/v1/t", event(writeKey=browser.secret), Authorization=""),
        browser.post(
            "/v1/b", {"batch": [event()], "writeKey": browser.secret}, Authorization="", Content_Type="text/plain"
        ),
        browser.post("/v1/import", {"batch": [event()]}),
    ]
    assert [statuses(way) for way in ways] == [["kept"]] * len(ways)
    assert [way.json()["success"] for way in ways] == [True] * len(ways)


@pytest.mark.parametrize(
    "call", ["track", "page", "screen", "identify", "group", "alias", "bind", "profile", "t", "p", "s", "i", "g", "a"]
)
def test_every_call_has_its_path_and_the_path_says_which_it_is(browser: Sender, call: str) -> None:
    body = event(type="nonsense", userId="m-1", groupId="g", previousId="old", verb="set", traits={"city": "x"})
    assert statuses(browser.post(f"/v1/{call}", body)) == ["kept"]


def test_compressed_bodies_are_read_and_bombs_are_not(browser: Sender) -> None:
    good = gzip.compress(json.dumps({"batch": [event()]}).encode())
    assert statuses(browser.post("/v1/batch", content=good, Content_Encoding="gzip")) == ["kept"]
    bomb = gzip.compress(b'{"batch":["' + b"a" * 50_000_000 + b'"]}')
    assert len(bomb) < 100_000
    assert said(browser.post("/v1/batch", content=bomb, Content_Encoding="gzip")) == "413 batch_too_large"
    assert said(browser.post("/v1/batch", content=good[:-9], Content_Encoding="gzip")) == "400 body_broken"
    assert said(browser.post("/v1/batch", content=b"x", Content_Encoding="br")) == "400 body_broken"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "400 body_broken"),
        (b"{", "400 body_broken"),
        (b"[]", "400 body_broken"),
        (b"{}", "400 body_broken"),
        (b'{"batch":{}}', "400 body_broken"),
        (b'{"batch":[NaN]}', "400 body_broken"),
        (b'{"batch":' + b"[" * 5_000 + b"]" * 5_000 + b"}", "400 body_broken"),
        (b"\xff\xfe{", "400 body_broken"),
        (b'{"batch":[' + b'{"a":1},' * 3_000 + b"{}]}", "413 batch_too_large"),
        (b'{"batch":["' + b"a" * 600_000 + b'"]}', "413 batch_too_large"),
        (b"a" * 10_000_000, "413 batch_too_large"),
    ],
)
def test_a_bad_body_has_a_clear_answer(browser: Sender, content: bytes, expected: str) -> None:
    assert said(browser.post("/v1/batch", content=content)) == expected


def test_each_event_has_its_own_answer_in_the_language_asked_for(browser: Sender) -> None:
    large = event(properties={"text": "x" * 33_000})
    half = '{"batch":[' + json.dumps(event(event="cut \ud83d")) + "," + json.dumps(large) + ",5]}"
    answer = browser.post("/v1/batch", content=half.encode())
    assert statuses(answer) == ["kept", "quarantined event_too_large", "quarantined not_an_object"]
    assert answer.json()["results"][1]["message"] == "An event holds at most 32 KB"
    chinese = browser.post("/v1/track", event(event=""), Accept_Language="zh-CN")
    assert chinese.json()["results"][0]["message"] == "缺少事件名"


def test_a_key_may_be_held_to_its_own_pages(api: FastAPI, open_house: House) -> None:
    bound = Sender(api, open_house, "public", (SHOP,))
    assert statuses(bound.post("/v1/track", event(), Origin=SHOP)) == ["kept"]
    assert statuses(bound.post("/v1/track", event())) == ["kept"]
    refused = bound.post("/v1/track", event(), Origin="https://evil.example.com")
    assert said(refused) == "403 origin_refused"
    assert refused.headers["Access-Control-Allow-Origin"] == "https://evil.example.com", "so that its page can read why"
    preflight = bound.door.client.options(
        "/v1/batch", headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"}
    )
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (204, SHOP)
    assert "Access-Control-Allow-Origin" not in bound.door.client.get("/v1/session", headers={"Origin": SHOP}).headers


def test_a_wrong_or_revoked_key_is_told_so(api: FastAPI, open_house: House) -> None:
    sender = Sender(api, open_house, "public")
    for wrong in ("Bearer sy_pk_wrong", "Bearer \x7f", "Basic ???", "Bearer " + "x" * 500):
        assert said(sender.post("/v1/batch", {"batch": []}, Authorization=wrong)) == "401 not_signed_in"
    with open_house.begin(SYSTEM) as tx:
        access.revoke_key(tx, key_id=sender.made.key.id)
    assert said(sender.post("/v1/track", event())) == "401 not_signed_in"


def test_hostile_text_in_every_field_is_kept_as_text_or_refused(browser: Sender, open_house: House) -> None:
    events = [
        event(
            event=text, userId=text, anonymousId=text, properties={text: text, "deep": {text: [text]}},
            context={"campaign": {"source": text, "medium": text, "name": text}, "channelCode": text, "userAgent": text,
                     "session": {"id": text}, "page": {"referrer": text, "url": text}, "inviterToken": text},
        )
        for text in HOSTILE
    ]  # fmt: skip
    answers = browser.post("/v1/batch", {"batch": events})
    assert set(statuses(answers)) <= {"kept", "quarantined name_invalid"}
    while open_house.ingest.shipper.ship():
        pass
    kept = open_house.warehouse.rows("SELECT event, utm_source, channel_code FROM events ORDER BY event")
    assert kept == [(text, text, text) for text in sorted(text for text in HOSTILE if text.isprintable())]


def test_a_share_token_is_signed_for_the_visitor_who_asks(browser: Sender, open_house: House) -> None:
    first = browser.post("/v1/share-tokens", {"anonymousId": "browser-1"}).json()
    second = browser.post("/v1/share-tokens", {"anonymousId": "browser-2", "inviterToken": first["token"]}).json()
    assert (first["depth"], second["depth"]) == (1, 2)
    invited = event(anonymousId="browser-3", context={"inviterToken": second["token"]})
    forged = event(anonymousId="browser-3", context={"inviterToken": second["token"][::-1]})
    assert statuses(browser.post("/v1/batch", {"batch": [invited, forged]})) == ["kept", "kept"]
    while open_house.ingest.shipper.ship():
        pass
    found = open_house.warehouse.rows("SELECT event_id, share_depth, inviter_id, marks FROM events")
    by_id = {str(row[0]): row[1:] for row in found}
    assert by_id[invited["messageId"]][0] == 2
    assert by_id[invited["messageId"]][1] != UUID(int=0)
    assert by_id[forged["messageId"]] == (0, UUID(int=0), ["inviter_forged"])
    for bad in ({}, {"anonymousId": 5}, {"anonymousId": ""}, {"anonymousId": "a\x00"}):
        assert said(browser.post("/v1/share-tokens", bad)) == "400 body_broken"


def test_what_comes_in_is_seen_live_refused_in_the_quarantine_and_replayed(
    browser: Sender, door: Door, open_house: House
) -> None:
    browser.post("/v1/batch", {"batch": [event(userId="m-1", identities={"phone": "13800138001"}), event(event="")]})
    shown = door.get("/v1/events/live")
    assert [(item["fate"], item["code"]) for item in shown["items"]] == [("quarantined", "name_missing"), ("kept", "")]
    assert ["phone", "+86138****8001"] in shown["items"][1]["identities"]
    assert door.get(f"/v1/events/live?after={shown['newest']}")["items"] == []
    assert len(door.get("/v1/events/live?status=kept&q=SEEN")["items"]) == 1
    assert door.get(f"/v1/events/live?person_id={shown['items'][1]['person_id']}")["items"] == shown["items"][1:]
    [refused] = door.get("/v1/events/quarantine?state=waiting")["items"]
    assert door.get("/v1/events/quarantine/reasons")["waiting"] == 1
    assert door.get(f"/v1/events/quarantine/{refused['id']}") == refused
    assert door.post("/v1/events/quarantine/replays", {"code": "name_missing"}) == {"tried": 1, "passed": 0, "left": 1}
    assert door.post("/v1/events/quarantine/dismissals", {"ids": [refused["id"]]}) == {"dismissed": 1}
    assert door.get("/v1/events/quarantine/reasons") == {"items": [], "waiting": 0}
    assert "name_missing" in door.ask("GET", "/v1/events/quarantine/export").text
    while open_house.ingest.shipper.ship():
        pass
    [row] = door.get("/v1/events/dictionary?q=see")["items"]
    assert (row["seen"]["name"], row["seen"]["count"], row["mode"]) == ("seen", 1, None)
    assert door.get("/v1/events/dictionary/seen")["days"][0]["count"] == 1
    assert door.get("/v1/system")["ingest"] == {"spooled_events": 0, "oldest_seconds": 0.0, "quarantined": 0}
    assert set(door.get("/v1/events/codes")["reasons"]) > {"bot", "nobody"}
