"""Whatever stands in a query, a path or a cursor: an answer or a problem of the caller's, never an accident of ours."""

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text

from siyu.entrypoints.house import House
from tests.entrypoints.doors import NOBODY, Door, Operation, bring_in, operations

HOSTILE = [
    "%00", "a%ED%A0%80", "%F0%9F%8D%B5%FF", "9" * 30, "1" * 5000, "1e308", "1970-01-01", "9999-12-31", "0001-01-01", "",
    "%27%3B%20DROP%20TABLE%20events%3B%20--", "%7Bperson:UUID%7D%25(x)s%5C", NOBODY,
]  # fmt: skip
GETS = [item for item in operations() if item.method == "GET" and item.permission != "none"]
ORDERS = "order_no,paid_at,sku,product,quantity,amount,member_id,name\n1,2026-01-05 10:00,A,Tea,1,10.00,M1,Lin\n"


def no_accidents(door: Door, places: list[str]) -> None:
    answers = {place: door.ask("GET", place).status_code for place in places}
    assert {place: status for place, status in answers.items() if status not in (200, 400, 404, 422)} == {}


@pytest.mark.parametrize("operation", [item for item in GETS if item.queries], ids=str)
def test_no_query_parameter_is_an_accident(door: Door, house: House, operation: Operation) -> None:
    bring_in(door, house, ORDERS)
    no_accidents(door, [f"{operation.place}?{name}={value}" for name in operation.queries for value in HOSTILE])
    assert house.warehouse.rows("SELECT count() FROM events") == [(1,)]


@pytest.mark.parametrize("operation", [item for item in GETS if "{" in item.path], ids=str)
def test_no_path_is_an_accident(door: Door, operation: Operation) -> None:
    no_accidents(door, [operation.place.replace(NOBODY, value) for value in HOSTILE if value])


ALL_OF_TIME = [("1970-01-01", "9999-12-31"), ("0001-01-01", "9999-12-31"), ("1899-12-31", "2300-01-01")]
PERIODS = [*ALL_OF_TIME, ("1900-01-01", "1900-01-01"), ("9998-12-31", "9999-12-31")]


def test_any_period_has_an_answer(door: Door, house: House) -> None:
    bring_in(door, house, ORDERS)
    for path in ("insight/overview", "insight/trend", "insight/top-products", "orders", "audit"):
        for first, last in PERIODS:
            assert door.get(f"/v1/{path}?from={first}&to={last}")


def test_a_trend_over_all_of_time_stays_short(door: Door, house: House) -> None:
    bring_in(door, house, ORDERS)
    for grain in ("day", "week", "month"):
        for first, last in ALL_OF_TIME:
            points = door.get(f"/v1/insight/trend?grain={grain}&from={first}&to={last}")["points"]
            assert 1 <= len(points) <= 10_000
            assert sum(point["orders"] for point in points) == 1


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def forged(name: str) -> list[str]:
    key = ["u", NOBODY]
    values: list[Any] = [
        ["t", "2026-01-01T00:00:00"], ["t", "0001-01-01T00:00:00+14:00"], ["t", "9999-12-31T23:59:59-14:00"],
        ["t", "soon"], ["v", 1], ["v", 10**40], ["v", True], ["v", None], ["v", "x\x00"], ["v", "\ud800"], ["v", 1.5],
        ["v", []], ["w", 1], ["v"], None, {}, key,
    ]  # fmt: skip
    keys: list[Any] = [["u", "x"], ["u", 1], ["v", NOBODY], ["v", None], "u", None]
    cursors = [cursor(name, value, key) for value in values] + [cursor(name, ["v", None], value) for value in keys]
    return [*cursors, cursor(), cursor("other", ["v", 1], key), "e30", "é", "===="]


# One list for each type of column; the others are read by the same code.
LISTS = [
    ("people", "last_order_at"),
    ("people", "net_cents"),
    ("products", "name"),
    ("audit", "at"),
    ("staff", "email"),
]


@pytest.mark.parametrize(("path", "sort"), LISTS)
def test_no_cursor_is_an_accident(door: Door, house: House, path: str, sort: str) -> None:
    bring_in(door, house, ORDERS)
    no_accidents(door, [f"/v1/{path}?sort={sort}&cursor={quote(item)}" for item in forged(sort)])


def test_no_cursor_of_a_timeline_is_an_accident(door: Door, house: House) -> None:
    bring_in(door, house, ORDERS)
    [person] = door.get("/v1/people")["items"]
    moments = ["", "0", "-1", "-99999999999999", "99999999999999", "9" * 400, "NaN"]
    cursors = [*(f"{moment}.{NOBODY}" for moment in moments), "0.x", "0", "."]
    no_accidents(door, [f"/v1/people/{person['id']}/timeline?cursor={item}" for item in cursors])


PHRASES = [
    "'; DROP TABLE staff; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "%s %(x)s", "\\", "🍵" * 20,
    "=1+1",
]  # fmt: skip


def test_what_is_written_comes_back_as_it_was(door: Door, house: House) -> None:
    for number, phrase in enumerate(PHRASES):
        kept = door.post("/v1/api-keys", {"name": phrase, "kind": "secret", "scopes": ["people:read"]})
        assert kept["key"]["name"] == phrase
        cell = '"' + phrase.replace('"', '""') + '"'
        told = bring_in(door, house, f"sku,name,category\nS{number},{cell},{cell}\n", mapping="products")
        assert told["created"] == 1, told
        [product] = door.get(f"/v1/products?q={quote(phrase)}&category={quote(phrase)}")["items"]
        assert (product["name"], product["category"]) == (phrase, phrase)
    with house.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff")).scalar_one() == 1


@pytest.mark.parametrize("name", ["=1+1.csv", "../../etc/passwd", "订单.csv", "a%00b.csv", "%ED%A0%80", "x" * 255])
def test_the_name_of_a_file_is_only_a_name(door: Door, house: House, name: str) -> None:
    answer = door.upload(ORDERS.encode(), name)
    assert answer.status_code in (201, 422), answer.text
    uploads = house.settings.data_dir / "uploads"
    kept = [path.name for path in uploads.iterdir()] if uploads.exists() else []
    assert kept == ([answer.json()["id"]] if answer.status_code == 201 else [])
