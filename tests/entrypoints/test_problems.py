"""Every error is one problem document, in the caller's language, with an id to ask for."""

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx import Response

from siyu.kernel.settings import HttpSettings, Settings
from tests.entrypoints.doors import NOBODY, Door

LIMIT = HttpSettings().body_bytes_max
JSON = {"Content-Type": "application/json"}


def problem(answer: Response, status: int, code: str) -> dict[str, object]:
    """The document, whole and in the one shape."""
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, object] = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["type"] == f"urn:siyu:problem:{code}"
    assert told["title"]
    assert told["request_id"] == answer.headers["x-request-id"]
    assert set(told) <= {"type", "title", "status", "code", "detail", "errors", "request_id"}
    return told


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("DELETE", "/v1/people", 405, "method_not_allowed"),
        ("PUT", "/v1/imports", 405, "method_not_allowed"),
        ("GET", f"/v1/people/{NOBODY}", 404, "person_missing"),
        ("GET", f"/v1/people/{NOBODY}/timeline", 404, "person_missing"),
        ("GET", f"/v1/orders/{NOBODY}", 404, "order_missing"),
        ("GET", f"/v1/imports/{NOBODY}", 404, "import_missing"),
        ("GET", f"/v1/imports/{NOBODY}/rejects", 404, "import_missing"),
        ("POST", f"/v1/system/dead-letters/{NOBODY}/retries", 404, "dead_letter_missing"),
        ("GET", "/v1/people/not-an-id", 422, "request_invalid"),
        ("GET", "/v1/people?sort=colour", 422, "sort_unknown"),
        ("GET", "/v1/people?cursor=junk", 422, "cursor_unreadable"),
        ("POST", "/v1/staff", 400, "idempotency_key_missing"),
    ],
)
def test_what_goes_wrong_is_told_as_a_problem(door: Door, method: str, path: str, status: int, code: str) -> None:
    body = {"email": "a@example.com", "name": "A", "role": "staff", "password": "correct horse battery"}
    problem(door.ask(method, path, body), status, code)


def test_a_problem_at_the_door_has_the_same_shape(anybody: Door) -> None:
    problem(anybody.ask("GET", "/v1/people"), 401, "not_signed_in")


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("", "没有这位客户"),
        ("en", "There is no such person"),
        ("en-GB,en;q=0.9,zh;q=0.8", "There is no such person"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有这位客户"),
        ("fr", "没有这位客户"),
    ],
)
def test_the_title_speaks_the_language_of_the_caller(door: Door, accepted: str, title: str) -> None:
    answer = door.ask("GET", f"/v1/people/{NOBODY}", Accept_Language=accepted)
    assert problem(answer, 404, "person_missing")["title"] == title


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/people/not-an-id", "/v1/people?sort=colour"])
def test_every_title_comes_in_both_languages(door: Door, path: str) -> None:
    chinese, english = (door.ask("GET", path, Accept_Language=said).json()["title"] for said in ("zh", "en"))
    assert english.isascii()
    assert not chinese.isascii()


def test_each_request_has_an_id_of_its_own_that_the_caller_cannot_choose(anybody: Door) -> None:
    answers = [anybody.ask("GET", "/healthz", X_Request_Id="chosen") for _ in range(3)]
    ids = {answer.headers["x-request-id"] for answer in answers}
    assert len(ids) == 3
    assert "chosen" not in ids


def test_every_wrong_field_is_named(door: Door) -> None:
    wrong = {"email": 1, "role": "emperor", "password": "x"}
    told = problem(door.ask("POST", "/v1/staff", wrong, Idempotency_Key="k"), 422, "request_invalid")
    errors = told["errors"]
    assert isinstance(errors, list)
    assert {item["field"] for item in errors} == {"email", "name", "role"}
    assert all(set(item) == {"field", "code", "message"} for item in errors)


