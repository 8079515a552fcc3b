"""Deliveries through every step, into the log: each event once, of the right person, with what it does done once."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pyarrow as pa
import pytest
from sqlalchemy import func, select

from siyu.facts.events.columns import block
from siyu.facts.items import service as items
from siyu.facts.plan import service as planning
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest import quarantine, queries, service
from siyu.flows.ingest.contract import QuarantineFilter
from siyu.flows.ingest.hits import Delivery
from siyu.flows.ingest.service import Ingest, open_ingest
from siyu.flows.ingest.tables import SpooledRow
from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import PeopleFilter
from tests.conftest import Hand
from tests.flows.ingest.post import SERVER, WEB, event, fates, logged, send

EVERYBODY = PeopleFilter()


def restarted(ingest: Ingest) -> Ingest:
    """The same stores, a process that knows nothing."""
    return open_ingest(
        ingest.begin, ingest.warehouse, key=b"a key for these tests", clock=ingest.clock, standstill=threading.Lock()
    )


def traits(begin: Begin) -> list[dict[str, str]]:
    """Each person's traits, oldest person first."""
    with begin(SYSTEM) as tx:
        found = profiles.people(tx, wanted=PageWanted(sort="created_at"), chosen=EVERYBODY).items
        shown = [profiles.profile(tx, person_id=person.id).traits for person in found]
    return [{trait.name: trait.value for trait in held} for held in shown]


def test_an_event_is_in_the_log_as_it_was_sent(ingest: Ingest, warehouse: Warehouse) -> None:
    sent = event(
        "tea_tasted",
        userId="m-1",
        timestamp="2026-03-01T11:00:00Z",
        properties={"cups": 3, "teas": ["龙井", "';--"], "deep": {"a.b": True}},
        context={
            "campaign": {"source": "baidu", "medium": "cpc", "name": "spring"},
            "ip": "203.0.113.9",
            "tz": "zh",
        },
    )
    assert fates(send(ingest, sent, sent_at="2026-03-01T11:00:00Z")) == ["kept"]
    columns = [
        "type",
        "channel",
        "utm_source",
        "utm_campaign",
        "source",
        "anonymous_id",
        "toString(properties)",
        "context",
    ]
    assert logged(ingest, "toString(event_id)", *columns) == [
        (
            sent["messageId"], "track", "cpc", "baidu", "spring", "Web shop", "browser-1",
            '{"cups":3,"deep":{"a":{"b":true}},"teas":["龙井","\';--"]}',
            '{"campaign":{"source":"baidu","medium":"cpc","name":"spring"},"tz":"zh"}',
        )
    ]  # fmt: skip
    assert logged(ingest, "time = received_at", "session_id = toUUID('00000000-0000-0000-0000-000000000000')") == [
        (True, False)
    ]


def test_a_batch_goes_on_past_its_bad_events(ingest: Ingest, begin: Begin) -> None:
    answers = send(ingest, event("a"), "what", event(""), None, event("order_paid"), event("b"))
    assert fates(answers) == [
        "kept", "quarantined not_an_object", "quarantined name_missing", "quarantined not_an_object",
        "quarantined event_reserved", "kept",
    ]  # fmt: skip
    assert logged(ingest, "event") == [("a",), ("b",)]
    with begin(SYSTEM) as tx:
        assert service.backlog(tx).quarantined == 4
        assert {reason.code for reason in quarantine.reasons(tx)} == {"not_an_object", "name_missing", "event_reserved"}


def test_the_same_id_counts_once_in_a_batch_in_a_retry_and_after_a_restart(ingest: Ingest, clock: Hand) -> None:
    first, second = event("a"), event("a")
    assert fates(send(ingest, first, first, second)) == ["kept", "duplicate duplicate", "kept"]
    clock.now += timedelta(hours=47)
    again = restarted(ingest)
    assert fates(send(again, second, event("a", messageId=second["messageId"].upper()))) == ["duplicate duplicate"] * 2
    assert fates(send(ingest, first)) == ["duplicate duplicate"], "the process from before knows it still"
    assert len(logged(ingest, "event")) == 2


def test_two_processes_tell_each_others_duplicates(ingest: Ingest) -> None:
    other, sent = restarted(ingest), [event("a") for _ in range(20)]
    mine, theirs = send(ingest, *sent[:15]), send(other, *sent[5:])
    assert (fates(mine) + fates(theirs)).count("kept") == 20
    assert len(logged(ingest, "event")) == 20


