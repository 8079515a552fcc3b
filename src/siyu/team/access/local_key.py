"""The key of this machine: whoever can read the data folder can already do everything, so the command line may too."""

import os
from pathlib import Path

from siyu.kernel.tx import Tx
from siyu.team.access import keys, tokens
from siyu.team.access.contract import KeyNotAccepted, NewKey
from siyu.team.access.permissions import ALL
from siyu.team.access.queries import local_key_ids

_NAME = "siyu CLI"
_OTHERS = 0o077


def ensure_local_key(tx: Tx, path: Path) -> None:
    """Leave a working secret key with every permission in `path`, readable by this user alone.

    A file that is missing, open to others, or whose key is revoked or older than some permission gets a new key, and
    every earlier key of the command line is revoked.
    """
    if _still_opens_everything(tx, path):
        return
    for key_id in local_key_ids(tx.db):
        keys.revoke_key(tx, key_id=key_id)
    secret = tokens.fresh("sy_sk_")
    keys.put_key(tx, wanted=NewKey(_NAME, "secret", tuple(ALL)), secret=secret, is_local=True)
    _write_privately(path, secret)


def _still_opens_everything(tx: Tx, path: Path) -> bool:
    try:
        is_private = not path.stat().st_mode & _OTHERS
        visitor = keys.identify_key(tx, path.read_text().strip())
    except (FileNotFoundError, UnicodeDecodeError, KeyNotAccepted):
        return False
    return is_private and visitor.permissions == ALL


def _write_privately(path: Path, secret: str) -> None:
    """Private from its first byte, and never half written."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secret}\n")
    fresh.replace(path)
