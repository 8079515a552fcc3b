"""Two people turn out to be one, and two again: every total stays, in every room, and comes back exactly."""

from uuid import UUID

import pytest

from siyu.facts.events import service as events
from siyu.facts.events.contract import Event
from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import AccountFilter
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.people import carry_out, known_people
from siyu.flows.when_orders_recorded import log_orders, sum_up_buyers
from siyu.flows.when_people_moved import tell_the_log
from siyu.insight.trends import service as trends
from siyu.insight.trends.contract import Period
from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import (
    ChangeMissing,
    Claim,
    ConflictDecided,
    Decision,
    Identifier,
    IdentityConflict,
    MergeImpossible,
    PeopleMoved,
)
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import NewTraits, PeopleFilter
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import OrderFilter, OrdersRecorded
from tests.trade.paper import paper

LIN = Claim((Identifier("member_id", "M-1"), Identifier("phone", "+8613512345678")), "")
ALSO_LIN = Claim((Identifier("unionid", "u-1"),), "browser-1")
Two = tuple[UUID, UUID]
ALL = PageWanted(limit=100)


def person_of(tx: Tx, claim: Claim) -> UUID:
    [person_id] = known_people(tx, [claim], "shop").person_ids
    assert person_id
    return person_id


def lived(tx: Tx, warehouse: Warehouse, claim: Claim, number: int) -> UUID:
    """Somebody with an order, points, traits and an event."""
    person_id = person_of(tx, claim)
    new = paper(document=f"D-{number}", person_id=person_id)
    orders.record(tx, source="shop", orders=[new])
    account = ledger.open_account(tx, code="points", unit="points", person_id=person_id)
    house = ledger.open_account(tx, code="house", unit="points", may_overdraw=True)
    ledger.move(tx, key=f"k-{number}", from_=house.id, to=account.id, amount=100 * number, unit="points", why="gift")
    told = (("name", f"Lin {number}"), ("city", "杭州"), (f"only_{number}", "x"))
    profiles.learn(tx, told=[NewTraits(person_id, told)], source="shop")
    seen = Event(id=tx.new_id(), name="page", person_id=person_id, time=tx.now, source="shop")
    events.append(tx, warehouse, events=[seen])
    return person_id


def standing(tx: Tx, warehouse: Warehouse, person_id: UUID) -> dict[str, object]:
    """Everything the rooms say of one person."""
    page = ledger.accounts(tx, wanted=ALL, chosen=AccountFilter(person_id=person_id))
    found = profiles.profile(tx, person_id=person_id)
    bought = orders.orders(tx, wanted=ALL, chosen=OrderFilter(person_id=person_id))
    known_as = identity.origins(tx, person_ids=[person_id])[person_id]
    seen = events.timeline(warehouse, person_ids=known_as, event="page", before=None, limit=100)
    return {
        "identifiers": sorted((link.type, link.value) for link in found.identifiers),
        "traits": sorted((trait.name, trait.value) for trait in found.traits),
        "orders": sorted(item.document for item in bought.items),
        "bought": [(sums.orders, sums.net_cents) for sums in found.purchases],
        "points": sorted(item.balance for item in page.items),
        "events": len(seen),
    }


def buyers(tx: Tx, warehouse: Warehouse) -> int:
    ever = Period("Asia/Shanghai")
    return trends.overview(tx, warehouse, period=ever, currency="CNY", fallback="CNY").now.buyers


def listed(tx: Tx) -> set[UUID]:
    return {item.id for item in profiles.people(tx, wanted=ALL, chosen=PeopleFilter()).items}


@pytest.fixture
def two(tx: Tx, warehouse: Warehouse) -> tuple[UUID, UUID]:
    first, second = lived(tx, warehouse, LIN, 1), lived(tx, warehouse, ALSO_LIN, 2)
    sum_up_buyers(tx, OrdersRecorded(order_ids=(), person_ids=(first, second)))
    return first, second


def test_everything_of_both_is_theirs_and_every_total_stays(tx: Tx, warehouse: Warehouse, two: Two) -> None:
    first, second = two
    before = [standing(tx, warehouse, person_id) for person_id in two]
    carry_out(tx, identity.merge(tx, person_ids=two, why="the same handwriting"))
    assert identity.current(tx, person_ids=two) == {first: first, second: first}
    one = standing(tx, warehouse, first)
    assert one["orders"] == ["D-1", "D-2"]
    assert one["points"] == [100, 200]
    assert one["events"] == 2
    assert one["bought"] == [(2, sum(item["bought"][0][1] for item in before))]  # type: ignore[index]
    assert dict(one["traits"]) == {"name": "Lin 1", "city": "杭州", "only_1": "x", "only_2": "x"}  # type: ignore[call-overload]
    assert listed(tx) == {first}
    assert identity.count(tx) == 1


