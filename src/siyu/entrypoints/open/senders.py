"""Whose events they are: the write key of a request, wherever a sender's library puts it."""

import base64
import binascii
import time
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from siyu.entrypoints.house import House
from siyu.entrypoints.http import house_of
from siyu.flows.ingest.contract import OriginRefused, WriteKey
from siyu.kernel.tx import SYSTEM
from siyu.team.access import service as access
from siyu.team.access.contract import KeyNotAccepted, NotSignedIn

KNOWN_SECONDS = 5.0
"""A revoked key is refused after this time at the latest; between, nobody asks the database for every request."""
KNOWN_MAX = 1_000
SECRET_CHARS_MAX = 200


class Senders:
    """The keys asked for lately."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[tuple[int, str], tuple[float, WriteKey]] = {}

    async def identify(self, request: Request, body: dict[str, Any]) -> WriteKey:
        """The key of this request, if it may send from where it comes."""
        secret = _secret(request, body)
        house = house_of(request)
        key = self._remembered(house, secret)
        if key is None:
            key = await run_in_threadpool(self._ask, house, secret)
        _check_origin(request, key)
        return key

    def _remembered(self, house: House, secret: str) -> WriteKey | None:
        known = self._known.get((id(house), secret))
        return known[1] if known and known[0] > time.monotonic() else None

    def _ask(self, house: House, secret: str) -> WriteKey:
        with house.begin(SYSTEM) as tx:
            found = access.identify_sender(tx, secret)
        key = WriteKey(found.id, found.name, found.kind == "secret", found.origins)
        with self._lock:
            if len(self._known) >= KNOWN_MAX:
                self._known.clear()
            self._known[id(house), secret] = (time.monotonic() + KNOWN_SECONDS, key)
        return key


def _secret(request: Request, body: dict[str, Any]) -> str:
    """In the header as a bearer or as Segment's user name, in the query of a beacon, or in the body."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    found: Any = None
    match scheme.lower():
        case "bearer":
            found = value.strip()
        case "basic":
            found = _user_name(value)
        case _:
            found = request.query_params.get("writeKey") or body.get("writeKey")
    if not found:
        raise NotSignedIn
    if not isinstance(found, str) or len(found) > SECRET_CHARS_MAX or not found.isprintable() or not found.isascii():
        raise KeyNotAccepted
    return found


def _user_name(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode("ascii").partition(":")[0]
    except (binascii.Error, ValueError):
        return ""


def _check_origin(request: Request, key: WriteKey) -> None:
    origin = request.headers.get("origin", "").lower()
    if not key.origins or not origin or origin in key.origins:
        return
    if urlsplit(origin).netloc != request.headers.get("host"):  # our own pages are nobody else's
        raise OriginRefused(origin=origin[:200])
