"""The first run makes one owner, for whoever holds the newest link."""

from functools import partial

import pytest

from siyu.kernel.tx import SYSTEM, Begin
from siyu.team.access import service as access
from siyu.team.access.contract import PasswordTooWeak, SetupDone, SetupTokenWrong, SignedIn
from tests.team.access.people import HOURS, PASSWORD, employed, guest, is_known
from tests.team.crowd import at_once


def opened(begin: Begin) -> str | None:
    with begin(SYSTEM) as tx:
        return access.open_setup(tx)


def claimed(begin: Begin, token: str, email: str = "lin@example.com", password: str = PASSWORD) -> SignedIn:
    with begin(guest()) as tx:
        return access.claim_setup(tx, token=token, email=email, name="Lin", password=password, session_hours=HOURS)


def test_who_holds_the_link_becomes_the_owner_and_is_signed_in(begin: Begin) -> None:
    token = opened(begin)
    assert token
    with begin(guest()) as tx:
        assert access.needs_owner(tx)
    signed_in = claimed(begin, token)
    assert signed_in.visitor.permissions == access.ALL
    assert is_known(begin, signed_in.token)
    with begin(guest()) as tx:
        assert not access.needs_owner(tx)


def test_a_link_works_once_and_there_is_no_new_one_afterwards(begin: Begin) -> None:
    token = opened(begin)
    assert token
    claimed(begin, token)
    with pytest.raises(SetupDone):
        claimed(begin, token, "wu@example.com")
    assert opened(begin) is None


def test_only_the_newest_link_works(begin: Begin) -> None:
    old, new = opened(begin), opened(begin)
    assert old
    assert new
    for wrong in (old, "", "x"):
        with pytest.raises(SetupTokenWrong):
            claimed(begin, wrong)
    claimed(begin, new)


def test_a_link_is_not_used_up_by_a_weak_password(begin: Begin) -> None:
    token = opened(begin)
    assert token
    with pytest.raises(PasswordTooWeak):
        claimed(begin, token, password="short")
    claimed(begin, token)


def test_a_link_is_void_once_there_is_an_owner_by_another_way(begin: Begin) -> None:
    token = opened(begin)
    assert token
    employed(begin)
    with pytest.raises(SetupDone):
        claimed(begin, token, "wu@example.com")


def test_of_many_who_come_with_the_link_at_once_one_becomes_the_owner(begin: Begin) -> None:
    token = opened(begin)
    assert token
    fared = at_once([partial(claimed, begin, token, f"owner{number}@example.com") for number in range(6)])
    assert sorted(fared) == ["ok"] + ["setup_done"] * 5
