"""A published click stream, uploaded packed: 31,106 events of 600 people, however often it comes."""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.conftest import Shop
from tests.stories.lived_in import finish

STREAM = Path(__file__).parents[2] / "examples/ecom_events/ecom.csv.gz"
EVENTS, PEOPLE, SESSIONS = 31_106, 600, 3_605
FOR_EVER_MS = 10**12
FUNNEL = ["product_view", "add_to_cart", "shipping_details", "payment_details", "purchase"]


@pytest.fixture(scope="module")
def file_id(shop: Shop) -> str:
    uploaded = shop.door.upload(STREAM.read_bytes(), name="ecom.csv.gz")
    assert uploaded.status_code == 201, uploaded.text
    assert uploaded.json()["suggested_mapping"] == "ecom_events"
    return str(uploaded.json()["id"])


@pytest.fixture(scope="module")
def ended(shop: Shop, file_id: str) -> list[dict[str, Any]]:
    """Two imports of the same file."""
    started = [shop.door.post("/v1/imports", {"file_id": file_id, "mapping": "ecom_events"}) for _ in range(2)]
    return [finish(shop.door, run["id"]) for run in started]


def test_the_preview_shows_events_as_they_will_be(shop: Shop, file_id: str) -> None:
    shown = shop.door.post("/v1/imports/previews", {"file_id": file_id, "mapping": "ecom_events"})
    assert (shown["kind"], shown["problems"], shown["unknown_columns"]) == ("events", [], [])
    first = dict(zip(shown["columns"], shown["rows"][0], strict=True))
    assert (first["event"], first["happened_at_ms"]) == ("home", "2024-03-13T10:21:14+00:00")
    assert (first["identifiers"], first["touch"]) == ("member_id: user_0000", "channel: email")
    assert first["properties"] == "platform: desktop, user_cohort: 2024-01, user_lifecycle: returning"


def test_every_event_comes_in_once(ended: list[dict[str, Any]]) -> None:
    assert [run["state"] for run in ended] == ["done", "done"]
    assert all((run["documents_total"], run["rows_read"], run["problems"]) == (EVENTS, EVENTS, []) for run in ended)
    assert [(run["created"], run["unchanged"]) for run in ended] == [(EVENTS, 0), (0, EVENTS)]


def test_the_log_holds_every_event_person_session_and_tie(shop: Shop, ended: list[dict[str, Any]]) -> None:
    counts = "count(), uniqExact(event_id), uniqExact(person_id), uniqExact(session_id), uniqExact(event), min(time)"
    [(events, ids, people, sessions, names, first)] = logged(shop, counts)
    assert (events, ids, people, sessions, names) == (EVENTS, EVENTS, PEOPLE, SESSIONS, 19)
    assert str(first).startswith("2024-01-04")
    assert logged(shop, "uniqExact(session_id, time)") == [(30_943,)]
    assert logged(shop, "uniqExact(channel), uniqExact(properties.platform.:String)") == [(5, 3)]


def test_the_funnel_is_the_published_one(shop: Shop, ended: list[dict[str, Any]]) -> None:
    """Product view to purchase, in order, by session and by person."""
    steps = ", ".join(f"event = '{name}'" for name in FUNNEL)
    for who, published in {"session_id": [2868, 944, 418, 165, 44], "person_id": [598, 517, 401, 281, 146]}.items():
        depth = (
            f"SELECT windowFunnel(1000000000000)(toUInt64(toUnixTimestamp64Milli(time)), {steps}) AS depth FROM events"
        )
        sql = f"SELECT depth FROM ({depth} WHERE source = 'ecom_events' GROUP BY {who})"
        depths = [depth for (depth,) in shop.house.warehouse.rows(sql)]
        assert [sum(depth > step for depth in depths) for step in range(5)] == published


def test_the_people_of_the_record_are_those_of_the_log(shop: Shop, ended: list[dict[str, Any]]) -> None:
    found = shop.door.get("/v1/people?q=user_0000")
    assert found["total"] == 1
    [(events,)] = logged(shop, "count()", f"person_id = '{found['items'][0]['id']}'")
    assert events > 11
    assert shop.door.get("/v1/people?q=user_0&limit=1")["total"] == PEOPLE


def logged(shop: Shop, wanted: str, where: str = "1") -> list[tuple[Any, ...]]:
    return shop.house.warehouse.rows(f"SELECT {wanted} FROM events WHERE source = 'ecom_events' AND {where}")
