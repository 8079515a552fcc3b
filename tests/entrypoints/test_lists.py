"""Lists: every page, every order, every filter; nothing is missing and nothing comes twice."""

from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest

from siyu.entrypoints.house import House
from tests.conftest import Hand
from tests.entrypoints.doors import Door, bring_in, every_page

HEADER = "order_no,paid_at,sku,product,category,quantity,amount,currency,member_id,phone,customer_name\n"
ORDERS = HEADER + (
    "A1,2026-01-05 10:00,T1,绿茶,tea,1,10.00,CNY,M1,13800000001,林一\n"
    "A2,2026-01-06 10:00,T1,绿茶,tea,2,20.00,CNY,M1,,\n"
    "A3,2026-01-06 10:00,T2,红茶 100%,tea,1,20.00,CNY,M2,13800000002,王二\n"
    "A4,2026-02-28 23:59,C1,Cup_big,cups,1,35.50,CNY,M3,,李三\n"
    "A5,2026-03-01 00:00,C1,Cup_big,cups,3,106.50,CNY,M4,,\n"
    "A6,2026-02-01 08:00,C2,Cup small,cups,1,5.00,USD,M5,,Ann\n"
    "A7,2026-02-01 08:00,C2,Cup small,cups,1,5.00,CNY,,,\n"
    "R1,2026-02-02 08:00,T1,绿茶,tea,-1,-10.00,CNY,M1,,\n"
)
PERSONS = "member_id,name\nM6,赵六\nM7,钱七\n"


@pytest.fixture
def shop(door: Door, house: House) -> Door:
    """Eight documents in two currencies, seven people of whom two never bought, four products."""
    assert bring_in(door, house, ORDERS)["created"] == 8
    assert bring_in(door, house, PERSONS, mapping="persons")["created"] == 2
    return door


def documents(door: Door, query: str) -> set[str]:
    return {item["document"] for item in door.get(f"/v1/orders?{query}")["items"]}


def members(door: Door, query: str) -> set[str]:
    items = door.get(f"/v1/people?{query}")["items"]
    return {link["value"] for item in items for link in item["identifiers"] if link["type"] == "member_id"}


def skus(door: Door, query: str) -> set[str]:
    return {item["sku"] for item in door.get(f"/v1/products?{query}")["items"]}


def figure(item: dict[str, Any], name: str) -> Any:
    """The value a list is sorted by; people carry most of theirs below `purchases`."""
    if name in ("last_order_at", "net_cents", "orders"):
        return (item["purchases"] or {}).get(name, 0 if name != "last_order_at" else None)
    return item[name]


@pytest.mark.parametrize(
    ("path", "names", "total"),
    [
        ("people", ["last_order_at", "net_cents", "orders", "created_at"], 7),
        ("orders", ["placed_at", "amount_cents"], 8),
        ("products", ["sku", "name", "updated_at"], 4),
        ("imports", ["created_at"], 2),
        ("audit", ["at"], None),
        ("staff", ["created_at", "name", "email"], 1),
    ],
)
def test_every_order_shows_everything_once(shop: Door, path: str, names: list[str], total: int | None) -> None:
    whole = {item["id"] for item in shop.get(f"/v1/{path}?limit=200")["items"]}
    assert total in (None, len(whole))
    for name in names:
        up, down = (every_page(shop, f"/v1/{path}?sort={sign}{name}") for sign in ("", "-"))
        for found in (up, down):
            assert len(found) == len(whole)
            assert {item["id"] for item in found} == whole
        _is_sorted([figure(item, name) for item in up])
        _is_sorted([figure(item, name) for item in reversed([item for item in down if figure(item, name) is not None])])


def _is_sorted(values: list[Any]) -> None:
    """Nothing comes last, whatever the direction."""
    present = [value for value in values if value is not None]
    assert values[: len(present)] == present
    if not any(isinstance(value, str) and not value.isascii() for value in present):
        assert all(first <= second for first, second in pairwise(present)), present


@pytest.mark.parametrize("path", ["people", "orders", "products"])
def test_pages_of_any_size_make_the_same_list(shop: Door, path: str) -> None:
    whole = shop.get(f"/v1/{path}")["items"]
    for limit in (1, 3, 7, 8, 200):
        assert every_page(shop, f"/v1/{path}", limit=limit) == whole


def test_a_page_goes_on_where_it_ended_though_something_new_came_in(shop: Door, house: House, clock: Hand) -> None:
    first = shop.get("/v1/orders?limit=3")
    bring_in(shop, house, HEADER + "A9,2026-03-01 09:00,T1,绿茶,tea,1,1.00,CNY,M1,,\n")
    rest = shop.get(f"/v1/orders?limit=200&cursor={first['next_cursor']}")
    found = [item["document"] for item in first["items"] + rest["items"]]
    assert len(found) == len(set(found)) == 8


def test_a_cursor_belongs_to_the_order_it_was_made_in(shop: Door) -> None:
    cursor = shop.get("/v1/orders?limit=1&sort=amount_cents")["next_cursor"]
    assert shop.says("GET", f"/v1/orders?cursor={cursor}") == "422 cursor_unreadable"


