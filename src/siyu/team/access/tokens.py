"""Opaque 256-bit tokens: the house keeps only their SHA-256, which is enough for what nobody can guess."""

import hashlib
import hmac
import secrets


def fresh(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def csrf_token(session_token: str) -> str:
    """Belongs to one session and tells nothing of it; the database does not know it either."""
    return hmac.new(session_token.encode(), b"siyu csrf", hashlib.sha256).hexdigest()


def are_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
