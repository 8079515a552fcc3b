"""Who guesses passwords is slowed down exactly as promised, also when they come in a crowd."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from siyu.kernel.tx import Begin
from siyu.team.access import passwords, rules
from siyu.team.access.contract import TooManyAttempts, WrongCredentials
from siyu.team.access.throttle import PER_ACCOUNT_MAX, PER_NETWORK_MAX
from tests.conftest import Hand
from tests.team.access.people import employed, is_known, signed_in
from tests.team.crowd import at_once

WRONG = "wrong horse battery"


def guess(begin: Begin, times: int, email: str = "lin@example.com", ip: str = "203.0.113.9") -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            signed_in(begin, email, WRONG, ip)


def test_after_the_last_try_even_the_right_password_has_to_wait(begin: Begin, clock: Hand) -> None:
    employed(begin)
    guess(begin, PER_ACCOUNT_MAX - 1)
    clock.now += timedelta(minutes=5)
    guess(begin, 1, "LIN@example.com ")
    with pytest.raises(TooManyAttempts) as caught:
        signed_in(begin)
    assert caught.value.facts["retry_after_seconds"] == 600
    clock.now += timedelta(seconds=600)
    assert is_known(begin, signed_in(begin).token)


def test_the_account_stays_open_from_elsewhere(begin: Begin) -> None:
    employed(begin)
    guess(begin, PER_ACCOUNT_MAX)
    assert is_known(begin, signed_in(begin, ip="198.51.100.1").token)


def test_the_right_password_starts_the_count_afresh(begin: Begin) -> None:
    employed(begin)
    for _ in range(3):
        guess(begin, PER_ACCOUNT_MAX - 1)
        signed_in(begin)


def test_unknown_addresses_are_slowed_down_all_the_same(begin: Begin) -> None:
    guess(begin, PER_ACCOUNT_MAX, "nobody@example.com")
    with pytest.raises(TooManyAttempts):
        signed_in(begin, "nobody@example.com")


def test_one_network_cannot_walk_through_many_accounts(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    employed(begin)
    signed_in(begin, ip="2001:db8::1")
    for number in range(PER_NETWORK_MAX):
        guess(begin, 1, f"{number}@example.com", f"2001:db8::{number:x}")
    with pytest.raises(TooManyAttempts):
        signed_in(begin, ip="2001:db8::ffff")
    assert is_known(begin, signed_in(begin, ip="2001:db8:0:1::1").token)


def test_a_crowd_gets_exactly_as_many_tries_as_one(begin: Begin) -> None:
    employed(begin)
    fared = at_once([lambda: signed_in(begin, password=WRONG)] * 16)
    assert sorted(set(fared)) == ["too_many_attempts", "wrong_credentials"]
    assert fared.count("wrong_credentials") == PER_ACCOUNT_MAX


def test_a_full_house_of_hashing_sends_newcomers_away(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS_MAX", 0.01)
    held = [passwords._places.acquire() for _ in range(passwords.AT_ONCE_MAX)]
    try:
        with pytest.raises(TooManyAttempts):
            signed_in(begin)
    finally:
        for _ in held:
            passwords._places.release()


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.8", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("testclient", "testclient", True),
        (None, "", True),
    ],
)
def test_an_ipv6_household_is_one_network(one: str | None, other: str | None, together: bool) -> None:
    assert (rules.network_of(one) == rules.network_of(other)) is together