def test_a_visitor_who_signs_in_is_one_person_and_the_next_member_on_the_tablet_another(ingest: Ingest) -> None:
    send(ingest, event("a"), event("b", userId="m-1"), event("c"), event("d", userId="m-2"), event("e", userId="m-1"))
    who = dict(logged(ingest, "event", "toString(person_id)"))
    assert who["a"] == who["b"] == who["c"] == who["e"] != who["d"]
    send(ingest, event("f", userId="m-3"), event("g", anonymousId=None, userId="m-2"))
    who = dict(logged(ingest, "event", "toString(person_id)"))
    assert who["g"] == who["d"] != who["f"] != who["a"]


def test_profile_verbs_do_what_they_say_once_however_often_they_are_sent(ingest: Ingest, begin: Begin) -> None:
    def told(verb: str, **values: object) -> dict[str, object]:
        return event(type="profile", verb=verb, userId="m-1", traits=values)

    batch = [
        event(type="identify", userId="m-1", traits={"name": "Lin", "city": "杭州", "old": 1}),
        told("set", city="上海", vip=True), told("set_once", city="北京", first_seen="web"),
        told("increment", cups=2), told("increment", cups=0.5), told("increment", city=1),
        told("append", teas="龙井"), told("append", teas=["龙井", "普洱"]), told("unset", old=None, vip=1),
        told("delete"),
    ]  # fmt: skip
    send(ingest, *batch)
    send(restarted(ingest), *batch)
    assert traits(begin) == [
        {"name": "Lin", "city": "上海", "first_seen": "web", "cups": "2.5", "teas": '["龙井", "普洱"]'}
    ]
    send(ingest, told("delete"), key=SERVER)
    assert traits(begin) == [{}]


def test_identifiers_are_bound_and_taken_back(ingest: Ingest) -> None:
    phone = {"phone": "13800138001"}
    send(ingest, event("bind", type="bind", userId="m-1", identities=phone))
    send(ingest, event("a", anonymousId=None, identities=phone), key=SERVER)
    send(ingest, event(type="unbind", userId="m-1", anonymousId=None, identities=phone), key=SERVER)
    send(ingest, event("b", anonymousId=None, identities=phone), key=SERVER)
    who = dict(logged(ingest, "event", "toString(person_id)"))
    assert who["a"] == who["identity_bound"] == who["identity_unbound"] != who["b"]


def test_item_rows_are_kept_as_last_told(ingest: Ingest, begin: Begin) -> None:
    row = {"type": "item_set", "itemType": "sku", "itemId": "T-1", "properties": {"name": "Tea"}}
    send(ingest, row, {**row, "properties": {"name": "龙井"}}, {**row, "itemId": "T-2"}, key=SERVER)
    send(ingest, {"type": "item_delete", "itemType": "sku", "itemId": "T-2"}, key=SERVER)
    with begin(SYSTEM) as tx:
        found = items.items(tx, wanted=PageWanted(), kind="sku").items
    assert [(item.id, item.properties) for item in found] == [("T-1", {"name": "龙井"})]


def test_who_refuses_analytics_is_written_down_nowhere(ingest: Ingest, begin: Begin) -> None:
    refused = {"consent": {"categoryPreferences": {"analytics": False}}}
    assert fates(send(ingest, event(context=refused), event(context={"userAgent": "Googlebot/2.1"}))) == [
        "dropped consent_refused",
        "dropped bot",
    ]
    assert logged(ingest, "event") == []
    assert traits(begin) == []


def test_a_strict_plan_refuses_and_a_replay_after_the_repair_counts_once(ingest: Ingest, begin: Begin) -> None:
    strict = {"type": "object", "properties": {"cups": {"type": "integer"}}, "required": ["cups"]}
    with begin(SYSTEM) as tx:
        planning.define(tx, name="tea_tasted", schema=strict, mode="warn")
    sent = [event("tea_tasted", properties={"cups": cups}) for cups in ("two", 2)]
    send(ingest, event("tea_tasted", properties={"cups": "warned"}))
    assert logged(ingest, "marks") == [(["plan_violated"],)]
    with begin(SYSTEM) as tx:
        planning.set_mode(tx, name="tea_tasted", mode="strict")
    assert fates(send(ingest, *sent)) == ["quarantined plan_violated", "kept"]
    chosen = QuarantineFilter(code="plan_violated")
    assert service.replay(ingest, chosen=chosen) == (1, 0), "nothing was repaired yet"
    with begin(SYSTEM) as tx:
        planning.set_mode(tx, name="tea_tasted", mode="off")
    assert service.replay(ingest, chosen=chosen) == (1, 1)
    assert service.replay(ingest, chosen=chosen) == (0, 0)
    assert fates(send(ingest, sent[0])) == ["duplicate duplicate"]
    assert len(logged(ingest, "event")) == 3
    with begin(SYSTEM) as tx:
        assert quarantine.one(tx, event_id=UUID(sent[0]["messageId"])).state == "replayed"


