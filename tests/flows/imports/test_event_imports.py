"""Imports of events into the real stores: exact and once, whatever breaks in between."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from siyu.facts.events import service as events
from siyu.facts.events.contract import NOBODY
from siyu.facts.warehouse.contract import WarehouseUnavailable
from siyu.facts.warehouse.service import Warehouse
from siyu.flows.imports import running, service
from siyu.flows.imports.codec import Staged
from siyu.flows.imports.event_writer import event_writer
from siyu.flows.imports.ready import ready_yaml
from siyu.flows.imports.reports import Import
from siyu.flows.imports.writers import Write, Writers, Written
from siyu.kernel.settings import Settings
from siyu.kernel.tx import SYSTEM, Actor, Begin, Tx
from siyu.people.identity import service as identity
from tests.conftest import Hand

HEADER = "event,time,user_id,anonymous_id,session_id,page,amount\n"
BATCH = 40


class House:
    """Imports into the stores of the test, `BATCH` events at a time."""

    def __init__(self, begin: Begin, settings: Settings, warehouse: Warehouse) -> None:
        self.begin, self.settings, self.warehouse = begin, settings, warehouse
        self.writer = replace(event_writer(warehouse), documents=BATCH)

    def start(self, content: str, *, source: str = "file", dry_run: bool = False) -> UUID:
        """Upload and ask; nothing runs yet."""
        yaml = ready_yaml("events").replace("source: file", f"source: {source}")
        with self.begin(SYSTEM) as tx:
            file_id = tx.new_id()
            path = service.file_path(self.settings, file_id)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            service.keep_file(tx, self.settings, file_id=file_id, name="events.csv")
            mapping, text = service.chosen_mapping(name=None, yaml=yaml)
            return service.start(tx, self.settings, file_id=file_id, mapping=mapping, yaml=text, is_dry_run=dry_run).id

    def carry_on(self, import_id: UUID, *, begin: Begin | None = None, **other: Callable[..., Any]) -> Import:
        """Run it as the job does; `other` replaces parts of the writer."""
        writers: Writers = {"events": replace(self.writer, **other)}  # type: ignore[arg-type]
        service.carry_on(begin or self.begin, self.settings, import_id=import_id, writers=writers)
        return self.one(import_id)

    def bring_in(self, content: str, **how: Any) -> Import:
        return self.carry_on(self.start(content, **how))

    def one(self, import_id: UUID) -> Import:
        with self.begin(SYSTEM) as tx:
            return service.one(tx, import_id=import_id)

    def rejected(self, import_id: UUID) -> list[tuple[Any, ...]]:
        with self.begin(SYSTEM) as tx:
            rows = list(service.rejected_rows(tx, import_id=import_id, language="en"))
        return [tuple(row[:2]) for row in rows[1:]]

    def totals(self) -> tuple[int, int, int, int]:
        """Events, ids and people of the log, and people of the record."""
        counts = "count(), uniqExact(event_id), uniqExactIf(person_id, person_id != {nobody:UUID})"
        [(count, ids, people)] = self.warehouse.rows(f"SELECT {counts} FROM events", {"nobody": NOBODY})
        with self.begin(SYSTEM) as tx:
            return count, ids, people, identity.count(tx)


@pytest.fixture
def house(begin: Begin, settings: Settings, warehouse: Warehouse) -> House:
    return House(begin, settings, warehouse)


def clicks(count: int, people: int = 7) -> str:
    """`count` events by `people` people, in 24 hours."""
    rows = (
        f"click,2026-02-01 {at % 24:02}:{at % 60:02},M{at % people},,s{at % 11},/p{at},1.5\n" for at in range(count)
    )
    return HEADER + "".join(rows)


def test_events_of_one_moment_all_count_and_importing_again_adds_nothing(house: House, clock: Hand) -> None:
    tied = "click,2026-02-01 10:00,M1,,s1,/a,\n" * 3 + "click,2026-02-01 10:00,M1,,s2,/a,\n"
    first = house.bring_in(HEADER + tied)
    assert (first.state, first.created, first.documents_total, first.rows_read) == ("done", 4, 4, 4)
    clock.now += timedelta(days=9)
    again = house.bring_in(HEADER + tied)
    assert (again.created, again.unchanged) == (0, 4)
    more = house.bring_in(HEADER + tied + tied[: tied.index("\n") + 1])
    assert (more.created, more.unchanged) == (1, 4)
    assert house.totals() == (5, 5, 1, 1)


def test_an_event_is_logged_as_it_was_told(house: House, begin: Begin) -> None:
    house.bring_in(
        HEADER.replace("page", "渠道,page")
        + "view,2026-02-01 10:00:00,M1,d1,s1,email,/a,2.5\n"
        + "view,2026-02-01 10:01:00,,d1,s1,,/b,\n"
        + "view,2026-02-01 10:02:00,,,s1,,/c,\n"
        + "view,2026-02-01 10:03:00,,d2,,,/d,\n"
    )
    logged = house.warehouse.named(
        "SELECT type, source, anonymous_id, channel, person_id, session_id, toString(time) AS time, properties,"
        " properties.amount.:Float64 AS amount FROM events ORDER BY events.time"
    )
    assert [(row["type"], row["source"], row["anonymous_id"], row["channel"]) for row in logged] == [
        ("track", "file", "d1", "email"),
        ("track", "file", "d1", ""),
        ("track", "file", "", ""),
        ("track", "file", "d2", ""),
    ]
    member, same, nobody, visitor = (row["person_id"] for row in logged)
    assert member == same
    assert nobody == NOBODY
    assert len({member, nobody, visitor}) == 3
    assert [row["session_id"] == logged[0]["session_id"] for row in logged] == [True, True, False, False]
    assert (logged[0]["time"], logged[0]["amount"], logged[0]["properties"]) == (
        "2026-02-01 02:00:00.000", 2.5, {"page": "/a", "amount": 2.5},
    )  # fmt: skip
    with begin(SYSTEM) as tx:
        held = {(link.type, link.value) for link in identity.links(tx, person_ids=[member])[member]}
    assert held == {("member_id", "M1"), ("anonymous_id", "d1")}
    shown = events.timeline(house.warehouse, person_ids=[member], event=None, before=None, limit=9)
    assert [event.properties["page"] for event in shown] == ["/b", "/a"]


def test_ids_of_the_file_tell_events_apart_within_their_source(house: House) -> None:
    rows = "event,time,user_id,event_id\n" + "".join(f"click,2026-02-01,M1,e{at % 3}\n" for at in range(5))
    first = house.bring_in(rows)
    assert (first.created, first.rows_rejected) == (3, 2)
    assert house.rejected(first.id) == [(5, "event_repeated"), (6, "event_repeated")]
    assert house.bring_in(rows.replace("M1", "M2")).created == 0
    assert house.bring_in(rows, source="other").created == 3


def test_bad_rows_are_set_apart_and_the_rest_comes_in(house: House) -> None:
    ended = house.bring_in(
        HEADER
        + "click,2026-02-01,M1,,,,\nclick,2026-03-02,M1,,,,\nclick,1970-01-01,M1,,,,\norder_paid,2026-02-01,M1,,,,\n"
        + "click,2026-02-01,M1,,,,much\n,2026-02-01,M1,,,,\n"
    )
    assert (ended.created, ended.rows_rejected) == (1, 5)
    assert house.rejected(ended.id) == [
        (3, "time_in_future"), (4, "time_before_2000"), (5, "event_reserved"), (6, "property_unreadable"),
        (7, "event_missing"),
    ]  # fmt: skip


def test_a_dry_run_counts_and_writes_nothing_anywhere(house: House) -> None:
    house.bring_in(clicks(50))
    before = house.totals()
    told = house.bring_in(clicks(130, people=9), dry_run=True)
    assert (told.state, told.created + told.unchanged) == ("done", 130)
    assert house.totals() == before
    assert house.bring_in(clicks(130, people=9)).created == told.created


class Killed(BaseException):
    """The end of the process, as far as the import can tell."""


def killed_after(house: House, batches: int) -> Callable[..., Write]:
    """Writes, and dies behind the n-th batch: it is in the log, and nobody has noted it."""
    left = iter(range(batches))

    def ready(tx: Tx, source: str, staged: Sequence[Staged]) -> Write:
        write = house.writer.ready(tx, source, staged)

        def write_and_die(*given: Any) -> Written:
            written = write(*given)
            if next(left, None) is None:
                raise Killed
            return written

        return write_and_die

    return ready


@pytest.mark.parametrize("batches", [0, 2])
def test_killed_between_log_and_record_an_import_goes_on_and_nothing_is_lost_or_twice(
    house: House, batches: int
) -> None:
    import_id = house.start(clicks(200))
    with pytest.raises(Killed):
        house.carry_on(import_id, ready=killed_after(house, batches))
    assert house.one(import_id).documents_done == batches * BATCH
    ended = house.carry_on(import_id)
    assert (ended.state, ended.documents_done, ended.created + ended.unchanged) == ("done", 200, 200)
    assert house.totals() == (200, 200, 7, 7)
    assert house.bring_in(clicks(200)).unchanged == 200
    assert house.totals() == (200, 200, 7, 7)


def test_killed_while_reading_an_import_numbers_its_ties_as_if_nothing_had_happened(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "READ_BATCH", 30)
    tied = HEADER + "click,2026-02-01 10:00,M1,,s1,/a,\n" * 100
    import_id = house.start(tied)
    with pytest.raises(Killed):
        house.carry_on(import_id, begin=_dying(house.begin, transactions=4))
    assert house.one(import_id).rows_read == 60
    assert house.carry_on(import_id).created == 100
    assert house.bring_in(tied).unchanged == 100
    assert house.totals() == (100, 100, 1, 1)


def _dying(begin: Begin, *, transactions: int) -> Begin:
    """Opens so many transactions; the next one is never reached."""
    left = iter(range(transactions))

    def begin_or_die(actor: Actor) -> AbstractContextManager[Tx]:
        if next(left, None) is None:
            raise Killed
        return begin(actor)

    return begin_or_die


def test_an_import_waits_for_a_log_that_is_away_and_gives_up_with_the_reason(house: House) -> None:
    def away(tx: Tx, source: str, staged: Sequence[Staged]) -> Write:
        raise WarehouseUnavailable(retry=True)

    import_id = house.start(clicks(90))
    for _ in range(service.OUTAGES_MAX - 1):
        with pytest.raises(WarehouseUnavailable):
            house.carry_on(import_id, ready=away)
    assert house.one(import_id).state == "writing"
    ended = house.carry_on(import_id, ready=away)
    assert ended.state == "failed"
    assert ended.error is not None
    assert ended.error.code == "warehouse_unavailable"
    assert house.bring_in(clicks(90)).created == 90


def test_a_cancelled_import_keeps_whole_batches_and_importing_again_brings_the_rest(house: House) -> None:
    import_id = house.start(clicks(200))

    def cancelled_meanwhile(tx: Tx, source: str, staged: Sequence[Staged]) -> Write:
        if house.one(import_id).documents_done == BATCH:
            with house.begin(SYSTEM) as other:
                service.cancel(other, import_id=import_id)
        return house.writer.ready(tx, source, staged)

    ended = house.carry_on(import_id, ready=cancelled_meanwhile)
    assert (ended.state, ended.documents_done, ended.created) == ("cancelled", BATCH, BATCH)
    assert house.totals()[0] == BATCH
    assert house.bring_in(clicks(200)).created == 200 - BATCH
