"""Invitation tokens: who shared a link, how many shares deep, signed so that nobody can name another inviter."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

DEPTH_MAX: Final = 255
_MARK_BYTES: Final = 7
_TOKEN_CHARS: Final = 32
"""All a mini-program code has room for: sixteen bytes of person, one of depth, seven of signature."""


class Invitation(NamedTuple):
    person_id: UUID
    depth: int


class Invitations:
    """Writes and reads tokens with the house's own key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, person_id: UUID, *, came_with: str | None) -> tuple[str, int]:
        """The token of a sharer and its depth: one more than the share they came by themselves."""
        before = self.read(came_with) if came_with else None
        depth = min((before.depth if before and before.person_id != person_id else 0) + 1, DEPTH_MAX)
        body = person_id.bytes + bytes([depth])
        return urlsafe_b64encode(body + self._mark(body)).decode(), depth

    def read(self, token: str) -> Invitation | None:
        """The invitation, or None where the token is not one of ours."""
        if len(token) != _TOKEN_CHARS or not token.isascii():
            return None
        try:
            whole = urlsafe_b64decode(token)
        except (NotBase64, ValueError):
            return None
        body, mark = whole[:-_MARK_BYTES], whole[-_MARK_BYTES:]
        if len(body) != 17 or not hmac.compare_digest(mark, self._mark(body)):
            return None
        return Invitation(UUID(bytes=body[:16]), body[16])

    def _mark(self, body: bytes) -> bytes:
        return hmac.digest(self._key, b"invitation:" + body, sha256)[:_MARK_BYTES]
