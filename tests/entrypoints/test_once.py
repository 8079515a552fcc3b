"""A POST with an Idempotency-Key takes effect once, however often and however much at once it is sent."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx import Response
from sqlalchemy import text

from siyu.entrypoints.api import ROUTERS
from siyu.entrypoints.house import House
from siyu.kernel.tx import SYSTEM
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import Door, said
from tests.people.keys import resolve
from tests.team.access.people import PASSWORD

ORDERS = b"order_no,paid_at,amount,member_id\n1,2026-01-05 10:00,10.00,M1\n"
TABLES = {
    "/v1/staff": "staff",
    "/v1/staff/{staff_id}/password-resets": "audit_log WHERE action = 'password.reset'",
    "/v1/api-keys": "api_keys",
    "/v1/consent-texts": "consent_texts",
    "/v1/people/{person_id}/consents": "consents",
    "/v1/imports": "imports",
    "/v1/imports/{import_id}/repetitions": "imports",
    "/v1/system/backups": "audit_log WHERE action = 'system.backed_up'",
}
"""The routes that take a key, and where their effect is counted."""


class Writing:
    """One such route with a body that works, and another one that does too."""

    def __init__(self, house: House, door: Door, path: str) -> None:
        self.house, self.door, self.route = house, door, path
        self.path = path.format(staff_id=_employed(door), import_id=_imported(door), person_id=_known(house))
        self.body, self.other = _bodies(door, path)

    def send(self, key: str | None, body: object = None, **headers: str) -> Response:
        keyed = headers if key is None else {"Idempotency_Key": key, **headers}
        return self.door.ask("POST", self.path, body or self.body, **keyed)

    def effects(self) -> int:
        with self.house.engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {TABLES[self.route]}")).scalar_one())


def _employed(door: Door) -> str:
    new = {"email": "wu@example.com", "name": "Wu", "role": "staff", "password": PASSWORD}
    return str(door.post("/v1/staff", new)["id"])


def _imported(door: Door) -> str:
    wanted = {"file_id": door.upload(ORDERS).json()["id"], "mapping": "orders", "dry_run": True}
    return str(door.post("/v1/imports", wanted)["id"])


def _known(house: House) -> UUID:
    with house.begin(SYSTEM) as tx:
        [person_id] = resolve(tx, "m1").person_ids
    assert person_id
    return person_id


def _bodies(door: Door, path: str) -> tuple[Any, Any]:
    if path == "/v1/staff":
        first = {"email": "a@example.com", "name": "A", "role": "staff", "password": PASSWORD}
        return first, {**first, "email": "b@example.com"}
    if path == "/v1/api-keys":
        key = {"name": "ERP", "kind": "secret", "scopes": ["people:read"]}
        return key, {**key, "name": "WMS"}
    if path == "/v1/imports":
        wanted = {"file_id": door.upload(ORDERS).json()["id"], "mapping": "orders"}
        return wanted, {**wanted, "dry_run": True}
    if path == "/v1/consent-texts":
        words = {"purpose": "marketing", "version": "1", "zh": "同意", "en": "I agree"}
        return words, {**words, "version": "2"}
    if path.endswith("/consents"):
        said = {"purpose": "marketing", "channel": "any", "state": "withdrawn", "evidence": {"how": "call"}}
        return said, {**said, "channel": "sms"}
    return {}, {"another": "body"}


@pytest.fixture(params=TABLES)
def writing(house: House, door: Door, request: pytest.FixtureRequest) -> Writing:
    return Writing(house, door, request.param)


def test_these_routes_take_a_key_and_no_others() -> None:
    routes = [route for room in ROUTERS for route in room.router.routes if isinstance(route, APIRoute)]
    assert {route.path for route in routes if hasattr(route.endpoint, "__once__")} == set(TABLES)


def test_without_a_key_nothing_happens(writing: Writing) -> None:
    before = writing.effects()
    assert said(writing.send(None)) == "400 idempotency_key_missing"
    assert writing.effects() == before


def test_a_retry_gets_the_first_answer_byte_for_byte(writing: Writing) -> None:
    before = writing.effects()
    first, *again = [writing.send("one") for _ in range(3)]
    assert first.is_success, first.text
    assert "idempotency-replayed" not in first.headers
    for answer in again:
        assert answer.headers["idempotency-replayed"] == "true"
        assert (answer.status_code, answer.headers["content-type"]) == (
            first.status_code,
            first.headers["content-type"],
        )
        assert _without_secrets(answer) == _without_secrets(first)
        assert answer.content == again[0].content
    assert writing.effects() == before + 1


def _without_secrets(answer: Response) -> bytes:
    shown = answer.json()
    if not {"secret", "password"} & set(shown):
        return answer.content
    return json.dumps({name: value for name, value in shown.items() if name not in ("secret", "password")}).encode()


def test_the_key_is_not_taken_for_another_request(writing: Writing) -> None:
    assert writing.send("one").is_success
    before = writing.effects()
    assert said(writing.send("one", writing.other)) == "422 idempotency_key_reused"
    assert said(writing.send("one", Accept_Language="en")) != "422 idempotency_key_reused"
    assert writing.effects() == before


def test_eight_at_once_take_effect_once(writing: Writing) -> None:
    before = writing.effects()
    with ThreadPoolExecutor(8) as pool:
        answers = [sent.result() for sent in [pool.submit(writing.send, "one") for _ in range(8)]]
    taken = [answer for answer in answers if answer.is_success]
    assert {said(answer) for answer in answers if not answer.is_success} <= {"409 idempotency_key_running"}
    assert len([answer for answer in taken if "idempotency-replayed" not in answer.headers]) == 1
    assert writing.effects() == before + 1
    assert writing.send("one").headers["idempotency-replayed"] == "true"


def test_an_error_is_not_remembered(door: Door, house: House) -> None:
    wrong = {"name": "ERP", "kind": "secret", "scopes": ["people:burn"]}
    assert door.says("POST", "/v1/api-keys", wrong, Idempotency_Key="one") == "422 key_invalid"
    right = {**wrong, "scopes": ["people:read"]}
    assert door.says("POST", "/v1/api-keys", right, Idempotency_Key="one") == "201"


@pytest.mark.parametrize(("path", "secret"), [("/v1/api-keys", "secret"), ("reset", "password")])
def test_what_is_shown_once_is_kept_nowhere(house: House, door: Door, path: str, secret: str) -> None:
    route = path if path != "reset" else "/v1/staff/{staff_id}/password-resets"
    writing = Writing(house, door, route)
    shown = writing.send("one").json()[secret]
    assert shown
    again = writing.send("one")
    assert again.json()[secret] is None
    with house.engine.connect() as connection:
        for table in ("idempotency_keys", "audit_log", "outbox", "procrastinate_jobs"):
            rows = connection.execute(text(f"SELECT row_to_json(t)::text FROM {table} t")).scalars().all()
            kept = "".join(bytes.fromhex(row).decode() if row.startswith("\\x") else row for row in rows)
            assert shown not in kept, table
        bodies = connection.execute(text("SELECT body FROM idempotency_keys")).scalars().all()
        assert all(shown.encode() not in body for body in bodies)


def test_keys_of_different_callers_do_not_meet(door: Door, sign_in: SignIn, house: House, api: FastAPI) -> None:
    other = sign_in("operator")
    answers = []
    for caller in (door, other):
        wanted = {"file_id": caller.upload(ORDERS).json()["id"], "mapping": "orders"}
        answers.append(caller.ask("POST", "/v1/imports", wanted, Idempotency_Key="one"))
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json()["id"] != answers[1].json()["id"]


def test_the_same_key_on_another_route_is_another_request(door: Door) -> None:
    assert door.ask("POST", "/v1/system/backups", {}, Idempotency_Key="one").is_success
    key = {"name": "ERP", "kind": "secret", "scopes": ["people:read"]}
    assert door.says("POST", "/v1/api-keys", key, Idempotency_Key="one") == "422 idempotency_key_reused"
    assert door.get("/v1/api-keys")["total"] == 0
