"""How often one may try a password; a try is charged before the password is looked at, so no race gives one more."""

import hashlib
import math
from datetime import timedelta

from siyu.kernel.tx import Tx
from siyu.team.access import queries
from siyu.team.access.contract import TooManyAttempts
from siyu.team.access.rules import network_of

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_MAX = 5
PER_NETWORK_MAX = 50


def charge(tx: Tx, *, account: str) -> None:
    """Charge a try at `account` from this actor's network; `TooManyAttempts` leaves no charge behind."""
    for source, charged_max in _sources(tx, account):
        full_since = queries.charge(tx.db, source, now=tx.now, window=WINDOW, charged_max=charged_max)
        if full_since is not None:
            wait = (full_since + WINDOW - tx.now).total_seconds()
            raise TooManyAttempts(retry_after_seconds=max(1, math.ceil(wait)))


def forgive(tx: Tx, *, account: str) -> None:
    """It was the right password: the account starts afresh, its network gets this one try back."""
    (of_account, _), (of_network, _) = _sources(tx, account)
    queries.forget_charges(tx.db, of_account)
    queries.give_back(tx.db, of_network)


def _sources(tx: Tx, account: str) -> tuple[tuple[bytes, int], tuple[bytes, int]]:
    """Always in this order, so that two tries at once never wait for each other crosswise."""
    network = network_of(tx.actor.ip)
    return (
        (_hashed(f"{account.strip().lower()}\n{network}"), PER_ACCOUNT_MAX),
        (_hashed(network), PER_NETWORK_MAX),
    )


def _hashed(source: str) -> bytes:
    return hashlib.sha256(source.encode()).digest()
