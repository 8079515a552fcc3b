"""Secrets this house made for itself, kept in private files beside its data and never in the database."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def secret_key(path: Path) -> bytes:
    """The key in this file, made at the first asking; readable by this user alone.

    It is written whole beside its place and then linked there, so nobody ever sees half of it, and of several who ask
    first at the same moment one is right.
    """
    found = _read(path)
    if found:
        return found
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        _write(draft, secrets.token_bytes(KEY_BYTES))
        _place(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return secret_key(path)


def _read(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == KEY_BYTES else None


def _write(path: Path, key: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def _place(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        if _read(path) is None:  # what a kill left there is no key
            draft.replace(path)
