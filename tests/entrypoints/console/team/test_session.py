"""Signing in and out through the front door."""

import pytest
from sqlalchemy import text

from siyu.kernel.tx import SYSTEM, Begin
from siyu.team.access import service as access
from tests.entrypoints.console.team.conftest import Browser, Visit
from tests.team.access.people import PASSWORD, employed

NEW = "another horse battery"


def test_a_session_tells_the_console_what_it_needs(visit: Visit, begin: Begin) -> None:
    member = employed(begin, "analyst")
    browser = visit()
    assert browser.says("GET", "/v1/session") == "401 not_signed_in"
    assert browser.sign_in().status_code == 200
    csrf_token = browser.said.pop("csrf_token")
    assert browser.said == {
        "staff": {"id": str(member.id), "email": "lin@example.com", "name": "Lin Mei", "role": "analyst"},
        "permissions": sorted(access.OF_ROLE["analyst"]),
        "brand": {"name": "Test", "time_zone": "Asia/Shanghai", "currency": "CNY"},
        "version": "1.2.3",
    }
    assert browser.says("GET", "/v1/session") == "200"
    assert browser.said["csrf_token"] == csrf_token


@pytest.mark.parametrize(
    ("public_url", "name", "marks"),
    [
        (None, "siyu_session=", {"httponly", "samesite=lax", "path=/"}),
        ("https://siyu.example.com", "__Host-siyu_session=", {"httponly", "samesite=lax", "path=/", "secure"}),
    ],
)
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    visit: Visit, begin: Begin, public_url: str | None, name: str, marks: set[str]
) -> None:
    employed(begin)
    browser = visit(public_url)
    cookie = browser.sign_in().headers["set-cookie"]
    assert cookie.startswith(name)
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == marks
    assert browser.says("DELETE", "/v1/session") == "204"
    assert browser.says("GET", "/v1/session") == "401 not_signed_in"


def test_a_failed_sign_in_is_counted_and_recorded_though_it_is_an_error(visit: Visit, begin: Begin) -> None:
    employed(begin)
    browser = visit()
    for _ in range(5):
        assert browser.sign_in(password="wrong horse battery").status_code == 401
    answer = browser.sign_in()
    assert (answer.status_code, browser.said["code"]) == (429, "too_many_attempts")
    assert answer.headers["retry-after"] == "900"
    with begin(SYSTEM) as tx:
        assert tx.db.scalar(text("SELECT count(*) FROM audit_log WHERE action = 'session.refused'")) == 5


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null"])
def test_a_write_from_another_site_is_refused(owner: Browser, origin: str) -> None:
    assert owner.says("DELETE", "/v1/session", Origin=origin) == "403 csrf_refused"


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_write_without_the_token_of_this_session_is_refused(owner: Browser, token: str) -> None:
    assert owner.says("DELETE", "/v1/session", **{"X-CSRF-Token": token}) == "403 csrf_refused"
    assert owner.says("GET", "/v1/session") == "200"


def test_a_new_password_ends_every_session_this_one_too(owner: Browser, visit: Visit) -> None:
    elsewhere = visit()
    elsewhere.sign_in()
    change = {"current_password": PASSWORD, "new_password": NEW}
    assert owner.says("PUT", "/v1/session/password", change) == "204"
    assert owner.says("GET", "/v1/session") == elsewhere.says("GET", "/v1/session") == "401 not_signed_in"
    assert owner.sign_in(password=NEW).status_code == 200


def test_a_wrong_current_password_is_told_at_its_field_and_stays_counted(owner: Browser) -> None:
    change = {"current_password": NEW, "new_password": NEW}
    for _ in range(5):
        assert owner.says("PUT", "/v1/session/password", change) == "422 current_password_wrong"
    assert owner.said["errors"][0]["field"] == "current_password"
    assert owner.says("PUT", "/v1/session/password", change) == "429 too_many_attempts"


def test_a_weak_new_password_is_told_at_its_field(owner: Browser) -> None:
    change = {"current_password": PASSWORD, "new_password": "short"}
    assert owner.says("PUT", "/v1/session/password", change) == "422 password_too_weak"
    assert owner.said["errors"][0]["field"] == "new_password"
    assert owner.says("GET", "/v1/session") == "200"


@pytest.mark.parametrize("email", ["\ud800", "\x00", "x" * 301])
def test_an_unreadable_address_is_an_answer_and_not_an_accident(visit: Visit, email: str) -> None:
    answer = visit().client.post("/v1/session", content=b'{"email": "%s", "password": "x"}' % escaped(email))
    assert answer.status_code in (401, 422)


def escaped(typed: str) -> bytes:
    return "".join(f"\\u{ord(character):04x}" for character in typed).encode()
