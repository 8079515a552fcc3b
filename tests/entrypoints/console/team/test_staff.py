"""Staff, keys and the audit log through the front door."""

import pytest

from siyu.kernel.tx import Begin
from siyu.team.staff.contract import Role
from tests.entrypoints.console.team.conftest import Browser, Visit
from tests.team.access.people import PASSWORD, employed

WU = {"email": "wu@example.com", "name": "Wu", "role": "analyst", "password": PASSWORD}
KEY = {"name": "ERP", "kind": "secret", "scopes": ["people:read"], "expires_at": None}


def test_an_owner_hires_changes_and_lets_in_again(owner: Browser, visit: Visit) -> None:
    assert owner.says("POST", "/v1/staff", WU) == "201"
    hired = owner.said
    assert set(hired) == {"id", "email", "name", "role", "disabled", "last_seen_at", "created_at"}
    assert owner.says("POST", "/v1/staff", WU) == "409 email_taken"
    member = visit()
    assert member.sign_in("wu@example.com").status_code == 200
    path = f"/v1/staff/{hired['id']}"
    assert owner.says("PATCH", path, {"role": "operator"}) == "200"
    assert owner.said["role"] == "operator"
    assert member.says("GET", "/v1/session") == "401 not_signed_in"
    assert owner.says("POST", f"{path}/password-resets") == "201"
    assert member.sign_in("wu@example.com", owner.said["password"]).status_code == 200
    assert owner.says("PATCH", path, {"disabled": True}) == "200"
    assert member.says("GET", "/v1/session") == "401 not_signed_in"
    assert [item["email"] for item in owner.ask("GET", "/v1/staff?sort=email").json()["items"]] == [
        "lin@example.com",
        "wu@example.com",
    ]


def test_the_last_owner_stays(owner: Browser) -> None:
    owner.ask("GET", "/v1/session")
    path = f"/v1/staff/{owner.said['staff']['id']}"
    assert owner.says("PATCH", path, {"role": "staff"}) == "409 last_owner"
    assert owner.says("PATCH", path, {"disabled": True}) == "409 last_owner"
    assert owner.says("PATCH", "/v1/staff/00000000-0000-0000-0000-000000000000", {}) == "404 staff_not_found"


def test_a_retry_gets_the_first_answer_without_what_is_shown_once(owner: Browser) -> None:
    retry = {"Idempotency-Key": "one and the same"}
    assert owner.says("POST", "/v1/api-keys", KEY, **retry) == "201"
    first = owner.said
    assert owner.says("POST", "/v1/api-keys", KEY, **retry) == "201"
    assert owner.said == {**first, "secret": None}
    assert owner.ask("GET", "/v1/api-keys").json()["total"] == 1


def test_a_key_opens_what_it_may_until_it_is_revoked(owner: Browser, visit: Visit) -> None:
    assert owner.says("POST", "/v1/api-keys", {**KEY, "scopes": ["staff:read", "audit:read"]}) == "201"
    made = owner.said
    assert set(made["key"]) == {
        "id", "name", "kind", "prefix", "scopes", "origins", "expires_at", "last_used_at", "created_at", "revoked_at",
    }  # fmt: skip
    machine = visit()
    machine.headers["Authorization"] = f"Bearer {made['secret']}"
    assert machine.says("GET", "/v1/staff") == "200"
    assert machine.says("GET", "/v1/api-keys") == "403 permission_missing"
    assert machine.says("GET", "/v1/session") == machine.says("DELETE", "/v1/session") == "401 not_signed_in"
    assert owner.says("DELETE", f"/v1/api-keys/{made['key']['id']}") == "204"
    assert machine.says("GET", "/v1/staff") == "401 not_signed_in"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"scopes": ["people:burn"]}, "422 key_invalid"),
        ({"kind": "public"}, "422 key_invalid"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "422 key_invalid"),
        ({"expires_at": "2030-01-01T00:00:00"}, "422 request_invalid"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(owner: Browser, body: dict[str, object], problem: str) -> None:
    assert owner.says("POST", "/v1/api-keys", {**KEY, **body}) == problem


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/staff", {"owner"}),
        ("POST", "/v1/staff", {"owner"}),
        ("GET", "/v1/api-keys", {"owner"}),
        ("POST", "/v1/api-keys", {"owner"}),
        ("GET", "/v1/audit", {"owner", "operator"}),
        ("GET", "/v1/audit/export", {"owner", "operator"}),
    ],
)
@pytest.mark.parametrize("role", ["owner", "operator", "staff", "analyst"])
def test_each_role_finds_its_own_doors_open(
    visit: Visit, begin: Begin, method: str, path: str, allowed: set[str], role: Role
) -> None:
    employed(begin, role)
    browser = visit()
    assert browser.says(method, path, {}).startswith("401")
    browser.sign_in()
    said = browser.says(method, path, {})
    assert (said == "403 permission_missing") is (role not in allowed), said


def test_the_audit_log_is_read_and_taken_along(owner: Browser) -> None:
    owner.ask("POST", "/v1/staff", {**WU, "name": "=1+1"})
    owner.ask("GET", "/v1/audit?action=staff&actor=Lin&from=2026-03-01&to=2026-03-01")
    [entry] = owner.said["items"]
    assert entry["actor"]["kind"] == "staff"
    assert (entry["action"], entry["after"]["name"], entry["before"]) == ("staff.hired", "=1+1", None)
    assert owner.ask("GET", "/v1/audit?from=2026-03-02").json()["items"] == []
    taken = owner.ask("GET", "/v1/audit/export?sort=at")
    assert taken.headers["content-type"].startswith("text/csv")
    assert "staff.hired" in taken.text
    assert PASSWORD not in taken.text
