"""The tracking plan over HTTP: read, define, try, retire; every change in the audit log."""

from typing import Any
from urllib.parse import quote

import pytest

from siyu.facts.plan.service import shipped
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import Door, every_page

PLAN = "/v1/tracking-plan"
EVENTS = f"{PLAN}/events"
LEASE = {"type": "object", "properties": {"months": {"type": "integer"}}, "required": ["months"]}


def place(name: str) -> str:
    return f"{EVENTS}/{quote(name, safe='')}"


def put(door: Door, name: str, **body: Any) -> Any:
    answer = door.ask("PUT", place(name), body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def entries(door: Door) -> list[tuple[str, str, Any, Any]]:
    found = door.get("/v1/audit?action=plan")["items"]
    return [(entry["action"], entry["subject_id"], entry["before"], entry["after"]) for entry in reversed(found)]


def test_the_whole_spec_is_listed_page_by_page_and_filtered(door: Door) -> None:
    listed = every_page(door, EVENTS, limit=50)
    assert [event["name"] for event in listed] == sorted(shipped())
    assert all(event["is_shipped"] and not event["is_changed"] and "schema" not in event for event in listed)
    [paid] = door.get(f"{EVENTS}?q=order+completed&group=order&origin=server&mode=warn&sort=-name&limit=1")["items"]
    assert (paid["name"], paid["title_zh"], paid["segment"]) == ("order_paid", "订单支付", ["Order Completed"])
    groups = door.get(f"{PLAN}/groups")
    assert [group["code"] for group in groups][:3] == ["visit", "browse", "checkout"]
    assert sum(len(group["events"]) for group in groups) == len(listed)
    whole = door.get(place("order_paid"))
    assert whole["schema"] == shipped()["order_paid"].schema
    assert {name: whole[name] for name in paid} == paid


def test_an_event_is_planned_changed_and_retired_and_each_is_written_down(door: Door) -> None:
    name = "租赁 asked/now?"
    made = put(door, name, schema=LEASE, mode="strict", title_zh="申请租赁", title_en="Lease asked", description="d")
    said = {"title": "Lease asked", "x-title-zh": "申请租赁", "description": "d"}
    assert made["schema"] == LEASE | said
    assert (made["mode"], made["title_en"]) == ("strict", "Lease asked")
    assert (made["is_shipped"], made["is_changed"]) == (False, True)
    assert door.get(place(name)) == made
    changed = door.ask("PATCH", place(name), {"mode": "off"}).json()
    assert changed == made | {"mode": "off"}
    assert door.ask("DELETE", place(name)).status_code == 204
    assert door.says("GET", place(name)) == "404 event_not_planned"
    strict, off = ({"mode": mode, "schema": LEASE | said} for mode in ("strict", "off"))
    assert entries(door) == [
        ("plan.event_defined", name, None, strict),
        ("plan.mode_set", name, strict, off),
        ("plan.event_retired", name, off, None),
    ]


def test_an_event_of_the_spec_takes_additions_and_goes_back(door: Door) -> None:
    before = door.get(place("cart_viewed"))
    made = put(door, "cart_viewed", schema={"properties": {"months": {"type": "integer"}}}, mode="strict")
    assert made["schema"]["properties"] == {"months": {"type": "integer"}, **before["schema"]["properties"]}
    refused = door.ask("PUT", place("cart_viewed"), {"schema": {"properties": {"items": {"type": "string"}}}})
    assert refused.status_code == 422
    [problem] = refused.json()["errors"]
    assert (problem["field"], problem["code"]) == ("schema/properties/items", "shipped")
    assert door.ask("DELETE", place("cart_viewed")).status_code == 204
    assert door.get(place("cart_viewed")) == before


def test_events_are_tried_by_name_or_by_schema(door: Door) -> None:
    path = f"{PLAN}/trials"
    paid = {"document": "A", "currency": "CNY", "amount_cents": 1}
    fine = door.post(path, {"name": "order_paid", "properties": paid})
    assert fine == {"is_valid": True, "violations": []}
    wrong = door.post(path, {"schema": LEASE, "properties": {"months": "two"}})
    assert wrong["is_valid"] is False
    assert [(found["path"], found["code"]) for found in wrong["violations"]] == [("/months", "type")]
    assert door.says("POST", path, {"name": "no_such", "properties": {}}) == "404 event_not_planned"
    assert door.says("POST", path, {"properties": {}}) == "422 schema_invalid"
    assert door.says("POST", path, {"name": "order_paid", "schema": LEASE, "properties": {}}) == "422 schema_invalid"
    assert door.says("POST", path, {"schema": {"$ref": "file:///etc/passwd"}, "properties": {}}) == "422 schema_invalid"


def test_the_mode_of_unplanned_events_is_a_setting(door: Door) -> None:
    assert door.get(f"{PLAN}/settings") == {"unplanned": "off"}
    assert door.ask("PUT", f"{PLAN}/settings", {"unplanned": "warn"}).json() == {"unplanned": "warn"}
    assert door.get(f"{PLAN}/settings") == {"unplanned": "warn"}
    assert door.says("PUT", f"{PLAN}/settings", {"unplanned": "never"}) == "422 request_invalid"
    assert entries(door) == [("plan.settings_changed", "", {"unplanned": "off"}, {"unplanned": "warn"})]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "422 request_invalid"),
        ({"schema": []}, "422 request_invalid"),
        ({"schema": LEASE, "mode": "loud"}, "422 request_invalid"),
        ({"schema": LEASE | {"title": "a\0"}}, "422 schema_invalid"),
        ({"schema": {"type": "object", "$ref": "http://example.com"}}, "422 schema_invalid"),
        ({"schema": LEASE | {"description": "x" * 70_000}}, "422 schema_invalid"),
    ],
)
def test_a_bad_plan_gets_a_clear_answer(door: Door, body: dict[str, Any], expected: str) -> None:
    assert door.says("PUT", place("lease_asked"), body) == expected


def test_a_body_without_end_gets_a_clear_answer(door: Door) -> None:
    headers = {**door.headers, "Content-Type": "application/json"}
    half = b'{"type": "object", "title": "\\ud800"}'
    for schema in (b"[" * 100_000, b'{"a":' * 100_000, b'{"type": "object", "minimum": NaN}', b"9" * 5_000, half):
        content = b'{"schema": ' + schema + b"}"
        assert door.client.put(place("lease_asked"), content=content, headers=headers).status_code in (400, 422)


def test_an_analyst_reads_the_plan_and_changes_nothing(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    assert analyst.get(f"{EVENTS}?limit=1")["total"] == len(shipped())
    assert analyst.says("PUT", place("lease_asked"), {"schema": LEASE}) == "403 permission_missing"
    assert analyst.says("PATCH", place("order_paid"), {"mode": "off"}) == "403 permission_missing"