def test_a_wrong_password_is_not_said_back(door: Door) -> None:
    answer = door.ask("POST", "/v1/staff", {"password": ["hunter2hunter2"]}, Idempotency_Key="k")
    assert answer.status_code == 422
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("limit", ["0", "-1", "201", "many", "", "1e9", "9" * 5000])
def test_a_page_is_between_1_and_200_items_long(door: Door, limit: str) -> None:
    told = problem(door.ask("GET", f"/v1/people?limit={limit}"), 422, "request_invalid")
    assert [item["field"] for item in told["errors"]] == ["limit"]  # type: ignore[attr-defined]


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // 1000):
        yield b" " * 1000


def test_a_body_that_says_it_is_too_large_is_not_read(door: Door) -> None:
    answer = door.client.post("/v1/staff", content=b" " * (LIMIT + 1), headers=door.headers | JSON)
    problem(answer, 413, "body_too_large")


def test_a_body_that_grows_too_large_is_cut_off(door: Door) -> None:
    answer = door.client.post("/v1/staff", content=pieces(LIMIT + 2000), headers=door.headers | JSON)
    problem(answer, 413, "body_too_large")


@pytest.mark.parametrize("length", ["-1", "many", "1e3"])
def test_a_length_that_is_no_number_is_refused(door: Door, length: str) -> None:
    answer = door.client.post("/v1/staff", content=b"{}", headers=door.headers | JSON | {"Content-Length": length})
    assert answer.status_code in (400, 413)


def test_a_body_of_the_largest_size_is_still_read(door: Door) -> None:
    body = json.dumps({"email": ""}).encode()
    filled = body + b" " * (LIMIT - len(body))
    answer = door.client.post("/v1/staff", content=filled, headers=door.headers | JSON | {"Idempotency-Key": "k"})
    problem(answer, 422, "request_invalid")


def test_a_file_may_be_larger_than_a_body_but_not_than_its_own_limit(
    door: Door, settings: Settings, api: FastAPI
) -> None:
    line = b"1,2026-01-01,1.00\n"
    assert door.upload(b"order_no,paid_at,amount\n" + line * (LIMIT // len(line) + 1)).status_code == 201
    settings.imports.file_bytes_max = 1000
    problem(door.upload(line * 100), 413, "file_too_large")
    answer = door.client.post("/v1/imports/files?name=a.csv", content=pieces(2000), headers=door.headers)
    problem(answer, 413, "file_too_large")
    assert len(list((settings.data_dir / "uploads").iterdir())) == 1


BODIES = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"42",
    b"{",
    b"{'a': 1}",
    b"\xff\xfe",
    b"\x00",
    b'{"email": "\\ud800", "name": "\\ud800", "role": "staff", "password": "correct horse battery"}',
    b'{"email": "a\\u0000@example.com", "name": "\\u0000", "role": "staff", "password": "correct horse battery"}',
    b'{"email": "a@example.com", "name": "A", "role": "staff", "password": "\\ud800\\ud800\\ud800\\ud800 horse"}',
    b'{"email": ' + b"9" * 5000 + b"}",
    b'{"email": 1e999, "name": NaN}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
]


@pytest.mark.parametrize("path", ["/v1/staff", "/v1/api-keys", "/v1/imports", "/v1/imports/previews", "/v1/session"])
def test_no_body_is_an_accident(door: Door, path: str) -> None:
    headers = door.headers | JSON | {"Idempotency-Key": "k"}
    for content in BODIES:
        answer = door.client.post(path, content=content, headers=headers)
        assert 400 <= answer.status_code < 500, (content[:100], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "text/html", "multipart/form-data; boundary=x", "application/xml", "é"]
)
def test_a_body_of_another_kind_is_refused(door: Door, kind: str) -> None:
    headers = door.headers | {"Idempotency-Key": "k"}
    answer = door.client.post("/v1/staff", content=b"{}", headers=headers | {"Content-Type": kind.encode()})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_an_idempotency_key_is_1_to_255_characters_long(door: Door, key: str) -> None:
    body = {"name": "ERP", "kind": "secret", "scopes": ["people:read"]}
    problem(door.ask("POST", "/v1/api-keys", body, Idempotency_Key=key), 400, "idempotency_key_missing")
