"""The audit log says who did what, and nobody can make it say otherwise."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Actor, Begin, Tx
from siyu.team.audit import service as audit
from siyu.team.audit.contract import AuditEntry, AuditFilters

LIN = Actor("staff", UUID(int=7), "Lin Mei", "203.0.113.9", "request-1")


def found(tx: Tx, **filters: object) -> list[AuditEntry]:
    return audit.entries(tx, wanted=PageWanted(), filters=AuditFilters(**filters)).items  # type: ignore[arg-type]


def test_an_entry_says_who_did_what_from_where_with_before_and_after(begin: Begin) -> None:
    with begin(LIN) as tx:
        audit.record(
            tx, action="staff.changed", subject_kind="staff", subject_id=UUID(int=9), before={"role": "staff"},
            after={"role": "analyst", "at": tx.now},
        )  # fmt: skip
        assert tx.notes["audited"] is True
    with begin(SYSTEM) as tx:
        [entry] = found(tx)
    assert (entry.actor, entry.action, entry.subject_kind) == (LIN, "staff.changed", "staff")
    assert entry.subject_id == str(UUID(int=9))
    assert entry.before == {"role": "staff"}
    assert entry.after == {"role": "analyst", "at": "2026-03-01T12:00:00Z"}


def test_a_secret_passed_by_mistake_is_masked(tx: Tx) -> None:
    audit.record(tx, action="key.made", subject_kind="key", subject_id=1, after={"secret": "sy_sk_1", "name": "ERP"})
    assert found(tx)[0].after == {"secret": "***", "name": "ERP"}


def test_an_entry_without_a_subject_or_a_change_is_possible(tx: Tx) -> None:
    audit.record(tx, action="orders.exported", subject_kind="orders", subject_id=None)
    [entry] = found(tx)
    assert (entry.subject_id, entry.before, entry.after) == ("", None, None)
    assert tx.db.scalar(text("SELECT count(*) FROM audit_log WHERE before IS NULL AND after IS NULL")) == 1


def test_a_deed_that_is_undone_leaves_no_entry(begin: Begin) -> None:
    with begin(LIN) as tx:
        audit.record(tx, action="staff.hired", subject_kind="staff", subject_id=1)
        tx.db.rollback()
    with begin(SYSTEM) as tx:
        assert found(tx) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET actor_name = 'nobody'", "DELETE FROM audit_log", "TRUNCATE audit_log"]
)
def test_an_entry_can_be_neither_changed_nor_removed(begin: Begin, statement: str) -> None:
    with begin(LIN) as tx:
        audit.record(tx, action="staff.hired", subject_kind="staff", subject_id=1)
    with pytest.raises(DBAPIError, match="append-only"), begin(SYSTEM) as tx:
        tx.db.execute(text(statement))
    with begin(SYSTEM) as tx:
        assert found(tx)[0].actor.name == "Lin Mei"


def test_entries_are_found_by_actor_action_subject_and_time(begin: Begin) -> None:
    with begin(LIN) as tx:
        audit.record(tx, action="staff.hired", subject_kind="staff", subject_id="a")
        audit.record(tx, action="staffing.planned", subject_kind="plan", subject_id="b")
    with begin(SYSTEM) as tx:
        audit.record(tx, action="key.made", subject_kind="key", subject_id="c")
        now, soon = tx.now, tx.now + timedelta(seconds=1)

        def subjects(**filters: object) -> str:
            return "".join(sorted(entry.subject_id for entry in found(tx, **filters)))

        assert subjects(actor="lin") == subjects(actor=str(LIN.id)) == "ab"
        assert subjects(actor="%") == ""
        assert subjects(action="staff") == subjects(action="staff.hired") == "a"
        assert subjects(subject_kind="key") == subjects(subject_id="c") == "c"
        assert subjects(since=now) == subjects(until=soon) == "abc"
        assert subjects(since=soon) == subjects(until=now) == ""


def test_pages_go_back_in_time_without_gap_or_overlap(tx: Tx) -> None:
    for number in range(5):
        audit.record(tx, action="order.seen", subject_kind="order", subject_id=number)
    pages: list[str] = []
    cursor: str | None = None
    while len(pages) == 0 or cursor:
        page = audit.entries(tx, wanted=PageWanted(limit=2, cursor=cursor), filters=AuditFilters())
        pages.append("".join(entry.subject_id for entry in page.items))
        cursor = page.next_cursor
    assert pages == ["43", "21", "0"]
