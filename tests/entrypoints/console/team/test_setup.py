"""The first owner comes in by the link of the first run."""

from siyu.kernel.tx import SYSTEM, Begin
from siyu.team.access import service as access
from tests.entrypoints.console.team.conftest import Visit
from tests.team.access.people import PASSWORD


def test_the_first_owner_claims_the_house_and_is_signed_in(visit: Visit, begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        token = access.open_setup(tx)
    claim = {"token": token, "email": "lin@example.com", "name": "林梅", "password": PASSWORD}
    browser = visit()
    assert browser.ask("GET", "/v1/setup").json() == {"needs_owner": True}
    assert browser.says("POST", "/v1/setup", {**claim, "token": "x"}) == "403 setup_token_wrong"
    assert browser.says("POST", "/v1/setup", {**claim, "password": "short"}) == "422 password_too_weak"
    assert browser.says("POST", "/v1/setup", claim) == "200"
    assert browser.said["staff"]["role"] == "owner"
    assert browser.says("GET", "/v1/session") == "200"
    assert browser.ask("GET", "/v1/setup").json() == {"needs_owner": False}
    assert browser.says("POST", "/v1/setup", {**claim, "email": "wu@example.com"}) == "409 setup_done"
