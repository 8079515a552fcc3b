"""Secrets this house made for itself, kept in private files beside its data and never in the database."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def secret_key(path: Path) -> bytes:
    """The key in this file, made at the first asking; readable by this user alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
