"""The ledger over HTTP: accounts, statements, corrections by hand, the trial balance and the chain."""

import csv
import io
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from siyu.entrypoints.house import House
from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Account
from siyu.flows import jobs_ledger
from siyu.kernel.tx import SYSTEM
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import NewTraits
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import NOBODY, Door, every_page, said
from tests.facts.ledger.book import Book

LEDGER = "/v1/ledger"
ODD = {"\x00": "request_invalid", "x" * 501: "request_invalid", "": "request_invalid", "  ": "ledger_move_invalid"}


@pytest.fixture
def shop(house: House) -> dict[str, Account]:
    """Ann has a name, lots, one of them pending, a hold and a story; Lin owes, and nobody knows more of them."""
    with house.begin(SYSTEM) as tx:
        book = Book(tx)
        accounts = {"house": book.house(), "ann": book.person(keeps_lots=True), "lin": book.person(code="points.extra")}
        book.grant(accounts["ann"], 100, days=30, source="order 1")
        book.grant(accounts["ann"], 50, after=7)
        book.spend(accounts["ann"], 30, why="=gift", key="+gift")
        book.hold(accounts["ann"], 20)
        book.claw_back(accounts["lin"], 5, "unlimited")
        ann = accounts["ann"].person_id
        assert ann
        profiles.open_profiles(tx, person_ids=[ann])
        profiles.learn(tx, told=[NewTraits(ann, (("name", "安娜"),))], source="form")
    return accounts


def correction(shop: dict[str, Account], amount: object = 7, **told: Any) -> dict[str, Any]:
    usual = {"from_id": str(shop["house"].id), "to_id": str(shop["lin"].id), "unit": "points", "why": "goodwill"}
    return {**usual, "amount": amount, "key": str(uuid4()), **told}


def test_accounts_are_found_by_code_person_and_unit(door: Door, shop: dict[str, Account]) -> None:
    ann = shop["ann"]
    listed = every_page(door, f"{LEDGER}/accounts?sort=code")
    codes = ["points", "points.extra", "points.issued", "points.redeemed"]
    assert [item["account"]["code"] for item in listed] == codes
    for query in (f"person_id={ann.person_id}", f"q={ann.person_id}", "q=points&owner=person&limit=1&sort=code"):
        assert door.get(f"{LEDGER}/accounts?{query}")["items"] == listed[:1]
    assert door.get(f"{LEDGER}/accounts?unit=fen")["items"] == door.get(f"{LEDGER}/accounts?q=%25")["items"] == []
    one = door.get(f"{LEDGER}/accounts/{ann.id}")
    assert one == listed[0]
    assert [item["person_name"] for item in listed] == ["安娜", None, None, None]
    assert [one[part] for part in ("balance", "held", "pending", "debt", "spendable")] == [120, 20, 50, 0, 50]
    lin = door.get(f"{LEDGER}/accounts/{shop['lin'].id}")
    assert (lin["balance"], lin["debt"], lin["spendable"]) == (-5, 5, 0)
    assert door.get(f"{LEDGER}/accounts/{shop['house'].id}")["spendable"] is None
    lots = every_page(door, f"{LEDGER}/accounts/{ann.id}/lots", limit=1)
    assert [(item["lot"]["unspent"], item["lot"]["held"], item["state"]) for item in lots] == [
        (50, 0, "pending"),
        (50, 20, "active"),
    ]
    assert {"fen", "points", "growth", "tickets"} <= {unit["code"] for unit in door.get(f"{LEDGER}/units")["items"]}


def test_a_statement_runs_through_pages_and_its_csv_is_harmless(door: Door, shop: dict[str, Account]) -> None:
    place = f"{LEDGER}/accounts/{shop['ann'].id}/statement"
    entries = every_page(door, place)
    assert [(entry["transfer"]["kind"], entry["amount"], entry["balance"]) for entry in entries] == [
        ("spend", -30, 120),
        ("grant", 50, 150),
        ("grant", 100, 100),
    ]
    assert door.get(f"{place}?to=2020-01-01")["items"] == []
    answer = door.ask("GET", f"{place}/export")
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert [row[header.index("direction")] for row in rows] == ["out", "in", "in"]
    assert rows[0][header.index("why")] == "'=gift"
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    assert door.ask("GET", f"{place}/export?to=2020-01-01").text.count("\n") == 1
    for path in ("", "/lots", "/statement", "/statement/export"):
        assert door.says("GET", f"{LEDGER}/accounts/{NOBODY}{path}") == "404 ledger_account_missing"


