"""Contact details are seen by who may see them, and every look is written down."""

import json

import pytest
from fastapi import FastAPI

from siyu.entrypoints.house import House
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import NOBODY, Door, bring_in, with_key

PHONE, EMAIL, ADDRESS = "13812345678", "lin.mei@example.com", "1 Garden Road"
PERSON = f"member_id,name,phone,email,city\nM1,林梅,{PHONE},{EMAIL},杭州\n"
ORDERS = f"order_no,paid_at,sku,product,amount,member_id,phone\n1,2026-01-05 10:00,T1,Tea,10.00,M1,{PHONE}\n"
READS = ["people", "people/{id}", "people/{id}/timeline", "orders", "people/export", "orders/export", "audit"]


@pytest.fixture
def person(door: Door, house: House) -> str:
    bring_in(door, house, PERSON, mapping="persons")
    bring_in(door, house, ORDERS)
    [found] = door.get("/v1/people")["items"]
    return str(found["id"])


def test_nothing_one_reads_shows_a_contact_detail(door: Door, person: str) -> None:
    for path in READS:
        answer = door.ask("GET", f"/v1/{path.format(id=person)}")
        assert answer.status_code == 200
        assert PHONE[3:] not in answer.text, path
        assert EMAIL not in answer.text, path
    shown = door.get(f"/v1/people/{person}")
    assert {link["type"]: link["value"] for link in shown["identifiers"]} == {
        "member_id": "M1",
        "phone": "+86138****5678",
        "email": "l***@example.com",
    }
    assert shown["is_masked"]


def test_a_reveal_shows_them_and_is_written_down(door: Door, person: str) -> None:
    shown = door.post(f"/v1/people/{person}/reveals")
    values = {link["type"]: link["value"] for link in shown["identifiers"]}
    assert values == {"member_id": "M1", "phone": f"+86{PHONE}", "email": EMAIL}
    assert not shown["is_masked"]
    [entry] = door.get(f"/v1/audit?action=people.revealed&subject_id={person}")["items"]
    assert (entry["actor"]["name"], entry["subject_kind"]) == ("Owner", "person")
    assert PHONE not in json.dumps(entry)


def test_a_reveal_of_nobody_is_not_written_down(door: Door) -> None:
    assert door.says("POST", f"/v1/people/{NOBODY}/reveals") == "404 person_missing"
    assert door.get("/v1/audit?action=people.revealed")["items"] == []


@pytest.mark.parametrize("role", ["staff", "analyst"])
def test_who_only_reads_cannot_reveal(sign_in: SignIn, person: str, role: str) -> None:
    reader = sign_in(role)  # type: ignore[arg-type]
    assert reader.says("POST", f"/v1/people/{person}/reveals") == "403 permission_missing"


def test_a_key_that_only_reads_cannot_reveal(house: House, api: FastAPI, person: str) -> None:
    reader = with_key(house, api, "people:read", "people:write", "people:export")
    assert reader.says("POST", f"/v1/people/{person}/reveals") == "403 permission_missing"


def test_a_person_is_found_by_a_number_as_people_write_it(door: Door, person: str) -> None:
    assert door.get(f"/v1/people?q=%2B86{PHONE}")["total"] == 1
    assert door.get(f"/v1/people?q={PHONE}")["total"] == 1


def test_a_person_is_not_found_by_the_middle_of_a_number(door: Door, person: str) -> None:
    assert door.get("/v1/people?q=2345")["total"] == 0


def test_rejected_rows_with_their_contact_details_are_for_who_may_import(
    door: Door, house: House, sign_in: SignIn
) -> None:
    ended = bring_in(door, house, ORDERS.replace("2026-01-05 10:00", "never"))
    assert PHONE in door.ask("GET", f"/v1/imports/{ended['id']}/rejects").text
    assert sign_in("analyst").says("GET", f"/v1/imports/{ended['id']}/rejects") == "403 permission_missing"