def test_a_merge_taken_back_leaves_both_as_they_were(tx: Tx, warehouse: Warehouse, two: Two) -> None:
    before = [standing(tx, warehouse, person_id) for person_id in two]
    carry_out(tx, identity.merge(tx, person_ids=two, why="the same name"))
    [change] = identity.changes(tx, person_id=two[0])
    carry_out(tx, identity.part(tx, change_id=change.id, why="another Lin"))
    assert [standing(tx, warehouse, person_id) for person_id in two] == before
    assert listed(tx) == set(two)
    assert identity.count(tx) == 2
    assert [(item.kind, item.why, item.is_undone) for item in identity.changes(tx, person_id=two[0])] == [
        ("parted", "another Lin", False),
        ("merged", "the same name", True),
    ]


def test_what_came_after_a_merge_goes_with_whom_it_came_from(tx: Tx, warehouse: Warehouse, two: Two) -> None:
    first, second = two
    carry_out(tx, identity.merge(tx, person_ids=two, why="?"))
    found = known_people(tx, [ALSO_LIN], "shop")
    assert (found.person_ids, found.origins) == ([first], [second])
    new = paper(document="D-3", person_id=first, origin_id=second)
    orders.record(tx, source="shop", orders=[new])
    [change] = identity.changes(tx, person_id=first)
    carry_out(tx, identity.part(tx, change_id=change.id, why="no"))
    assert standing(tx, warehouse, second)["orders"] == ["D-2", "D-3"]


def test_who_was_taken_apart_is_not_made_one_again_by_the_same_evidence(tx: Tx, two: Two) -> None:
    together = Claim((*LIN.known, *ALSO_LIN.known), "")
    first, second = two
    assert person_of(tx, together) == first
    [change] = identity.changes(tx, person_id=first)
    carry_out(tx, identity.part(tx, change_id=change.id, why="they share a flat"))
    assert person_of(tx, together) == first
    assert person_of(tx, ALSO_LIN) == second
    with pytest.raises(ChangeMissing):
        identity.part(tx, change_id=change.id, why="again")


def test_who_is_one_already_cannot_be_merged(tx: Tx, two: Two) -> None:
    with pytest.raises(MergeImpossible):
        identity.merge(tx, person_ids=(two[0], two[0]), why="?")


def test_figures_count_one_buyer_where_two_turned_out_one(begin: Begin, warehouse: Warehouse) -> None:
    with begin(SYSTEM) as tx:
        two = (lived(tx, warehouse, LIN, 1), lived(tx, warehouse, ALSO_LIN, 2))
        ids = tuple(o.id for o in orders.orders(tx, wanted=ALL, chosen=OrderFilter()).items)
        log_orders(tx, OrdersRecorded(order_ids=ids, person_ids=two), warehouse)
        assert buyers(tx, warehouse) == 2
        carry_out(tx, identity.merge(tx, person_ids=two, why="?"))
        tell_the_log(tx, PeopleMoved(person_ids=two), warehouse)
        assert buyers(tx, warehouse) == 1
        [change] = identity.changes(tx, person_id=two[0])
        carry_out(tx, identity.part(tx, change_id=change.id, why="no"))
        tell_the_log(tx, PeopleMoved(person_ids=two), warehouse)
        assert buyers(tx, warehouse) == 2


NEWCOMER = Claim((Identifier("member_id", "M-2"), Identifier("phone", "+8613512345678")), "")


def clash(tx: Tx) -> tuple[UUID, UUID, IdentityConflict]:
    """Two members who gave one phone, the second a minute later."""
    old = person_of(tx, LIN)
    new = person_of(tx, NEWCOMER._replace(seen_ms=round(tx.now.timestamp() * 1000) + 60_000))
    [conflict] = identity.conflicts(tx, wanted=ALL, state="open").items
    return old, new, conflict


def phones(tx: Tx, person_id: UUID) -> list[str]:
    return [link.value for link in identity.links(tx, person_ids=[person_id])[person_id] if link.type == "phone"]


def test_two_members_with_one_phone_stay_two_until_somebody_looks(tx: Tx) -> None:
    old, new, conflict = clash(tx)
    assert old != new
    assert {conflict.first, conflict.second} == {old, new}
    assert conflict.kind == "member_id"
    assert (phones(tx, old), phones(tx, new)) == (["+8613512345678"], [])


@pytest.mark.parametrize(
    ("decision", "are_one", "new_has_it"),
    [("merge", True, True), ("keep_apart", False, False), ("move", False, True), ("dismiss", False, False)],
)
def test_what_staff_decide_holds_when_the_same_is_seen_again(
    tx: Tx, decision: Decision, are_one: bool, new_has_it: bool
) -> None:
    old, new, conflict = clash(tx)
    carry_out(tx, identity.decide(tx, conflict_id=conflict.id, decision=decision, why="looked"))
    for claim in (LIN, NEWCOMER, LIN):
        person_of(tx, claim)
    now = identity.current(tx, person_ids=[old, new])
    assert (now[old] == now[new]) == are_one
    assert phones(tx, now[new]) == (["+8613512345678"] if new_has_it else [])
    assert identity.conflicts(tx, wanted=ALL, state="open").items == []
    with pytest.raises(ConflictDecided):
        identity.decide(tx, conflict_id=conflict.id, decision="merge", why="again")
