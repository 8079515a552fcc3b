"""Verbs: what each sends, and what is refused before it is accepted."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest

from siyu.client import (
    Client,
    ClientClosed,
    ClientError,
    EventInvalid,
    EventTooLarge,
    HostInvalid,
    KeyInvalid,
)
from siyu.client.answers import Answer
from siyu.client.contract import Envelope
from siyu.client.world import World

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
WHO: Envelope = {"user_id": "M1"}
OPENID = {"openid": "o1"}
SKU = {"itemType": "sku", "itemId": "T1"}
Say = Callable[[Client], str]


class Wire:
    """Takes bodies as a server would."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def close(self) -> None:
        """Nothing is open."""

    def post(self, body: bytes) -> Answer:
        told = json.loads(body)
        assert told["sentAt"] == "2026-03-01T12:00:00.250Z"
        self.sent += told["batch"]
        return Answer(200, None, b'{"success":true}')


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def client(wire: Wire) -> Iterator[Client]:
    ids = iter(range(10**9))
    world = World(now=lambda: NOON, new_id=lambda: f"id-{next(ids)}")
    with Client("http://house", "sk_1", transport=wire, world=world) as opened:
        yield opened


VERBS: list[tuple[Say, str, dict[str, Any]]] = [
    (lambda c: c.track("paid", {"n": 1}, **WHO), "track", {"event": "paid", "properties": {"n": 1}}),
    (lambda c: c.track("seen", **WHO), "track", {"event": "seen", "properties": {}}),
    (lambda c: c.page("Home", {"url": "/"}, **WHO), "page", {"name": "Home", "properties": {"url": "/"}}),
    (lambda c: c.page(**WHO), "page", {"properties": {}}),
    (lambda c: c.screen("Cart", **WHO), "screen", {"name": "Cart", "properties": {}}),
    (lambda c: c.identify({"city": "杭州"}, **WHO), "identify", {"traits": {"city": "杭州"}}),
    (lambda c: c.group("store-7", {"n": 3}, **WHO), "group", {"groupId": "store-7", "traits": {"n": 3}}),
    (lambda c: c.alias("anon-1", **WHO), "alias", {"previousId": "anon-1"}),
    (lambda c: c.bind(identities=OPENID, user_id="M1"), "bind", {"identities": OPENID}),
    (lambda c: c.unbind(identities=OPENID, user_id="M1"), "unbind", {"identities": OPENID}),
    (lambda c: c.profile_set({"a": 1}, **WHO), "profile", {"verb": "set", "traits": {"a": 1}}),
    (lambda c: c.profile_set_once({"a": 1}, **WHO), "profile", {"verb": "set_once", "traits": {"a": 1}}),
    (lambda c: c.profile_increment({"n": 2}, **WHO), "profile", {"verb": "increment", "traits": {"n": 2}}),
    (lambda c: c.profile_append({"l": "x"}, **WHO), "profile", {"verb": "append", "traits": {"l": "x"}}),
    (lambda c: c.profile_unset(["a"], **WHO), "profile", {"verb": "unset", "traits": {"a": None}}),
    (lambda c: c.profile_delete(**WHO), "profile", {"verb": "delete", "traits": {}}),
    (lambda c: c.item_set("sku", "T1", {"n": 1}), "item_set", {**SKU, "properties": {"n": 1}}),
    (lambda c: c.item_delete("sku", "T1"), "item_delete", SKU),
]


@pytest.mark.parametrize(("say", "kind", "sent"), VERBS)
def test_each_verb_sends_its_envelope(client: Client, wire: Wire, say: Say, kind: str, sent: dict[str, Any]) -> None:
    assert say(client) == "id-0"
    assert client.flush(seconds_max=5)
    who = {} if kind.startswith("item_") else {"userId": "M1"}
    assert wire.sent == [{"type": kind, "messageId": "id-0", "timestamp": "2026-03-01T12:00:00.250Z", **sent, **who}]


def test_an_envelope_carries_everything_that_was_said(client: Client, wire: Wire) -> None:
    said = client.track(
        "seen",
        anonymous_id="a1",
        identities={"unionid": "u1"},
        timestamp=datetime(2026, 1, 1, tzinfo=UTC),
        context={"campaign": {"source": "wx"}},
        message_id="own-1",
    )
    client.track("seen", user_id="M1", timestamp="2025-12-31T23:59:59+08:00")
    assert client.flush(seconds_max=5)
    first, second = wire.sent
    assert said == first["messageId"] == "own-1"
    assert (first["anonymousId"], first["identities"], first["timestamp"]) == (
        "a1", {"unionid": "u1"}, "2026-01-01T00:00:00.000Z",
    )  # fmt: skip
    assert first["context"] == {"campaign": {"source": "wx"}}
    assert "userId" not in first
    assert second["timestamp"] == "2025-12-31T23:59:59+08:00"