DOCUMENTS: dict[str, set[str]] = {
    "kind=refund": {"R1-R"},
    "kind=sale&currency=CNY": {"A1", "A2", "A3", "A4", "A5", "A7"},
    "currency=USD": {"A6"},
    "currency=EUR": set(),
    "source=file": {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "R1-R"},
    "source=shopify": set(),
    "q=A": {"A1", "A2", "A3", "A4", "A5", "A6", "A7"},
    "q=A1": {"A1"},
    "q=%25": set(),
    "q=_1": set(),
    "from=2026-02-28&to=2026-02-28": {"A4"},
    "from=2026-03-01": {"A5"},
    "to=2026-01-05": {"A1"},
    "from=2026-01-06&to=2026-02-01": {"A2", "A3", "A6", "A7"},
}


def test_documents_are_found_by(shop: Door) -> None:
    assert {query: documents(shop, query) for query in DOCUMENTS} == DOCUMENTS
    totals = {query: shop.get(f"/v1/orders?{query}")["total"] for query in DOCUMENTS}
    assert totals == {query: len(found) for query, found in DOCUMENTS.items()}


PEOPLE: dict[str, set[str]] = {
    "buyer=none": {"M6", "M7"},
    "buyer=new": {"M2", "M3", "M4", "M5"},
    "buyer=returning": {"M1"},
    "q=M1": {"M1"},
    "q=M": {"M1", "M2", "M3", "M4", "M5", "M6", "M7"},
    f"q={quote('林')}": {"M1"},
    "q=%2B8613800000002&identifier_type=phone": {"M2"},
    "q=%2B8613800000002&identifier_type=member_id": set(),
    "identifier_type=phone": {"M1", "M2"},
    "q=%25": set(),
    "min_net_cents=2000&max_net_cents=3550": {"M1", "M2", "M3"},
    "min_net_cents=3551": {"M4"},
    "last_order_from=2026-02-28&last_order_to=2026-02-28": {"M3"},
    "last_order_from=2026-03-01": {"M4"},
    "last_order_to=2026-01-06": {"M1", "M2"},
    "buyer=new&q=M3": {"M3"},
}


def test_people_are_found_by(shop: Door) -> None:
    assert {query: members(shop, query) for query in PEOPLE} == PEOPLE
    totals = {query: shop.get(f"/v1/people?{query}")["total"] for query in PEOPLE}
    assert totals == {query: len(found) for query, found in PEOPLE.items()}


PRODUCTS: dict[str, set[str]] = {
    "category=tea": {"T1", "T2"},
    "category=te": set(),
    "q=c": {"C1", "C2"},
    "q=small": {"C2"},
    f"q={quote('茶')}": {"T1", "T2"},
    "q=100%25": {"T2"},
    "q=Cup_": {"C1"},
    "q=cup&category=tea": set(),
}


def test_products_are_found_by(shop: Door) -> None:
    assert {query: skus(shop, query) for query in PRODUCTS} == PRODUCTS
    totals = {query: shop.get(f"/v1/products?{query}")["total"] for query in PRODUCTS}
    assert totals == {query: len(found) for query, found in PRODUCTS.items()}


def test_a_document_is_shown_whole(shop: Door) -> None:
    [item] = shop.get("/v1/orders?q=A4")["items"]
    shown = shop.get(f"/v1/orders/{item['id']}")
    assert shown["lines"] == [
        {"number": 1, "sku": "C1", "name": "Cup_big", "quantity": 1, "unit_price_cents": 3550, "amount_cents": 3550}
    ]
    assert (shown["document"], shown["kind"], shown["revision"]) == ("A4", "sale", 1)
    assert shown["placed_at"] == "2026-02-28T15:59:00Z"
    assert shown["person"]["name"] == "李三"


def test_documents_of_one_person_are_found_from_their_page(shop: Door) -> None:
    [person] = shop.get("/v1/people?q=M1")["items"]
    assert documents(shop, f"person_id={person['id']}") == {"A1", "A2", "R1-R"}
    assert person["purchases"] == {
        "currency": "CNY",
        "orders": 2,
        "refunds": 1,
        "paid_cents": 3000,
        "refunded_cents": 1000,
        "net_cents": 2000,
        "first_order_at": "2026-01-05T02:00:00Z",
        "last_order_at": "2026-01-06T02:00:00Z",
    }


def test_a_timeline_is_read_page_by_page_newest_first(shop: Door) -> None:
    [person] = shop.get("/v1/people?q=M1")["items"]
    path = f"/v1/people/{person['id']}/timeline"
    whole = every_page(shop, path, limit=1)
    assert [item["event"] for item in whole if item["event"].startswith("order")] == [
        "order_refunded",
        "order_paid",
        "order_paid",
    ]
    assert whole == every_page(shop, path, limit=200)
    paid = every_page(shop, f"{path}?event=order_paid", limit=1)
    assert [item["properties"]["document"] for item in paid] == ["A2", "A1"]
    assert shop.get(f"{path}?event=nothing")["items"] == []