def test_a_full_quarantine_says_so_and_keeps_taking_what_is_right(ingest: Ingest) -> None:
    ingest.desk.quarantine_max = 2
    assert fates(send(ingest, event(""), event(""))) == ["quarantined name_missing"] * 2
    assert fates(send(ingest, event(""), event("a"))) == ["dropped quarantine_full", "kept"]


def test_what_the_log_has_already_is_not_carried_again(ingest: Ingest, begin: Begin) -> None:
    """As after a kill between the insert and the end of the transaction: the block is there, and so are its events."""
    send(ingest, event("a"), event("b"))
    rows = block_of(logged(ingest, "toString(event_id)", "event"))
    with begin(SYSTEM) as tx:
        for maker in (uuid4(), ingest.desk.process):
            queries.add_spooled(tx.db, block=rows, ids=b"", made_by=maker, at=tx.now)
    again = restarted(ingest)
    again.shipper.left_seconds = -1
    again.shipper.ship()
    assert len(logged(ingest, "event")) == 2
    assert spooled(begin) == 0


def test_one_event_the_warehouse_refuses_is_quarantined_and_the_others_go_on(ingest: Ingest, begin: Begin) -> None:
    ids = [str(uuid4()) for _ in range(9)]
    broken = block_of([(event_id, "e") for event_id in ids], properties=["{}"] * 4 + ["[1]"] + ["{}"] * 4)
    with begin(SYSTEM) as tx:
        queries.add_spooled(tx.db, block=broken, ids=b"", made_by=ingest.desk.process, at=tx.now)
    ingest.shipper.ship()
    assert {event_id for (event_id,) in logged(ingest, "toString(event_id)")} == {*ids} - {ids[4]}
    with begin(SYSTEM) as tx:
        assert quarantine.one(tx, event_id=UUID(ids[4])).code == "warehouse_refused"


@pytest.mark.parametrize("threads", [8])
def test_many_who_send_at_once_are_each_answered_for_their_own(ingest: Ingest, threads: int) -> None:
    ingest.start(ingest.clock(), is_alone=True)
    shared = [event("shared") for _ in range(5)]
    told: list[list[str]] = []

    def work(number: int) -> None:
        mine = [event("own", messageId=f"{number}-{n}") for n in range(20)]
        for _ in range(3):
            delivery = Delivery(WEB, [*mine, *shared, "bad"], ingest.now_ms())
            told.append(fates(ingest.collector.submit(delivery).result(30)))

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    ingest.stop()
    assert len(told) == 3 * threads
    assert {len(answers) for answers in told} == {26}
    assert sum(answers.count("kept") for answers in told) == 20 * threads + 5
    assert dict(ingest.warehouse.rows("SELECT event, count() FROM events GROUP BY event")) == {
        "own": 20 * threads,
        "shared": 5,
    }


def block_of(rows: list[tuple[str, str]], **columns: list[str]) -> bytes:
    """An Arrow stream of events with these ids and names."""
    nobody = str(UUID(int=0))
    sink = pa.BufferOutputStream()
    table = block(
        {
            "event_id": [row[0] for row in rows],
            "event": [row[1] for row in rows],
            "person_id": [nobody] * len(rows),
            "time": [1_772_366_400_000] * len(rows),
            "received_at": [1_772_366_400_000] * len(rows),
            "properties": ["{}"] * len(rows),
            "type": ["track"] * len(rows),
            **columns,
        }
    )
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def spooled(begin: Begin) -> int:
    with begin(SYSTEM) as tx:
        return tx.db.execute(select(func.count()).select_from(SpooledRow)).scalar_one()
