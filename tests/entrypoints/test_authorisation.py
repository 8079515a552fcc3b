"""Every operation of OpenAPI, and everybody who may not use it."""

from urllib.parse import quote

import pytest
from fastapi import FastAPI

from siyu.entrypoints import static
from siyu.entrypoints.api import ROUTERS
from siyu.entrypoints.house import House
from siyu.team.access import service as access
from siyu.team.staff.contract import Role
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import Door, Operation, operations, signed_in, with_key

READERS = {"people:read", "orders:read", "products:read"}
COLLECTING = "write_key"
"""What a sender's key opens; no session does."""
OPERATORS = READERS | {
    "people:write", "people:reveal", "people:export", "orders:write", "orders:export", "products:write",
    "products:export", "imports:read", "imports:write", "insight:read", "insight:write", "system:read", "audit:read",
    "events:read", "events:plan", "ledger:read", "people:merge", "consent:read", "consent:write",
}  # fmt: skip
OWNERS = OPERATORS | {
    "staff:read", "staff:write", "keys:read", "keys:write", "system:write", "events:write", "ledger:write",
}  # fmt: skip
ROLES: dict[Role, set[str]] = {
    "owner": OWNERS,
    "operator": OPERATORS,
    "staff": READERS | {"consent:read", "consent:write"},
    "analyst": READERS | {"insight:read", "imports:read", "events:read"},
}
OPEN = {"GET /healthz", "GET /readyz", "GET /v1/setup", "POST /v1/setup", "POST /v1/session"}
REFUSED = {"401 not_signed_in", "403 permission_missing", "403 csrf_refused"}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


def guarded() -> list[Operation]:
    return [operation for operation in operations() if operation.permission not in ("none", COLLECTING)]


def collecting() -> list[Operation]:
    return [operation for operation in operations() if operation.permission == COLLECTING]


def rooms() -> list[Operation]:
    """What asks for a permission of a room, not only for a session."""
    return [operation for operation in guarded() if operation.permission != "signed"]


def test_roles_may_do_what_this_table_says() -> None:
    assert {role: set(permissions) for role, permissions in access.OF_ROLE.items()} == ROLES
    assert set(access.ALL) == OWNERS


def test_every_operation_says_what_it_asks_of_its_caller() -> None:
    known = OWNERS | {"none", "signed", COLLECTING}
    assert [str(operation) for operation in operations() if operation.permission not in known] == []
    assert {str(operation) for operation in operations() if operation.permission == "none"} == OPEN
    assert len(operations()) > 40


def test_a_write_never_asks_for_a_permission_to_read() -> None:
    writes = [operation for operation in rooms() if operation.method in WRITES]
    assert [str(operation) for operation in writes if operation.permission.endswith(":read")] == []


def test_nobody_comes_in_without_signing_in(anybody: Door) -> None:
    answers = {str(item): anybody.says(item.method, item.place, item.body) for item in guarded()}
    assert {item: answer for item, answer in answers.items() if answer != "401 not_signed_in"} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_comes_in_where_its_permissions_reach_and_nowhere_else(sign_in: SignIn, role: Role) -> None:
    door = sign_in(role)
    for operation in guarded():
        answer = door.says(operation.method, operation.place, operation.body)
        if operation.permission in ROLES[role] | {"signed"}:
            assert answer not in REFUSED, operation
        else:
            assert answer == "403 permission_missing", operation


def test_a_key_with_every_other_scope_is_refused(house: House, api: FastAPI) -> None:
    lacking = {permission: with_key(house, api, *(OWNERS - {permission})) for permission in OWNERS}
    answers = {str(item): lacking[item.permission].says(item.method, item.place, item.body) for item in rooms()}
    assert {item: answer for item, answer in answers.items() if answer != "403 permission_missing"} == {}


def test_a_key_with_just_this_scope_comes_in_without_a_csrf_token(house: House, api: FastAPI) -> None:
    holding = {permission: with_key(house, api, permission) for permission in OWNERS}
    answers = {str(item): holding[item.permission].says(item.method, item.place, item.body) for item in rooms()}
    assert {item: answer for item, answer in answers.items() if answer in REFUSED} == {}


