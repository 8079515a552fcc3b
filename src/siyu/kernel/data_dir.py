"""The folder everything embedded lives in, and the lock that lets one process at a time open it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from siyu.kernel.errors import Conflict

LOCK = "house.lock"
PRIVATE_MODE = 0o700


class AlreadyRunning(Conflict):
    code = "already_running"
    zh = "另一个 Siyu 进程（{pid}）正在使用数据目录 {folder}"
    en = "Another Siyu process ({pid}) is using the data folder {folder}"


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the lock goes away with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    for private in ("uploads", "backups", "clickhouse"):
        (folder / private).mkdir(mode=PRIVATE_MODE, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def holder(folder: Path) -> int | None:
    """The process that holds the folder now, if any."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return None
    except BlockingIOError:
        return int(os.pread(descriptor, 20, 0) or b"0")
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid = os.pread(descriptor, 20, 0).decode() or "?"
        raise AlreadyRunning(pid=pid, folder=folder) from error
