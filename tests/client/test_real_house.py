"""One story against a running server: a shop sends all day, and the server dies in the middle of it."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bench.server import Server
from siyu.client import Client, Failure, Result

VIEWS, PEOPLE = 600, 20
WAIT_SECONDS_MAX = 60


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Server(SIYU_HTTP__PORT=str(port), SIYU_BRAND__CURRENCY="CNY") as started:
        yield started


def key_of(server: Server) -> str:
    wanted = {"name": "shop", "kind": "secret", "scopes": ["events:write"]}
    answer = server.client.post("/v1/api-keys", json=wanted, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["secret"])


def ask(server: Server, path: str) -> Any:
    answer = server.client.get(path)
    assert answer.is_success, answer.text
    return answer.json()


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def volumes(server: Server) -> dict[str, int]:
    """How often the log holds each name."""
    return {row["seen"]["name"]: row["seen"]["count"] for row in ask(server, "/v1/events/dictionary")["items"]}


def view(client: Client, number: int) -> None:
    client.track("product_viewed", {"sku": f"T{number % 9}", "n": number}, user_id=f"M{number % PEOPLE}")


def test_a_day_of_a_shop_whose_server_is_killed_arrives_whole(server: Server, tmp_path: Path) -> None:
    results: list[Result] = []
    failures: list[Failure] = []
    address = str(server.client.base_url)
    listeners: dict[str, Any] = {"on_result": results.append, "on_error": failures.append}
    with Client(address, key_of(server), spool=tmp_path / "spool", interval_seconds=0.05, **listeners) as client:
        client.item_set("sku", "T1", {"name": "绿茶", "price_cents": 1250})
        client.profile_set({"city": "杭州"}, user_id="M1")
        client.profile_increment({"visits": 2}, user_id="M1")
        client.bind(user_id="M1", identities={"openid": "o-1"})
        for number in range(VIEWS // 2):
            view(client, number)
        wait_for(lambda: len(results) >= 50)
        server.kill()
        for number in range(VIEWS // 2, VIEWS):
            view(client, number)
        server.start()
        client.page("Home", anonymous_id="device-1")
        client.track("product_viewed", {"text": "a\ud800b"}, user_id="M1", timestamp="1999-01-01T00:00:00Z")
        assert client.flush(seconds_max=90)
    assert failures == []
    assert len(results) == VIEWS + 6
    assert {result.status for result in results} <= {"kept", "duplicate", "quarantined"}
    assert [result.code for result in results if result.status == "quarantined"] == ["time_out_of_range"]
    wait_for(lambda: volumes(server).get("product_viewed", 0) >= VIEWS)
    assert {"product_viewed": VIEWS, "page_viewed": 1, "item_recorded": 1}.items() <= volumes(server).items()
    assert ask(server, "/v1/items?type=sku")["items"][0]["properties"] == {"name": "绿茶", "price_cents": 1250}
    [person] = ask(server, "/v1/people?q=o-1")["items"]
    whole = ask(server, f"/v1/people/{person['id']}")
    assert {(link["type"], link["value"]) for link in whole["identifiers"]} == {("member_id", "M1"), ("openid", "o-1")}
    assert {trait["name"]: trait["value"] for trait in whole["traits"]} == {"city": "杭州", "visits": "2"}
