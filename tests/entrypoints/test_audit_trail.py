"""No write goes unrecorded: who, what, from where, and in which request."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from sqlalchemy import text

from siyu.entrypoints.house import House
from siyu.flows.people import known_people
from siyu.kernel.outbox import DeadLetterRow
from siyu.kernel.tx import SYSTEM
from siyu.people.identity.contract import Claim, Identifier
from tests.entrypoints.doors import Door, bring_in, operations
from tests.team.access.people import PASSWORD

ORDERS = "order_no,paid_at,amount,member_id\n1,2026-01-05 10:00,10.00,M1\n"
WU = {"email": "wu@example.com", "name": "Wu", "role": "staff", "password": PASSWORD}
KEY = {"name": "ERP", "kind": "secret", "scopes": ["people:read"]}
Deed = Callable[[Door, House], Response]


def post(door: Door, path: str, body: object = None) -> Response:
    return door.ask("POST", path, body, Idempotency_Key=str(uuid4()))


def staff_id(door: Door) -> str:
    return str(door.post("/v1/staff", WU)["id"])


def wanted(door: Door, **more: Any) -> dict[str, Any]:
    return {"file_id": door.upload(ORDERS.encode()).json()["id"], "mapping": "orders", **more}


def revoke_a_key(door: Door, _house: House) -> Response:
    return door.ask("DELETE", f"/v1/api-keys/{door.post('/v1/api-keys', KEY)['key']['id']}")


def cancel_an_import(door: Door, _house: House) -> Response:
    return post(door, f"/v1/imports/{door.post('/v1/imports', wanted(door))['id']}/cancellation")


def repeat_an_import(door: Door, _house: House) -> Response:
    return post(door, f"/v1/imports/{door.post('/v1/imports', wanted(door, dry_run=True))['id']}/repetitions")


def reveal_a_person(door: Door, house: House) -> Response:
    bring_in(door, house, ORDERS)
    return post(door, f"/v1/people/{door.get('/v1/people')['items'][0]['id']}/reveals")


AGREED = {"purpose": "marketing", "version": "1", "zh": "同意", "en": "I agree"}
UNWANTED = {"purpose": "marketing", "channel": "any", "state": "withdrawn", "evidence": {"how": "call"}}


def withdraw_a_consent(door: Door, house: House) -> Response:
    bring_in(door, house, ORDERS)
    return post(door, f"/v1/people/{door.get('/v1/people')['items'][0]['id']}/consents", UNWANTED)


def retry_a_dead_letter(door: Door, house: House) -> Response:
    with house.begin(SYSTEM) as tx:
        letter = DeadLetterRow(
            id=tx.new_id(), listener="l", fact_id=tx.new_id(), name="f", body={}, error="e", attempts=10, died_at=tx.now
        )
        tx.db.add(letter)
    return post(door, f"/v1/system/dead-letters/{letter.id}/retries")


def change_a_password(door: Door, _house: House) -> Response:
    change = {"current_password": PASSWORD, "new_password": "another horse battery"}
    return door.ask("PUT", "/v1/session/password", change)


def sign_in_again(door: Door, _house: House) -> Response:
    return post(door, "/v1/session", {"email": "owner@example.com", "password": PASSWORD})


def merge_two_people(door: Door, house: House) -> Response:
    with house.begin(SYSTEM) as tx:
        claims = [Claim((Identifier("member_id", number),), "") for number in ("M-1", "M-2")]
        one, other = known_people(tx, claims, "pos").person_ids
    return post(door, f"/v1/people/{one}/merge", {"with_id": str(other), "why": "the same handwriting"})


def take_a_merge_back(door: Door, house: House) -> Response:
    person_id = merge_two_people(door, house).json()["person_id"]
    [change] = door.get(f"/v1/people/{person_id}/identity-changes")["items"]
    return post(door, f"/v1/identity-changes/{change['id']}/undo", {"why": "another Lin"})


def decide_a_conflict(door: Door, house: House) -> Response:
    """Two members gave one phone."""
    phone = Identifier("phone", "+8613512345678")
    with house.begin(SYSTEM) as tx:
        for number in ("M-1", "M-2"):
            known_people(tx, [Claim((Identifier("member_id", number), phone), "")], "pos")
    [conflict] = door.get("/v1/identity-conflicts")["items"]
    wanted = {"decision": "keep_apart", "why": "a couple"}
    return post(door, f"/v1/identity-conflicts/{conflict['id']}/decisions", wanted)


ISSUED = {"code": "points.issued", "unit": "points", "may_overdraw": True}


def correct_by_hand(door: Door, _house: House) -> Response:
    """Between two accounts of the house."""
    giver, taker = (post(door, "/v1/ledger/accounts", {**ISSUED, "code": code}).json()["id"] for code in ("a", "b"))
    wanted = {"from_id": giver, "to_id": taker, "amount": 5, "unit": "points", "why": "a slip", "key": "slip-1"}
    return post(door, "/v1/ledger/transfers", wanted)


def plan(door: Door) -> Response:
    """An event of the brand's own."""
    wanted = {"schema": {"type": "object", "title": "Tea tasted"}, "mode": "warn"}
    return door.ask("PUT", "/v1/tracking-plan/events/tea_tasted", wanted)


