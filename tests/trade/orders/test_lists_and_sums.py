"""What was bought: lists by every filter and order, and sums by person and currency."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from siyu.facts.events import service as events
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.listeners import LISTENERS
from siyu.kernel.pages import PageWanted, SortUnknown
from siyu.kernel.relay import Relay
from siyu.kernel.tx import SYSTEM, Begin
from siyu.people.profiles import service as profiles
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import BuyingSum, Line
from tests.people.keys import settle
from tests.trade.paper import LIN, MAY, POT, TEA, WEI, back, listed, paper, record

GIFT = Line("G-1", "样品", 1, 0, 0)
FEE = Line("", "Bank charges", 1, -300, -300)
DAY = timedelta(days=1)


@pytest.fixture
def shop(begin: Begin) -> Begin:
    record(
        begin,
        paper("S-1", TEA),
        paper("S-2", TEA, POT, placed_at=MAY + DAY, person_id=WEI),
        paper("S%3", GIFT, placed_at=MAY + 2 * DAY),
        paper("R-1", back(TEA), kind="refund", placed_at=MAY + 3 * DAY),
        paper("A-1", FEE, kind="adjustment", placed_at=MAY + 4 * DAY),
        paper("S-9", TEA, placed_at=MAY + 5 * DAY, person_id=None, currency="GBP"),
    )
    record(begin, paper("S-1", POT, placed_at=MAY + 6 * DAY), source="pos")
    return begin


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["S-1", "S-9", "A-1", "R-1", "S%3", "S-2", "S-1"]),
        ({"q": "S-"}, ["S-1", "S-9", "S-2", "S-1"]),
        ({"q": "S%"}, ["S%3"]),
        ({"q": "S_"}, []),
        ({"q": "-1"}, []),
        ({"q": "'; DROP TABLE orders; --"}, []),
        ({"kind": "refund"}, ["R-1"]),
        ({"kind": "adjustment"}, ["A-1"]),
        ({"source": "pos"}, ["S-1"]),
        ({"person_id": WEI}, ["S-2"]),
        ({"person_id": UUID(int=9)}, []),
        ({"currency": "GBP"}, ["S-9"]),
        ({"placed_from": MAY + 5 * DAY}, ["S-1", "S-9"]),
        ({"placed_before": MAY + DAY}, ["S-1"]),
        ({"placed_from": MAY + DAY, "placed_before": MAY + 3 * DAY}, ["S%3", "S-2"]),
        ({"kind": "sale", "person_id": LIN, "source": "shop", "q": "S-"}, ["S-1"]),
    ],
)
def test_filters_choose_which_documents_are_listed(shop: Begin, chosen: dict[str, Any], expected: list[str]) -> None:
    assert listed(shop, **chosen) == expected
    assert listed(shop, PageWanted(limit=2), **chosen) == expected


def test_documents_are_listed_by_day_or_amount_either_way(shop: Begin) -> None:
    assert listed(shop, PageWanted(2, sort="placed_at")) == ["S-1", "S-2", "S%3", "R-1", "A-1", "S-9", "S-1"]
    by_amount = listed(shop, PageWanted(1, sort="-amount_cents"))
    assert (by_amount[0], by_amount[-3:]) == ("S-2", ["S%3", "A-1", "R-1"])
    assert listed(shop, PageWanted(3, sort="amount_cents")) == by_amount[::-1]
    with pytest.raises(SortUnknown):
        listed(shop, PageWanted(sort="document"))


def sums(begin: Begin, *people: UUID) -> list[BuyingSum]:
    with begin(SYSTEM) as tx:
        return sorted(orders.buying_sums(tx, person_ids=people), key=lambda item: (item.person_id, item.currency))


def test_sums_count_paid_sales_and_refunds_and_take_adjustments_into_the_money(shop: Begin) -> None:
    lin = BuyingSum(LIN, "CNY", 2, 1, 10_000 + 20_000 - 300, 10_000, MAY, MAY + 6 * DAY)
    wei = BuyingSum(WEI, "CNY", 1, 0, 30_000, 0, MAY + DAY, MAY + DAY)
    assert sums(shop, LIN, WEI) == [lin, wei]
    assert sums(shop, UUID(int=9)) == []


def test_sums_of_money_are_whole_numbers(shop: Begin) -> None:
    for item in sums(shop, LIN, WEI):
        assert {type(value) for value in (item.orders, item.refunds, item.paid_cents, item.refunded_cents)} == {int}


def test_each_currency_has_a_sum_of_its_own(begin: Begin) -> None:
    record(
        begin, paper("S-1"), paper("S-2", POT, currency="GBP"), paper("S-3", back(POT), kind="refund", currency="GBP")
    )
    assert [(item.currency, item.paid_cents, item.refunded_cents) for item in sums(begin, LIN)] == [
        ("CNY", 10_000, 0),
        ("GBP", 20_000, 20_000),
    ]


def test_who_was_only_given_things_has_no_order_but_a_sum(begin: Begin) -> None:
    record(begin, paper("S-1", GIFT))
    assert sums(begin, LIN) == [BuyingSum(LIN, "CNY", 0, 0, 0, 0, None, None)]


def test_a_document_that_moves_takes_its_money_along_in_profiles_and_timelines(
    begin: Begin, warehouse: Warehouse
) -> None:
    lin, wei = (person for person in settle(begin, "lin", "wei") if person)
    relay = Relay(begin, LISTENERS, {"warehouse": warehouse, "begin": begin, "settings": None})

    def shown(person: UUID) -> tuple[list[int], int]:
        with begin(SYSTEM) as tx:
            bought = [item.net_cents for item in profiles.profile(tx, person_id=person).purchases]
        return bought, len(events.timeline(warehouse, person_ids=[person], event=None, before=None, limit=10))

    record(begin, paper("S-1", person_id=lin), paper("S-2", POT, person_id=lin))
    assert relay.deliver() == 1
    assert (shown(lin), shown(wei)) == (([30_000], 2), ([], 0))
    record(begin, paper("S-1", person_id=wei), paper("S-2", POT, person_id=lin))
    assert relay.deliver() == 1
    assert (shown(lin), shown(wei)) == (([20_000], 1), ([10_000], 1))
    record(begin, paper("S-2", POT, person_id=wei))
    assert relay.deliver() == 1
    assert (shown(lin), shown(wei)) == (([], 0), ([30_000], 2))