def test_events_are_taken_with_a_key_and_with_nothing_else(house: House, api: FastAPI, door: Door) -> None:
    barred = [Door(api), door, with_key(house, api, *(OWNERS - {"events:write"}))]
    for item in collecting():
        assert {caller.says(item.method, item.place, {"batch": []}) for caller in barred} == {"401 not_signed_in"}, item
    assert len(collecting()) > 15


def test_a_public_key_opens_no_room(house: House, api: FastAPI) -> None:
    public = with_key(house, api, "events:write", kind="public")
    answers = {str(item): public.says(item.method, item.place, item.body) for item in guarded()}
    assert {item: answer for item, answer in answers.items() if answer not in REFUSED} == {}


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer ", "Bearer sy_sk_wrong", "Basic b3duZXI6eA==", "bearer \x7f"]
)
def test_an_unknown_key_is_not_signed_in(anybody: Door, authorization: str) -> None:
    assert anybody.says("GET", "/v1/people", Authorization=authorization) == "401 not_signed_in"


def test_a_wrong_key_beside_a_good_session_is_refused(door: Door) -> None:
    assert door.says("GET", "/v1/people", Authorization="Bearer sy_sk_wrong") == "401 not_signed_in"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"Origin": "https://evil.example.com"},
        {"Origin": "http://testserver.evil.example.com"},
        {"Origin": "null"},
    ],
)
def test_no_write_is_taken_from_another_site(house: House, api: FastAPI, headers: dict[str, str]) -> None:
    door = signed_in(house, api, "owner")
    writes = [operation for operation in guarded() if operation.method in WRITES]
    answers = {str(item): door.says(item.method, item.place, item.body, **headers) for item in writes}
    assert len(answers) > 12
    assert {item: answer for item, answer in answers.items() if answer != "403 csrf_refused"} == {}


def test_the_token_of_another_session_does_not_count(house: House, api: FastAPI, door: Door) -> None:
    other = signed_in(house, api, "operator")
    token = other.headers["X-CSRF-Token"]
    assert door.says("DELETE", "/v1/session", **{"X-CSRF-Token": token}) == "403 csrf_refused"


def test_a_form_on_another_site_cannot_sign_a_browser_in(anybody: Door) -> None:
    """A form can send text/plain without asking the server first; JSON it cannot."""
    body = '{"email": "owner@example.com", "password": "correct horse battery"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = anybody.client.post("/v1/session", content=body, headers={"Content-Type": kind})
        assert answer.status_code == 422, kind


def test_who_may_not_upload_leaves_no_file(house: House, anybody: Door, sign_in: SignIn) -> None:
    assert anybody.upload(b"order_no,paid_at,amount\n1,2026-01-01,1\n").status_code == 401
    assert sign_in("analyst").upload(b"order_no,paid_at,amount\n1,2026-01-01,1\n").status_code == 403
    assert list(house.settings.data_dir.rglob("uploads/*")) == []


def test_only_the_console_and_the_sdks_stand_outside_of_openapi() -> None:
    listed = {item.path for item in operations()}
    mounted = {getattr(route, "path", "").replace(":path}", "}") for room in ROUTERS for route in room.router.routes}
    assert mounted == listed
    files = {getattr(route, "path", "") for route in static.router.routes}
    assert files == {"/", "/console", "/console/{path:path}", "/sdk/{path:path}"}


@pytest.mark.parametrize("path", ["/v1/people/../system", "/v1//people", "/V1/people", "/v1/people/", "/v1/people%2F"])
def test_no_spelling_of_a_path_gets_round_the_door(anybody: Door, path: str) -> None:
    answer = anybody.client.get(quote(path, safe="/%"))
    assert answer.status_code in (307, 401, 404, 422)
    if answer.status_code == 307:
        assert answer.headers["location"].rstrip("/").endswith("/v1/people")
