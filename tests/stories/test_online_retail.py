"""The example brand: 541,909 real order lines, imported twice, give the figures that are published for them."""

from typing import Any

import pytest

from tests.stories.conftest import Retail


def overview(retail: Retail, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = retail.door.get(f"/v1/insight/overview?{query}")
    return found


def total(retail: Retail, path: str) -> int:
    return int(retail.door.get(f"/v1/{path}")["total"])


def test_the_first_import_takes_every_document(retail: Retail) -> None:
    first = retail.first
    assert (first["state"], first["error"], first["problems"]) == ("done", None, [])
    assert (first["rows_read"], first["rows_total"], first["rows_rejected"]) == (541_909, 541_909, 0)
    assert (first["documents_done"], first["documents_total"]) == (25_900, 25_900)
    assert (first["created"], first["changed"], first["unchanged"]) == (25_900, 0, 0)


def test_the_second_import_changes_nothing(retail: Retail) -> None:
    second = retail.second
    assert second["state"] == "done"
    assert (second["created"], second["changed"], second["unchanged"]) == (0, 0, 25_900)


def test_every_document_is_there_once(retail: Retail) -> None:
    assert total(retail, "orders?limit=1") == 25_900
    kinds = {kind: total(retail, f"orders?limit=1&kind={kind}") for kind in ("sale", "refund", "adjustment")}
    assert kinds == {"sale": 22_061, "refund": 3_836, "adjustment": 3}


def test_every_customer_is_there_once(retail: Retail) -> None:
    assert total(retail, "people?limit=1") == 4_372
    assert total(retail, "people?limit=1&buyer=none") == 4_372 - 4_338
    assert total(retail, "people?limit=1&buyer=new") == 1_493


def test_the_home_screen_shows_the_published_figures(retail: Retail) -> None:
    shown = overview(retail)
    assert (shown["currency"], shown["currencies"], shown["time_zone"]) == ("GBP", ["GBP"], "Europe/London")
    assert (shown["documents"], shown["refund_documents"]) == (25_900, 3_836)
    assert shown["people"]["value"] == 4_372
    assert shown["net_revenue_cents"]["value"] == pytest.approx(974_774_793, abs=1)
    assert shown["buyers"]["value"] == 4_338
    assert (shown["known_orders"], shown["known_paid_cents"]) == (18_532, 891_140_790)


def test_each_document_is_one_event_at_its_own_time(retail: Retail) -> None:
    events = "SELECT count(), uniqExact(event_id), uniqExact(subject_id), min(time), max(time) FROM events"
    [(count, ids, subjects, first, last)] = retail.house.warehouse.rows(f"{events} WHERE startsWith(event, 'order_')")
    assert count == ids == subjects == 25_900
    assert (str(first)[:16], str(last)[:16]) == ("2010-12-01 08:26", "2011-12-09 12:50")


def test_the_cohorts_come_back_as_published(retail: Retail) -> None:
    cohorts = {item["cohort"]: item for item in retail.door.get("/v1/insight/retention")["cohorts"]}
    december, january = cohorts["2010-12-01"], cohorts["2011-01-01"]
    assert (december["size"], december["retained"][:4]) == (885, [885, 324, 286, 340])
    assert (january["size"], january["retained"][:4]) == (417, [417, 92, 111, 96])
    assert sum(item["size"] for item in cohorts.values()) == 4_338
    assert [len(cohorts[f"2011-{month:02}-01"]["retained"]) for month in (10, 11, 12)] == [3, 2, 1]


def test_months_add_up_to_the_year(retail: Retail) -> None:
    shown = overview(retail)
    points = retail.door.get("/v1/insight/trend?grain=month")["points"]
    assert [points[0]["bucket"], points[-1]["bucket"], len(points)] == ["2010-12-01", "2011-12-01", 13]
    assert sum(point["net_cents"] for point in points) == shown["net_revenue_cents"]["value"]
    assert sum(point["orders"] for point in points) == shown["orders"]["value"]
    assert sum(point["new_buyers"] for point in points) == 4_338
    days = retail.door.get("/v1/insight/trend?grain=day")["points"]
    assert sum(point["net_cents"] for point in days) == shown["net_revenue_cents"]["value"]


def test_a_month_is_compared_with_the_time_before_it(retail: Retail) -> None:
    march = overview(retail, "from=2011-03-01&to=2011-03-31")
    before = overview(retail, "from=2011-01-29&to=2011-02-28")
    for name in ("orders", "net_revenue_cents", "refunded_cents", "buyers"):
        assert march[name]["previous"] == before[name]["value"], name
    assert march["documents"] == total(retail, "orders?limit=1&from=2011-03-01&to=2011-03-31")


def test_what_people_bought_adds_up_to_what_the_log_knows(retail: Retail) -> None:
    [(paid, refunded)] = retail.house.warehouse.rows(
        "SELECT sumIf(amount_cents, event != 'order_refunded'), sumIf(amount_cents, event = 'order_refunded') "
        "FROM events WHERE person_id != toUUID('00000000-0000-0000-0000-000000000000')"
    )
    people: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = retail.door.get(f"/v1/people?limit=200&cursor={cursor}")
        people += page["items"]
        cursor = page["next_cursor"]
    assert len(people) == 4_372
    bought = [item["purchases"] for item in people if item["purchases"]]
    assert sum(item["paid_cents"] for item in bought) == paid
    assert sum(item["refunded_cents"] for item in bought) == refunded


def test_the_best_customer_is_who_the_data_set_says(retail: Retail) -> None:
    [best] = retail.door.get("/v1/people?sort=-net_cents&limit=1")["items"]
    assert {link["value"] for link in best["identifiers"]} == {"14646"}
    assert best["purchases"]["net_cents"] == 27_948_902
    timeline = retail.door.get(f"/v1/people/{best['id']}/timeline?limit=200")["items"]
    assert total(retail, f"orders?limit=1&person_id={best['id']}") == len(
        [item for item in timeline if item["event"].startswith("order_")]
    )
    assert timeline == sorted(timeline, key=lambda item: item["time"], reverse=True)


def test_the_best_sellers_are_real_products(retail: Retail) -> None:
    items = retail.door.get("/v1/insight/top-products?limit=5")["items"]
    assert len(items) == 5
    amounts = [item["revenue_cents"] for item in items]
    assert amounts == sorted(amounts, reverse=True)
    assert "REGENCY CAKESTAND 3 TIER" in {item["name"] for item in items}