def retire_an_event(door: Door, _house: House) -> Response:
    plan(door)
    return door.ask("DELETE", "/v1/tracking-plan/events/tea_tasted")


DEEDS: dict[str, tuple[Deed, str]] = {
    "POST /v1/api-keys": (lambda door, _: post(door, "/v1/api-keys", KEY), "key.made"),
    "DELETE /v1/api-keys/{key_id}": (revoke_a_key, "key.revoked"),
    "POST /v1/consent-texts": (lambda door, _: post(door, "/v1/consent-texts", AGREED), "consent.text_published"),
    "POST /v1/events/quarantine/dismissals": (
        lambda door, _: post(door, "/v1/events/quarantine/dismissals", {}),
        "quarantine.dismissed",
    ),
    "POST /v1/events/quarantine/replays": (
        lambda door, _: post(door, "/v1/events/quarantine/replays", {}),
        "quarantine.replayed",
    ),
    "POST /v1/identity-changes/{change_id}/undo": (take_a_merge_back, "people.parted"),
    "POST /v1/identity-conflicts/{conflict_id}/decisions": (decide_a_conflict, "identity.conflict_decided"),
    "POST /v1/imports": (lambda door, _: post(door, "/v1/imports", wanted(door)), "imports.started"),
    "POST /v1/imports/files": (lambda door, _: door.upload(ORDERS.encode()), "imports.file_uploaded"),
    "POST /v1/imports/previews": (
        lambda door, _: post(door, "/v1/imports/previews", wanted(door)),
        "POST /v1/imports/previews",
    ),
    "POST /v1/imports/{import_id}/cancellation": (cancel_an_import, "imports.cancelled"),
    "POST /v1/imports/{import_id}/repetitions": (repeat_an_import, "imports.started"),
    "POST /v1/ledger/accounts": (lambda door, _: post(door, "/v1/ledger/accounts", ISSUED), "ledger.account_opened"),
    "POST /v1/ledger/chain/verifications": (
        lambda door, _: post(door, "/v1/ledger/chain/verifications", {}),
        "ledger.verified",
    ),
    "POST /v1/ledger/transfers": (correct_by_hand, "ledger.corrected"),
    "POST /v1/people/{person_id}/consents": (withdraw_a_consent, "consent.withdrawn"),
    "POST /v1/people/{person_id}/merge": (merge_two_people, "people.merged"),
    "POST /v1/people/{person_id}/reveals": (reveal_a_person, "people.revealed"),
    "POST /v1/session": (sign_in_again, "session.started"),
    "DELETE /v1/session": (lambda door, _: door.ask("DELETE", "/v1/session"), "session.ended"),
    "PUT /v1/session/password": (change_a_password, "password.changed"),
    "POST /v1/staff": (lambda door, _: post(door, "/v1/staff", WU), "staff.hired"),
    "PATCH /v1/staff/{staff_id}": (
        lambda door, _: door.ask("PATCH", f"/v1/staff/{staff_id(door)}", {"name": "Wu Li"}),
        "staff.changed",
    ),
    "POST /v1/staff/{staff_id}/password-resets": (
        lambda door, _: post(door, f"/v1/staff/{staff_id(door)}/password-resets"),
        "password.reset",
    ),
    "PUT /v1/tracking-plan/events/{name}": (lambda door, _: plan(door), "plan.event_defined"),
    "PATCH /v1/tracking-plan/events/{name}": (
        lambda door, _: door.ask("PATCH", "/v1/tracking-plan/events/product_viewed", {"mode": "strict"}),
        "plan.mode_set",
    ),
    "DELETE /v1/tracking-plan/events/{name}": (retire_an_event, "plan.event_retired"),
    "PUT /v1/tracking-plan/settings": (
        lambda door, _: door.ask("PUT", "/v1/tracking-plan/settings", {"unplanned": "warn"}),
        "plan.settings_changed",
    ),
    "POST /v1/tracking-plan/trials": (
        lambda door, _: post(door, "/v1/tracking-plan/trials", {"name": "product_viewed", "properties": {}}),
        "POST /v1/tracking-plan/trials",
    ),
    "POST /v1/system/backups": (lambda door, _: post(door, "/v1/system/backups"), "system.backed_up"),
    "POST /v1/system/dead-letters/{letter_id}/retries": (retry_a_dead_letter, "system.dead_letter_retried"),
}
ELSEWHERE = {"POST /v1/setup"}
"""Written down too; tests/team/access shows it, where there is no owner yet."""


