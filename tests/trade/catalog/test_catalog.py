"""The catalog: SKUs met and told, where what a source does not say stays as it was."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.trade.catalog import service as catalog
from siyu.trade.catalog.contract import NewProduct, Product, Stocked
from tests.conftest import Hand

TEA = NewProduct("T-1", "龙井", "茶", 5_000, "CNY")
POT = NewProduct("P-1", "Teapot 100%", "器", 20_000, "CNY")


def stock(begin: Begin, *products: NewProduct, source: str = "erp") -> Stocked:
    with begin(SYSTEM) as tx:
        return catalog.stock(tx, products=products, source=source)


def note(begin: Begin, *products: NewProduct, source: str = "shop") -> int:
    with begin(SYSTEM) as tx:
        return catalog.note(tx, products=products, source=source)


def listed(begin: Begin, *, q: str | None = None, category: str | None = None, **wanted: Any) -> list[Product]:
    found: list[Product] = []
    cursor: str | None = None
    with begin(SYSTEM) as tx:
        while True:
            page = catalog.products(tx, wanted=PageWanted(cursor=cursor, **wanted), q=q, category=category)
            found += page.items
            cursor = page.next_cursor
            if cursor is None:
                assert page.total == len(found)
                return found


def skus(begin: Begin, **wanted: Any) -> list[str]:
    return [product.sku for product in listed(begin, **wanted)]


def test_a_product_is_kept_as_told_and_an_equal_telling_changes_nothing(begin: Begin, clock: Hand) -> None:
    assert stock(begin, TEA) == Stocked(1, 0, 0)
    told_at, clock.now = clock.now, clock.now + timedelta(days=1)
    assert stock(begin, TEA, source="other") == Stocked(0, 0, 1)
    [tea] = listed(begin)
    assert (tea.sku, tea.name, tea.category, tea.price_cents, tea.currency) == ("T-1", "龙井", "茶", 5_000, "CNY")
    assert (tea.source, tea.updated_at) == ("erp", told_at)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (NewProduct("T-1", None), ("龙井", "茶", 5_000)),
        (NewProduct("T-1", "明前龙井"), ("明前龙井", "茶", 5_000)),
        (NewProduct("T-1", None, "绿茶"), ("龙井", "绿茶", 5_000)),
        (NewProduct("T-1", None, None, 0, "CNY"), ("龙井", "茶", 0)),
    ],
)
def test_what_a_source_does_not_say_stays_as_it_was(
    begin: Begin, told: NewProduct, expected: tuple[str, str, int]
) -> None:
    stock(begin, TEA)
    changed = int(expected != ("龙井", "茶", 5_000))
    assert stock(begin, told, source="pos") == Stocked(0, changed, 1 - changed)
    [tea] = listed(begin)
    assert (tea.name, tea.category, tea.price_cents) == expected


def test_a_product_without_a_name_is_called_by_its_code_until_it_gets_one(begin: Begin) -> None:
    stock(begin, NewProduct("T-1", None))
    assert listed(begin)[0].name == "T-1"
    assert stock(begin, NewProduct("T-1", "龙井")) == Stocked(0, 1, 0)
    assert stock(begin, NewProduct("T-1", None)) == Stocked(0, 0, 1)
    assert listed(begin)[0].name == "龙井"


def test_of_two_same_skus_in_a_batch_the_last_one_counts(begin: Begin) -> None:
    assert stock(begin, TEA, POT, NewProduct("T-1", "乌龙")) == Stocked(2, 0, 0)
    assert [product.name for product in listed(begin)] == ["Teapot 100%", "乌龙"]
    assert stock(begin) == Stocked(0, 0, 0)


def test_a_batch_says_what_it_did(begin: Begin) -> None:
    stock(begin, TEA, POT)
    new = NewProduct("C-1", "杯")
    assert stock(begin, TEA, NewProduct("P-1", "壶"), new) == Stocked(1, 1, 1)


def test_a_sku_met_on_an_order_is_noted_once_and_overrules_nothing(begin: Begin) -> None:
    stock(begin, TEA)
    met = NewProduct("C-1", "杯", None, 3_000, "CNY")
    assert note(begin, NewProduct("T-1", "damaged"), met, NewProduct("C-1", "second")) == 1
    assert note(begin, met) == note(begin) == 0
    assert [(product.sku, product.name, product.source) for product in listed(begin)] == [
        ("C-1", "杯", "shop"),
        ("T-1", "龙井", "erp"),
    ]


def test_names_are_found_by_sku(begin: Begin) -> None:
    stock(begin, TEA, POT)
    with begin(SYSTEM) as tx:
        assert catalog.names(tx, skus=["T-1", "X-1"]) == {"T-1": "龙井"}
        assert catalog.names(tx, skus=[]) == {}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"q": "t-"}, ["T-1"]),
        ({"q": "teapot"}, ["P-1"]),
        ({"q": "井"}, ["T-1"]),
        ({"q": "100%"}, ["P-1"]),
        ({"q": "%"}, ["P-1"]),
        ({"q": "_"}, []),
        ({"q": "'; DROP TABLE products; --"}, []),
        ({"category": "茶"}, ["T-1"]),
        ({"category": "茶", "q": "teapot"}, []),
        ({"sort": "-sku"}, ["T-1", "P-1", "C-1"]),
        ({"sort": "price_cents"}, ["T-1", "P-1", "C-1"]),
        ({"sort": "-price_cents"}, ["P-1", "T-1", "C-1"]),
    ],
)
def test_products_are_found_by_code_name_and_category_in_every_order(
    begin: Begin, wanted: dict[str, Any], expected: list[str]
) -> None:
    stock(begin, TEA, POT, NewProduct("C-1", "杯"))
    assert skus(begin, **wanted) == skus(begin, limit=1, **wanted) == expected


def test_the_last_changed_come_first_when_asked_for(begin: Begin, clock: Hand) -> None:
    for product in (TEA, POT, NewProduct("T-1", "乌龙")):
        stock(begin, product)
        clock.now += timedelta(minutes=1)
    assert skus(begin, sort="-updated_at") == ["T-1", "P-1"]
    assert skus(begin, sort="updated_at") == ["P-1", "T-1"]


def test_threads_that_meet_the_same_new_skus_make_each_once(begin: Begin) -> None:
    start = threading.Barrier(6, timeout=30)
    products = [NewProduct(f"T-{number}", None) for number in range(50)]

    def meet(turn: int) -> int:
        start.wait()
        if turn % 2:
            return note(begin, *products)
        return stock(begin, *reversed(products)).created

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(meet, range(6))) == 50
    assert len(skus(begin, limit=200)) == 50


def test_a_product_taken_back_with_its_transaction_was_never_there(begin: Begin, tx: Tx) -> None:
    catalog.stock(tx, products=[TEA], source="erp")
    tx.db.rollback()
    assert listed(begin) == []
