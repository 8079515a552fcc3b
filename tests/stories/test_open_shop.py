"""A shop that is open: orders change, imports are stopped, two run at once, and the figures follow."""

from typing import Any

from tests.entrypoints.doors import said
from tests.stories.conftest import Shop
from tests.stories.lived_in import begin_import, finish, wait_for

HEADER = "order_no,paid_at,sku,product,quantity,unit_price,member_id\n"


def csv(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows) + "\n").encode()


def large(prefix: str, documents: int) -> bytes:
    """So many documents of ten lines that one can be quicker than their import."""
    return csv(
        *(f"{prefix}{number:05},2026-01-05 10:00,S{line},Thing,1,1.00,{prefix}{number % 50}"
          for number in range(documents) for line in range(10))
    )  # fmt: skip


def imported(shop: Shop, content: bytes, *, dry_run: bool = False) -> dict[str, Any]:
    return finish(shop.door, begin_import(shop.door, content, mapping="orders", dry_run=dry_run))


def person(shop: Shop, member: str) -> dict[str, Any]:
    [found] = shop.door.get(f"/v1/people?q={member}&identifier_type=member_id")["items"]
    return dict(found)


def events(shop: Shop, document: str) -> list[tuple[Any, ...]]:
    return shop.house.warehouse.rows(
        "SELECT event, amount_cents FROM events WHERE properties.document = {document:String} ORDER BY amount_cents",
        {"document": document},
    )


def test_an_order_that_changed_replaces_what_was_known_of_it(shop: Shop) -> None:
    first = imported(shop, csv("CH1,2026-01-05 10:00,T1,Tea,1,10.00,CHM1", "CH2,2026-01-06 10:00,T1,Tea,1,5.00,CHM1"))
    assert (first["created"], first["changed"]) == (2, 0)
    assert person(shop, "CHM1")["purchases"]["net_cents"] == 1500
    second = imported(shop, csv("CH1,2026-01-05 10:00,T1,Tea,3,10.00,CHM1", "CH2,2026-01-06 10:00,T1,Tea,1,5.00,CHM1"))
    assert (second["created"], second["changed"], second["unchanged"]) == (0, 1, 1)
    [order] = shop.door.get("/v1/orders?q=CH1")["items"]
    assert shop.door.get(f"/v1/orders/{order['id']}")["revision"] == 2
    assert order["amount_cents"] == 3000
    assert person(shop, "CHM1")["purchases"]["net_cents"] == 3500
    assert events(shop, "CH1") == [("order_paid", 3000)]
    assert events(shop, "CH2") == [("order_paid", 500)]


def test_an_order_that_was_given_to_another_person_leaves_the_first(shop: Shop) -> None:
    imported(shop, csv("MV1,2026-01-05 10:00,T1,Tea,1,10.00,MVM1"))
    imported(shop, csv("MV1,2026-01-05 10:00,T1,Tea,1,10.00,MVM2"))
    assert person(shop, "MVM1")["purchases"] is None
    assert person(shop, "MVM2")["purchases"]["net_cents"] == 1000
    assert events(shop, "MV1") == [("order_paid", 1000)]


def test_the_same_orders_in_another_order_are_unchanged(shop: Shop) -> None:
    rows = ["OR1,2026-01-05 10:00,T1,Tea,1,10.00,ORM1", "OR1,2026-01-05 10:00,T2,Cup,2,3.00,ORM1"]
    assert imported(shop, csv(*rows))["created"] == 1
    assert imported(shop, csv(*reversed(rows)))["unchanged"] == 1
    assert events(shop, "OR1") == [("order_paid", 1600)]


def test_a_dry_run_counts_what_it_would_do_and_does_nothing(shop: Shop) -> None:
    imported(shop, csv("DR1,2026-01-05 10:00,T1,Tea,1,10.00,DRM1"))
    again = csv(
        "DR1,2026-01-05 10:00,T1,Tea,2,10.00,DRM1", "DR2,2026-01-05 10:00,T1,Tea,1,10.00,DRM2", "DR3,never,T1,Tea,1,1,X"
    )
    told = imported(shop, again, dry_run=True)
    assert (told["created"], told["changed"], told["unchanged"], told["rows_rejected"]) == (1, 1, 0, 1)
    assert told["dry_run"]
    assert shop.door.get("/v1/orders?q=DR")["total"] == 1
    assert shop.door.get("/v1/people?q=DRM2")["total"] == 0
    assert person(shop, "DRM1")["purchases"]["net_cents"] == 1000
    assert events(shop, "DR2") == []
    repeated = finish(shop.door, shop.door.post(f"/v1/imports/{told['id']}/repetitions")["id"])
    assert (repeated["created"], repeated["changed"], repeated["dry_run"]) == (1, 1, False)
    assert events(shop, "DR1") == [("order_paid", 2000)]


def test_a_cancelled_import_stops_and_keeps_what_it_wrote_whole(shop: Shop) -> None:
    import_id = begin_import(shop.door, large("CA", 8_000), mapping="orders")
    path = f"/v1/imports/{import_id}"
    wait_for(lambda: shop.door.get(path)["documents_done"] > 0)
    cancelled = shop.door.post(f"{path}/cancellation")
    ended = finish(shop.door, import_id)
    assert cancelled["state"] == ended["state"] == "cancelled"
    assert 0 < ended["documents_done"] < 8_000
    assert shop.door.get("/v1/orders?q=CA&limit=1")["total"] == ended["created"] == ended["documents_done"]
    assert said(shop.door.ask("POST", f"{path}/cancellation")) == "409 import_ended"
    whole = shop.house.warehouse.rows("SELECT count() FROM events WHERE startsWith(properties.document::String, 'CA')")
    assert whole == [(ended["created"],)]


def test_two_imports_of_the_same_orders_at_once_count_them_once(shop: Shop) -> None:
    started = [begin_import(shop.door, large("TW", 300), mapping="orders") for _ in range(2)]
    ended = [finish(shop.door, import_id) for import_id in started]
    assert [item["state"] for item in ended] == ["done", "done"]
    assert sorted((item["created"], item["unchanged"]) for item in ended) == [(0, 300), (300, 0)]
    assert shop.door.get("/v1/orders?q=TW&limit=1")["total"] == 300
    assert (
        sum(item["purchases"]["net_cents"] for item in shop.door.get("/v1/people?q=TW&limit=200")["items"]) == 300_000
    )