def test_a_correction_is_made_once_says_why_and_is_written_down(door: Door, shop: dict[str, Account]) -> None:
    wanted = correction(shop)
    first = door.ask("POST", f"{LEDGER}/transfers", wanted, Idempotency_Key="one")
    again = door.ask("POST", f"{LEDGER}/transfers", wanted, Idempotency_Key="one")
    assert (first.status_code, first.json()["kind"], again.content) == (201, "correction", first.content)
    assert door.post(f"{LEDGER}/transfers", wanted) == first.json()
    assert door.get(f"{LEDGER}/accounts/{shop['lin'].id}")["balance"] == 2
    [entry, *_] = door.get("/v1/audit?action=ledger.corrected")["items"]
    assert (entry["after"]["amount"], entry["after"]["why"], entry["actor"]["name"]) == (7, "goodwill", "Owner")
    sides = {"from_id": wanted["to_id"], "to_id": wanted["from_id"]}
    for body, refusal in (
        (correction(shop, 3, **sides), "403 ledger_insufficient"),
        (correction(shop, 8, key=wanted["key"]), "409 ledger_key_reused"),
        (correction(shop, unit="fen"), "422 ledger_unit_differs"),
        (correction(shop, to_id=NOBODY), "404 ledger_account_missing"),
        (correction(shop, to_id=wanted["from_id"]), "422 ledger_move_invalid"),
        *((correction(shop, amount), "422 request_invalid") for amount in (0, -1, 10**16, 10**30, 1.5, "x", None)),
        *((correction(shop, why=text), f"422 {code}") for text, code in ODD.items()),
    ):
        assert door.says("POST", f"{LEDGER}/transfers", body, Idempotency_Key=str(uuid4())) == refusal, body
    half = json.dumps(correction(shop, why="a\ud800")).encode()
    headers = {**door.headers, "Idempotency-Key": "half", "Content-Type": "application/json"}
    assert said(door.client.post(f"{LEDGER}/transfers", content=half, headers=headers)) == "422 request_invalid"
    assert door.says("POST", f"{LEDGER}/transfers", wanted) == "201", "its own key is enough, and the same transfer"
    assert door.get(f"{LEDGER}/accounts/{shop['lin'].id}")["balance"] == 2


def test_every_unit_comes_to_zero_and_the_chain_can_be_checked(
    door: Door, house: House, shop: dict[str, Account]
) -> None:
    [points] = door.get(f"{LEDGER}/trial-balance")["items"]
    assert (points["unit"], points["difference"]) == ("points", 0)
    assert {line["code"]: line["balance"] for line in points["lines"]} == {
        "points": 120, "points.extra": -5, "points.issued": -145, "points.redeemed": 30,
    }  # fmt: skip
    assert door.get(f"{LEDGER}/chain") == {"head": None, "sealed": 0, "unsealed": 4, "sealed_at": None}
    jobs_ledger.seal(house.begin)
    chain = door.get(f"{LEDGER}/chain")
    assert (chain["sealed"], chain["unsealed"], chain["head"]["block"]) == (4, 0, 1)
    found = door.post(f"{LEDGER}/chain/verifications", {"head": chain["head"]})
    assert found == {"blocks": 1, "transfers": 4, "flaws": []}
    other = door.post(f"{LEDGER}/chain/verifications", {"head": {"block": 1, "hash": "0" * 64}})
    assert other["flaws"] == [{"kind": "head_unknown", "block": 1, "number": None}]


def test_who_may_read_the_ledger_may_not_correct_it(sign_in: SignIn, shop: dict[str, Account]) -> None:
    operator, staff = sign_in("operator"), sign_in("staff")
    assert operator.get(f"{LEDGER}/trial-balance")["items"]
    assert operator.says("POST", f"{LEDGER}/transfers", correction(shop)) == "403 permission_missing"
    assert staff.says("GET", f"{LEDGER}/accounts") == "403 permission_missing"


def test_an_account_is_opened_once(door: Door, house: House) -> None:
    wanted = {"code": "points.budget", "unit": "points"}
    first = door.post(f"{LEDGER}/accounts", wanted)
    assert door.post(f"{LEDGER}/accounts", wanted) == first
    with house.begin(SYSTEM) as tx:
        assert not ledger.account(tx, account_id=UUID(first["id"])).may_overdraw
    for body, refusal in (
        ({**wanted, "keeps_lots": True}, "409 ledger_account_differs"),
        ({**wanted, "unit": "smiles"}, "422 ledger_unit_unknown"),
        ({**wanted, "code": "x", "may_overdraw": True, "keeps_lots": True}, "403 ledger_wrong_account"),
    ):
        assert door.says("POST", f"{LEDGER}/accounts", body, Idempotency_Key=str(uuid4())) == refusal
