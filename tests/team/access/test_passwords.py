"""Passwords are long, unknown to the lists, and kept as hashes only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin
from siyu.team.access import passwords, rules
from siyu.team.access import service as access
from siyu.team.access.contract import NotSignedIn, PasswordTooWeak, TooManyAttempts, Visitor, WrongCredentials
from siyu.team.access.throttle import PER_ACCOUNT_MAX
from siyu.team.audit import service as audit
from siyu.team.audit.contract import AuditFilters
from tests.team.access.people import ANYBODY, PASSWORD, employed, guest, is_known, signed_in

NEW = "another horse battery"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "too_short"),
        ("x" * 128 + "y" * 129, "too_long"),
        ("password1234", "well_known"),
        ("PASSWORDpassword", "well_known"),
        ("Woaini1314520", "well_known"),
        ("qwertyuiop123", "well_known"),
        ("123456789012", "well_known"),
        ("234567890123", "well_known"),
        ("abcdefghijklmn", "well_known"),
        ("aaaabbbbcccc", "well_known"),
        ("iamLinMei2026", "contains_email"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    with pytest.raises(PasswordTooWeak) as caught:
        rules.check_password(password, email="linmei@example.com", field="new_password")
    [problem] = caught.value.fields
    assert (problem.field, problem.code) == ("new_password", reason)


@pytest.mark.parametrize(
    "password", [PASSWORD, "twelve chars", "一二三四五六七八九十甲乙", "x1" * 5 + "yzä!", "k" * 200 + "abcd" * 14]
)
def test_a_long_unknown_password_is_accepted(password: str) -> None:
    rules.check_password(password, email="wu@example.com")


@settings(max_examples=15, deadline=None)
@given(password=st.text(min_size=12, max_size=40), other=st.text(max_size=40))
def test_only_the_same_password_fits_its_hash(password: str, other: str) -> None:
    kept = passwords.hashed(password)
    assert passwords.fits(password, kept)
    assert passwords.fits(other, kept) == (rules.normalised(other) == rules.normalised(password))


def test_one_password_composed_by_two_keyboards_is_the_same() -> None:
    assert passwords.fits("cafe\u0301 au lait", passwords.hashed("caf\u00e9 au lait"))


def test_nobody_is_refused_after_the_same_work_as_somebody() -> None:
    assert not passwords.needs_new_hash(passwords._NOBODY)
    assert not passwords.fits(PASSWORD, None)
    assert f"$m={19 * 1024},t=2,p=1$" in passwords.hashed(PASSWORD)


def test_an_invented_password_passes_the_rules_and_is_never_the_same() -> None:
    invented = {passwords.invented() for _ in range(50)}
    assert len(invented) == 50
    for password in invented:
        rules.check_password(password, email="lin@example.com")


def test_the_new_password_counts_and_the_old_one_does_not(begin: Begin) -> None:
    employed(begin)
    visitor = signed_in(begin).visitor
    with begin(guest()) as tx:
        assert access.change_password(tx, visitor=visitor, current_password=PASSWORD, new_password=NEW)
    with pytest.raises(WrongCredentials):
        signed_in(begin)
    assert is_known(begin, signed_in(begin, password=NEW).token)


def test_a_wrong_current_password_changes_nothing_and_is_counted(begin: Begin) -> None:
    employed(begin)
    visitor = signed_in(begin).visitor
    for _ in range(PER_ACCOUNT_MAX):
        with begin(guest()) as tx:
            assert not access.change_password(tx, visitor=visitor, current_password=NEW, new_password=NEW)
    with pytest.raises(TooManyAttempts), begin(guest()) as tx:
        access.change_password(tx, visitor=visitor, current_password=PASSWORD, new_password=NEW)
    with begin(SYSTEM) as tx:
        refused = audit.entries(tx, wanted=PageWanted(), filters=AuditFilters(action="password.refused")).items
    assert len(refused) == PER_ACCOUNT_MAX
    assert is_known(begin, signed_in(begin).token)


def test_a_key_has_no_password_to_change(begin: Begin) -> None:
    with pytest.raises(NotSignedIn), begin(guest()) as tx:
        access.change_password(tx, visitor=ANYBODY, current_password=PASSWORD, new_password=NEW)


def test_the_new_password_may_not_be_weak(begin: Begin) -> None:
    member = employed(begin)
    visitor = Visitor(guest(), access.ALL, None, member)
    with pytest.raises(PasswordTooWeak), begin(guest()) as tx:
        access.change_password(tx, visitor=visitor, current_password=PASSWORD, new_password="short")