def test_values_python_has_and_json_has_not_are_written_as_the_next_best(client: Client, wire: Wire) -> None:
    class Colour(Enum):
        RED = "red"

    values = {
        "price": Decimal("12.50"), "count": Decimal(3), "at": NOON, "day": date(2026, 3, 1), "id": UUID(int=1),
        "colour": Colour.RED, "tags": {"b", "a"}, "half": "a\ud800b", "pair": (1, 2),
    }  # fmt: skip
    client.track("seen", values, **WHO)
    assert client.flush(seconds_max=5)
    assert wire.sent[0]["properties"] == {
        "price": 12.5, "count": 3, "at": "2026-03-01T12:00:00.250000+00:00", "day": "2026-03-01",
        "id": str(UUID(int=1)), "colour": "red", "tags": ["a", "b"], "half": "a\ud800b", "pair": [1, 2],
    }  # fmt: skip


WRONG: list[tuple[Say, str]] = [
    (lambda c: c.track("seen"), "who"),
    (lambda c: c.track("", **WHO), "event"),
    (lambda c: c.track(None, **WHO), "event"),  # type: ignore[arg-type]
    (lambda c: c.track("seen", {"n": float("nan")}, **WHO), "JSON"),
    (lambda c: c.track("seen", {"f": open}, **WHO), "JSON"),
    (lambda c: c.track("seen", ["a"], **WHO), "properties"),  # type: ignore[arg-type]
    (lambda c: c.track("seen", user_id="M1", time="now"), "time"),  # type: ignore[call-arg]
    (lambda c: c.track("seen", user_id="M1", timestamp=datetime(2026, 1, 1)), "zone"),  # noqa: DTZ001
    (lambda c: c.track("seen", {"text": "茶" * 11_000}, **WHO), "32000"),
    (lambda c: c.bind(**WHO), "identities"),
    (lambda c: c.group(" ", **WHO), "group_id"),
    (lambda c: c.item_set("sku", "", {}), "item_id"),
]


@pytest.mark.parametrize(("say", "named"), WRONG)
def test_what_cannot_be_sent_is_refused_at_once_and_says_why(client: Client, wire: Wire, say: Say, named: str) -> None:
    with pytest.raises(EventInvalid) as refused:
        say(client)
    assert named in str(refused.value)
    client.close()
    assert wire.sent == []


def test_an_event_of_just_32_kb_is_taken(client: Client) -> None:
    shell = len(json.dumps({}, separators=(",", ":")))
    with pytest.raises(EventTooLarge) as refused:
        client.track("seen", {"text": "x" * 32_000}, **WHO)
    over = int(str(refused.value.facts["bytes"])) - 32_000 + shell - 2
    assert client.track("seen", {"text": "x" * (32_000 - over)}, **WHO)


@pytest.mark.parametrize(
    "host", ["", "house", "ftp://house", "http://", "http://u:p@house", "http://house:x", "http://a?b"]
)
def test_an_address_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(HostInvalid):
        Client(host, "sk_1")


@pytest.mark.parametrize("key", ["", "a b", "a\nb", "钥匙"])
def test_a_key_that_cannot_be_one_is_refused(key: str) -> None:
    with pytest.raises(KeyInvalid):
        Client("http://house", key)


def test_a_closed_client_takes_nothing(client: Client) -> None:
    assert client.close() == 0
    with pytest.raises(ClientClosed):
        client.track("seen", **WHO)
    assert client.close() == 0


def test_every_error_speaks_both_languages_and_stands_in_the_tree() -> None:
    kinds = [*ClientError.__subclasses__(), *EventInvalid.__subclasses__()]
    assert len(kinds) == 11
    for kind in kinds:
        assert all((kind.zh, kind.en, kind.code))
        assert kind.__name__ in (ClientError.__doc__ or "")


def test_it_stands_on_the_standard_library_alone() -> None:
    program = (
        "import sys; before = set(sys.modules); import siyu.client; new = set(sys.modules) - before\n"
        "strangers = {n.split('.')[0] for n in new} - set(sys.stdlib_module_names) - {'siyu'}\n"
        "rooms = {n for n in new if n.startswith('siyu.') and not n.startswith('siyu.client')}\n"
        "print(sorted(strangers | rooms), len(new) < 200)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[] True"
