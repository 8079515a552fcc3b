"""Passwords become argon2id hashes here, a few at a time: each takes 19 MiB and tens of milliseconds on purpose."""

import base64
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from siyu.team.access.contract import TooManyAttempts
from siyu.team.access.rules import normalised

MEMORY_KIB: Final = 19_456
ROUNDS: Final = 2
LANES: Final = 1
"""OWASP's minimum for argon2id (Password Storage Cheat Sheet); `needs_new_hash` follows when these are raised."""

AT_ONCE_MAX = 4
WAIT_SECONDS_MAX = 5
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without the letters and figures that are read for one another: people copy these by hand."""

_hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES, hash_len=32, salt_len=16)
_places = threading.BoundedSemaphore(AT_ONCE_MAX)


def hashed(password: str) -> str:
    with _place():
        return _hasher.hash(normalised(password))


def fits(password: str, password_hash: str | None) -> bool:
    """Is it the password of this hash? None (nobody there) is answered after the same work."""
    with _place():
        try:
            return _hasher.verify(password_hash or _NOBODY, normalised(password))
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(password_hash: str) -> bool:
    return _hasher.check_needs_rehash(password_hash)


def invented() -> str:
    """A password nobody has to think of: 5 groups of 4, about 115 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(5))


def _zeros(length: int) -> str:
    return base64.b64encode(bytes(length)).decode().rstrip("=")


_NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p={LANES}${_zeros(16)}${_zeros(32)}"
"""Looks like any hash of ours and costs as much to refuse, but no password is known that fits it."""


@contextmanager
def _place() -> Iterator[None]:
    """A crowd at the door must not take all memory: who finds no place in time is told to come back."""
    if not _places.acquire(timeout=WAIT_SECONDS_MAX):
        raise TooManyAttempts(retry_after_seconds=WAIT_SECONDS_MAX)
    try:
        yield
    finally:
        _places.release()
