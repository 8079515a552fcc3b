"""A session is a secret of one browser, and ends the moment it should."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.team.access import passwords, queries
from siyu.team.access import service as access
from siyu.team.access.contract import Visitor, WrongCredentials
from siyu.team.audit import service as audit
from siyu.team.audit.contract import AuditFilters
from siyu.team.staff.contract import Staff, StaffChange
from tests.conftest import Hand
from tests.team.access.people import ANYBODY, HOURS, IDLE_MINUTES, PASSWORD, employed, guest, is_known, signed_in

End = Callable[[Tx, Staff], object]


def actions(tx: Tx) -> list[str]:
    entries = audit.entries(tx, wanted=PageWanted(sort="at"), filters=AuditFilters()).items
    return [entry.action for entry in entries]


def test_who_knows_the_password_is_known_from_then_on(begin: Begin) -> None:
    member = employed(begin, "operator")
    fresh = signed_in(begin, "LIN@example.com ")
    with begin(guest("198.51.100.1")) as tx:
        visitor = access.identify_session(tx, fresh.token, idle_minutes=IDLE_MINUTES)
    assert visitor.staff is not None
    assert (visitor.staff.id, visitor.permissions) == (member.id, access.OF_ROLE["operator"])
    assert (visitor.actor.kind, visitor.actor.id, visitor.actor.ip) == ("staff", member.id, "198.51.100.1")
    assert visitor.staff.last_seen_at is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [("lin@example.com", "correct horse batterY"), ("wu@example.com", PASSWORD), ("lin\x00", PASSWORD), ("", "")],
)
def test_a_wrong_address_and_a_wrong_password_are_told_the_same(begin: Begin, email: str, password: str) -> None:
    employed(begin)
    with pytest.raises(WrongCredentials) as caught:
        signed_in(begin, email, password)
    assert caught.value.facts == {}


def test_signing_in_and_out_and_failing_to_are_on_record(begin: Begin) -> None:
    member = employed(begin)
    with pytest.raises(WrongCredentials):
        signed_in(begin, password="wrong horse battery")
    fresh = signed_in(begin)
    with begin(fresh.visitor.actor) as tx:
        access.sign_out(tx, token=fresh.token)
    with begin(SYSTEM) as tx:
        assert actions(tx) == ["staff.hired", "session.refused", "session.started", "session.ended"]
        _, refused, started, _ = audit.entries(tx, wanted=PageWanted(sort="at"), filters=AuditFilters()).items
    assert (refused.subject_id, refused.after, refused.actor.ip) == (
        str(member.id), {"email": "l***@example.com"}, "203.0.113.9",
    )  # fmt: skip
    assert (started.actor.kind, started.actor.id, started.actor.ip) == ("staff", member.id, "203.0.113.9")
    assert not is_known(begin, fresh.token)


def test_neither_the_token_nor_what_derives_from_it_is_stored(begin: Begin) -> None:
    employed(begin)
    fresh = signed_in(begin)
    assert fresh.visitor.csrf_token is not None
    assert len(fresh.token) >= 43
    with begin(SYSTEM) as tx:
        rows = tx.db.execute(
            text("SELECT sessions::text || (SELECT string_agg(audit_log::text, '') FROM audit_log) FROM sessions")
        )
        stored = str(rows.scalar_one())
    assert fresh.token not in stored
    assert fresh.token.encode().hex() not in stored
    assert fresh.visitor.csrf_token not in stored


def test_the_csrf_token_belongs_to_one_session(begin: Begin) -> None:
    employed(begin)
    one, other = signed_in(begin).visitor, signed_in(begin).visitor
    assert one.csrf_token is not None
    assert access.csrf_matches(one, one.csrf_token)
    assert not access.csrf_matches(other, one.csrf_token)
    assert not access.csrf_matches(one, "")
    assert not access.csrf_matches(one, "é")


def test_a_session_ends_when_it_is_not_used_for_too_long(begin: Begin, clock: Hand) -> None:
    employed(begin)
    fresh = signed_in(begin)
    for _ in range(3):
        clock.now += timedelta(minutes=IDLE_MINUTES - 1)
        assert is_known(begin, fresh.token)
    clock.now += timedelta(minutes=IDLE_MINUTES)
    assert not is_known(begin, fresh.token)


def test_a_session_ends_after_its_hours_however_much_it_is_used(begin: Begin, clock: Hand) -> None:
    employed(begin)
    fresh = signed_in(begin)
    for _ in range(HOURS * 2 - 1):
        clock.now += timedelta(minutes=30)
        assert is_known(begin, fresh.token)
    clock.now += timedelta(minutes=30)
    assert not is_known(begin, fresh.token)
    employed(begin, email="wu@example.com")
    signed_in(begin, "wu@example.com")
    with begin(SYSTEM) as tx:
        assert tx.db.scalar(text("SELECT count(*) FROM sessions")) == 1, "the sweep leaves no expired session"


def test_to_sign_in_again_ends_the_session_this_browser_had(begin: Begin) -> None:
    employed(begin)
    planted, elsewhere = signed_in(begin), signed_in(begin)
    fresh = access.sign_in(
        begin, guest(), email="lin@example.com", password=PASSWORD, session_hours=HOURS, old_token=planted.token
    )
    assert [is_known(begin, item.token) for item in (planted, elsewhere, fresh)] == [False, True, True]


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 5000])
def test_a_token_that_is_none_is_not_known(begin: Begin, token: str) -> None:
    assert not is_known(begin, token)


def disable(tx: Tx, member: Staff) -> None:
    access.change(tx, by=ANYBODY, staff_id=member.id, wanted=StaffChange(disabled=True))


def demote(tx: Tx, member: Staff) -> None:
    access.change(tx, by=ANYBODY, staff_id=member.id, wanted=StaffChange(role="analyst"))


def reset(tx: Tx, member: Staff) -> None:
    access.reset_password(tx, by=ANYBODY, staff_id=member.id)


def change_password(tx: Tx, member: Staff) -> None:
    visitor = Visitor(tx.actor, access.ALL, None, member)
    assert access.change_password(tx, visitor=visitor, current_password=PASSWORD, new_password="another horse battery")


@pytest.mark.parametrize("end", [disable, demote, reset, change_password])
def test_every_session_is_over_at_once_when_the_way_in_changes(begin: Begin, end: End) -> None:
    member = employed(begin, "operator")
    here, there = signed_in(begin), signed_in(begin)
    with begin(guest()) as tx:
        end(tx, member)
    assert not is_known(begin, here.token)
    assert not is_known(begin, there.token)


def test_a_session_does_not_come_back_when_its_member_does(begin: Begin) -> None:
    member = employed(begin, "operator")
    before = signed_in(begin)
    with begin(SYSTEM) as tx:
        disable(tx, member)
    with pytest.raises(WrongCredentials):
        signed_in(begin)
    with begin(SYSTEM) as tx:
        access.change(tx, by=ANYBODY, staff_id=member.id, wanted=StaffChange(disabled=False))
    assert not is_known(begin, before.token)
    assert is_known(begin, signed_in(begin).token)


def test_another_name_leaves_the_session_alone(begin: Begin) -> None:
    member = employed(begin)
    fresh = signed_in(begin)
    with begin(SYSTEM) as tx:
        access.change(tx, by=ANYBODY, staff_id=member.id, wanted=StaffChange(name="Lin"))
    assert is_known(begin, fresh.token)


@pytest.mark.parametrize("end", [disable, reset, change_password])
def test_what_changes_while_the_password_is_looked_at_is_not_overlooked(
    begin: Begin, end: End, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = employed(begin, "operator")
    look = passwords.fits

    def look_slowly(password: str, password_hash: str | None) -> bool:
        monkeypatch.setattr(passwords, "fits", look)
        is_right = look(password, password_hash)
        with begin(guest("198.51.100.1")) as tx:
            end(tx, member)
        return is_right

    monkeypatch.setattr(passwords, "fits", look_slowly)
    with pytest.raises(WrongCredentials):
        signed_in(begin)


def test_a_session_started_beside_a_password_change_does_not_outlive_it(begin: Begin) -> None:
    member = employed(begin, "operator")
    with begin(guest("198.51.100.1")) as tx:
        change_password(tx, member)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(signed_in, begin)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=1)
            tx.db.commit()
            with pytest.raises(WrongCredentials):
                waiting.result(timeout=10)


def test_a_hash_of_weaker_parameters_is_renewed_by_the_next_sign_in(begin: Begin) -> None:
    member = employed(begin)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with begin(SYSTEM) as tx:
        queries.put_hash(tx.db, member.id, weak)
    fresh = signed_in(begin)
    with begin(SYSTEM) as tx:
        renewed = queries.password_hash(tx.db, member.id)
    assert renewed is not None
    assert not passwords.needs_new_hash(renewed)
    assert is_known(begin, fresh.token)
    assert is_known(begin, signed_in(begin).token)


def test_requests_of_one_session_never_wait_for_each_other_to_say_it_was_seen(begin: Begin, clock: Hand) -> None:
    employed(begin)
    fresh = signed_in(begin)
    clock.now += timedelta(minutes=2)
    with begin(guest()) as one, begin(guest()) as other:
        other.db.execute(text("SET LOCAL lock_timeout = '1s'"))
        for tx in (one, other):
            visitor = access.identify_session(tx, fresh.token, idle_minutes=IDLE_MINUTES)
            assert visitor.actor == fresh.visitor.actor