def test_every_write_of_openapi_is_done_here() -> None:
    assert {str(item) for item in operations() if item.method != "GET" and item.permission != "write_key"} == set(
        DEEDS
    ) | ELSEWHERE


@pytest.mark.parametrize(("operation", "deed"), DEEDS.items(), ids=DEEDS)
def test_a_write_leaves_an_entry(door: Door, house: House, operation: str, deed: tuple[Deed, str]) -> None:
    act, action = deed
    answer = act(door, house)
    assert answer.is_success, answer.text
    with house.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT action, actor_kind, actor_name, ip FROM audit_log WHERE request_id = :id"),
            {"id": answer.headers["x-request-id"]},
        ).all()
    assert action in {row.action for row in rows}, rows
    assert {row.ip for row in rows} == {"testclient"}
    if operation != "POST /v1/session":
        assert {(row.actor_kind, row.actor_name) for row in rows} == {("staff", "Owner")}


def test_no_secret_is_written_down(door: Door, house: House) -> None:
    secret = door.post("/v1/api-keys", KEY)["secret"]
    password = door.post(f"/v1/staff/{staff_id(door)}/password-resets")["password"]
    with house.engine.connect() as connection:
        log = str(connection.execute(text("SELECT * FROM audit_log")).all())
    assert PASSWORD not in log
    assert secret not in log
    assert password not in log


def test_a_write_that_fails_leaves_no_entry(door: Door, house: House) -> None:
    def entries() -> int:
        with house.engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM audit_log")).scalar_one())

    before = entries()
    assert post(door, "/v1/staff", {**WU, "password": "short"}).status_code == 422
    assert post(door, "/v1/api-keys", {**KEY, "scopes": ["people:burn"]}).status_code == 422
    assert door.upload(b"").status_code == 422
    assert entries() == before


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_log", "UPDATE audit_log SET action = 'x'", "TRUNCATE audit_log"]
)
def test_the_log_cannot_be_changed_even_in_the_database(door: Door, house: House, statement: str) -> None:
    door.post("/v1/api-keys", KEY)
    with pytest.raises(Exception, match="audit"), house.engine.begin() as connection:
        connection.execute(text(statement))
