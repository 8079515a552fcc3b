"""What machines ask: alive, ready, and how it is going."""

from dataclasses import replace

from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine

from siyu.entrypoints.house import House
from siyu.facts.warehouse import service as warehouses
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import NOBODY, Door, bring_in, with_key


def figures(door: Door) -> dict[str, float]:
    answer = door.ask("GET", "/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in families
        for sample in family.samples
    }


def test_the_house_is_alive_and_ready(anybody: Door) -> None:
    assert anybody.get("/healthz") == {"ok": True}
    assert anybody.get("/readyz") == {"database": True, "warehouse": True}


def test_a_house_without_a_store_is_alive_but_not_ready(house: House, api: FastAPI, anybody: Door) -> None:
    nowhere = warehouses.server("http://default@127.0.0.1:9/default", None)
    api.state.house = replace(house, warehouse=nowhere)
    answer = anybody.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "warehouse": False})
    assert anybody.get("/healthz") == {"ok": True}


def test_an_answer_that_needs_a_store_that_is_away_says_when_to_come_back(
    house: House, api: FastAPI, door: Door
) -> None:
    api.state.house = replace(house, warehouse=warehouses.server("http://default@127.0.0.1:9/default", None))
    answer = door.ask("GET", "/v1/insight/overview", Accept_Language="en")
    assert (answer.status_code, answer.json()["code"]) == (503, "warehouse_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert door.get("/v1/people")["items"] == []


def test_figures_are_for_who_may_see_the_system(house: House, api: FastAPI, anybody: Door, sign_in: SignIn) -> None:
    assert anybody.says("GET", "/metrics") == "401 not_signed_in"
    assert sign_in("analyst").says("GET", "/metrics") == "403 permission_missing"
    assert figures(with_key(house, api, "system:read"))


def test_requests_are_counted_by_route_and_not_by_address(door: Door) -> None:
    counted = f"siyu_http_requests_total{sorted(['GET', '/v1/people/{person_id}', '404'])}"
    before = figures(door).get(counted, 0)
    door.ask("GET", f"/v1/people/{NOBODY}")
    door.ask("GET", "/v1/no/such/route")
    after = figures(door)
    assert after[counted] == before + 1
    assert not [name for name in after if NOBODY in name or "/no/such/route" in name]


def test_what_an_import_did_is_counted(door: Door, house: House) -> None:
    before = figures(door).get("siyu_events_written_total['fact']", 0)
    bring_in(door, house, "order_no,paid_at,amount\n1,2026-01-05 10:00,1.00\n")
    after = figures(door)
    assert after["siyu_events_written_total['fact']"] == before + 1
    assert after["siyu_outbox_waiting[]"] == 0


def test_the_system_page_tells_how_the_house_is_doing(door: Door, house: House) -> None:
    bring_in(door, house, "order_no,paid_at,amount\n1,2026-01-05 10:00,1.00\n")
    told = door.get("/v1/system")
    assert told["database"]["ok"]
    assert told["warehouse"]["ok"]
    assert told["warehouse"]["kind"] == told["database"]["kind"] == "embedded"
    assert told["warehouse"]["rows"] >= 1
    assert told["outbox"] == {"waiting": 0, "oldest_seconds": 0, "dead": 0}
    assert told["last_backup_at"] is None
    taken = door.post("/v1/system/backups")
    assert [item["name"] for item in door.get("/v1/system/backups")["items"]] == [taken["name"]]
    assert door.get("/v1/system")["last_backup_at"] == taken["created_at"]


def test_a_database_that_is_away_is_a_problem_of_ours_for_a_while(house: House, api: FastAPI, anybody: Door) -> None:
    gone = create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none", connect_args={"connect_timeout": 1})
    api.state.house = replace(house, engine=gone)
    answer = anybody.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "warehouse": True})
