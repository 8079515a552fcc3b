"""Recording documents: once each, noticed when their content changed, told with everybody they touch."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin
from siyu.trade.orders import service as orders
from siyu.trade.orders.contract import RECORD_MAX, OrderFilter, OrderMissing, Recorded
from tests.conftest import Hand
from tests.trade.paper import LIN, MAY, POT, TEA, WEI, back, found, listed, paper, record, rows, told

SECONDS_MAX = 30


def test_a_document_is_kept_as_the_source_told_it(begin: Begin, clock: Hand) -> None:
    refund = paper("R-1", back(POT), back(TEA), kind="refund", refunds_document="S-1", currency="GBP")
    assert record(begin, refund) == Recorded(1, 0, 0)
    order = found(begin, "R-1")
    summary = order.summary
    assert (summary.source, summary.document, summary.kind, summary.person_id) == ("shop", "R-1", "refund", LIN)
    assert (summary.placed_at, summary.currency, summary.amount_cents, summary.lines) == (MAY, "GBP", -30_000, 2)
    assert (order.refunds_document, order.revision, order.recorded_at) == ("S-1", 1, clock.now)
    assert list(order.columns.lines()) == [back(POT), back(TEA)]


def test_recording_the_same_again_changes_and_tells_nothing(begin: Begin, clock: Hand) -> None:
    papers = (paper("S-1"), paper("S-2", TEA, POT))
    assert record(begin, *papers) == Recorded(2, 0, 0)
    before, clock.now = found(begin, "S-1"), clock.now + timedelta(days=1)
    assert record(begin, *papers) == Recorded(0, 0, 2)
    assert found(begin, "S-1") == before
    assert rows(begin) == (2, 3)
    assert len(told(begin)) == 1


def test_changed_content_replaces_the_lines_and_raises_the_revision(begin: Begin, clock: Hand) -> None:
    record(begin, paper("S-1", TEA, POT), paper("S-2"))
    before, clock.now = found(begin, "S-1"), clock.now + timedelta(days=1)
    assert record(begin, paper("S-1", POT), paper("S-2")) == Recorded(0, 1, 1)
    after = found(begin, "S-1")
    assert (after.summary.id, after.summary.amount_cents, after.summary.lines) == (before.summary.id, 20_000, 1)
    assert (after.revision, after.recorded_at) == (2, clock.now)
    assert list(after.columns.lines()) == [POT]
    assert rows(begin) == (2, 2)
    assert record(begin, paper("S-1", TEA)) == Recorded(0, 1, 0)
    assert found(begin, "S-1").revision == 3


def test_the_same_number_of_another_source_is_another_document(begin: Begin) -> None:
    record(begin, paper("S-1", TEA))
    assert record(begin, paper("S-1", POT), source="pos") == Recorded(1, 0, 0)
    assert found(begin, "S-1").summary.amount_cents == 10_000
    assert found(begin, "S-1", "pos").summary.amount_cents == 20_000


def test_the_fact_names_every_document_and_everybody_it_touches(begin: Begin) -> None:
    record(begin, paper("S-1"), paper("S-2", person_id=None), paper("S-3", person_id=WEI))
    [fact] = told(begin)
    ids = {str(found(begin, number).summary.id) for number in ("S-1", "S-2", "S-3")}
    assert set(fact["order_ids"]) == ids
    assert fact["person_ids"] == [str(LIN), str(WEI)]


def test_a_document_that_moves_to_somebody_else_touches_both(begin: Begin) -> None:
    record(begin, paper("S-1"), paper("S-2"))
    record(begin, paper("S-1", person_id=WEI), paper("S-2"))
    assert told(begin)[1]["person_ids"] == [str(LIN), str(WEI)]
    record(begin, paper("S-1", person_id=None))
    assert told(begin)[2]["person_ids"] == [str(WEI)]


def test_guests_alone_touch_nobody(begin: Begin) -> None:
    record(begin, paper("S-1", person_id=None))
    assert told(begin)[0]["person_ids"] == []


def test_nothing_to_record_is_nothing_to_tell(begin: Begin) -> None:
    assert record(begin) == Recorded(0, 0, 0)
    assert told(begin) == []


def test_a_full_batch_is_one_fact_and_more_is_a_mistake_of_the_caller(begin: Begin) -> None:
    papers = [paper(f"S-{number}") for number in range(RECORD_MAX)]
    assert record(begin, *papers).created == RECORD_MAX
    assert [len(fact["order_ids"]) for fact in told(begin)] == [RECORD_MAX]
    with pytest.raises(AssertionError):
        record(begin, *papers, paper("one too many"))


def test_a_batch_that_fails_leaves_nothing(begin: Begin) -> None:
    with suppress(ZeroDivisionError), begin(SYSTEM) as tx:
        orders.record(tx, source="shop", orders=[paper("S-1")])
        raise ZeroDivisionError
    assert (rows(begin), told(begin)) == ((0, 0), [])


def test_a_document_that_is_not_there_is_missing(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        assert orders.whole(tx, order_ids=[]) == []
        with pytest.raises(OrderMissing):
            orders.order(tx, order_id=UUID(int=9))


def test_a_document_without_lines_is_worth_nothing(begin: Begin) -> None:
    record(begin, replace(paper("S-1"), lines=()))
    order = found(begin, "S-1")
    assert (order.summary.amount_cents, order.summary.lines, list(order.columns.lines())) == (0, 0, [])


def test_recorders_of_the_same_documents_take_turns_and_double_nothing(begin: Begin) -> None:
    start = threading.Barrier(6, timeout=SECONDS_MAX)
    papers = [paper(f"S-{number}", TEA, POT) for number in range(60)]

    def take(turn: int) -> Recorded:
        start.wait()
        return record(begin, *(papers if turn % 2 else reversed(papers)))

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(take, range(6)))
    assert sorted(outcome.created for outcome in outcomes) == [0, 0, 0, 0, 0, 60]
    assert rows(begin) == (60, 120)
    assert len(told(begin)) == 1


def test_recorders_of_different_content_leave_one_of_them_whole(begin: Begin) -> None:
    start = threading.Barrier(4, timeout=SECONDS_MAX)

    def take(turn: int) -> Recorded:
        lines = (POT,) * (turn + 1)
        start.wait()
        return record(begin, *(paper(f"S-{number}", *lines) for number in range(20)))

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(take, range(4)))
    assert sum(outcome.created for outcome in outcomes) == 20
    assert sum(outcome.changed for outcome in outcomes) == 60
    for number in range(20):
        order = found(begin, f"S-{number}")
        assert order.revision == 4
        assert order.summary.lines == len(list(order.columns.lines()))
        assert order.summary.amount_cents == order.summary.lines * 20_000
    assert len({found(begin, f"S-{number}").summary.lines for number in range(20)}) == 1


CONTENT = st.dictionaries(
    st.sampled_from(["S-1", "S-2", "S-3", "R-1"]),
    st.tuples(st.sampled_from([LIN, WEI, None]), st.lists(st.sampled_from([TEA, POT]), min_size=1, max_size=3)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(CONTENT, min_size=1, max_size=4))
def test_after_any_batches_the_last_telling_of_each_document_is_there(
    begin: Begin, batches: list[dict[str, tuple[UUID | None, list[object]]]]
) -> None:
    with begin(SYSTEM) as tx:
        last: dict[str, tuple[UUID | None, list[object]]] = {}
        for batch in batches:
            papers = [paper(number, *lines, person_id=person) for number, (person, lines) in batch.items()]  # type: ignore[arg-type]
            outcome = orders.record(tx, source="shop", orders=papers)
            assert outcome.created == len(batch.keys() - last.keys())
            assert outcome.unchanged == sum(last.get(number) == content for number, content in batch.items())
            last |= batch
        page = orders.orders(tx, wanted=PageWanted(), chosen=OrderFilter())
        whole = orders.whole(tx, order_ids=[item.id for item in page.items])
        assert {item.summary.document: (item.summary.person_id, list(item.columns.lines())) for item in whole} == last
        tx.db.rollback()


def test_documents_are_listed_by_day_then_by_id(begin: Begin) -> None:
    record(begin, *(paper(f"S-{day}", placed_at=MAY + timedelta(days=day)) for day in range(5)))
    assert listed(begin) == ["S-4", "S-3", "S-2", "S-1", "S-0"]
