"""The queue in a file: appended, synced in groups, read back after a restart, and never shared.

A line is a checksum, a blank and JSON. `@n` instead of JSON says that everything before byte n is settled. What a kill
left half written has no line end or a wrong checksum and was never accepted.
"""

import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

from siyu.client.contract import EVENT_BYTES_MAX, SpoolFailed, SpoolLocked

if sys.platform != "win32":
    import fcntl

COMPACT_BYTES = 8_000_000
_LINE_BYTES_MAX = EVENT_BYTES_MAX + 1_000
_HEAD_BYTES = 9
log = logging.getLogger("siyu.client")


class _Found(NamedTuple):
    """What a file held when it was opened: where the waiting lines begin and end, and how many there are."""

    head: int
    tail: int
    lines: int


class Spool:
    """A store of lines in a file. Places count all bytes ever written, so that they outlive a file made anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = _locked(path)
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            found = _look_through(self._file)
            os.ftruncate(self._file, found.tail)
            _sync_folder(path)
        except OSError as error:
            os.close(self._lock)
            raise SpoolFailed(path=path, problem=error.strerror) from error
        self._start, self._head, self._tail = 0, found.head, found.tail
        self._durable = found.tail
        self.count = found.lines
        self._syncing = threading.Lock()
        self._ends: deque[int] = deque()
        self._mend = b""

    @property
    def size_bytes(self) -> int:
        return self._tail - self._head

    def add(self, line: bytes) -> int:
        self._append(line)
        self.count += 1
        return self._tail

    def make_durable(self, place: int) -> None:
        """One sync for everybody who waits: whoever comes second mostly finds it done."""
        with self._syncing:
            if self._durable >= place:
                return
            reached = self._tail
            try:
                os.fsync(self._file)
            except OSError as error:
                raise self._failed(error) from error
            self._durable = reached

    def first(self, events_max: int, bytes_max: int) -> list[bytes]:
        found: list[bytes] = []
        self._ends.clear()
        for end, body in self._lines():
            bytes_max -= len(body) + 1
            if len(found) == events_max or (found and bytes_max < 0):
                break
            found.append(body)
            self._ends.append(end)
        return found

    def remove(self, count: int) -> None:
        """Forget the first `count` of what `first` gave; a mark that is lost only means that they are sent again."""
        for _ in range(count):
            self._head = self._ends.popleft()
        self.count -= count
        try:
            self._mark()
        except (OSError, SpoolFailed) as error:
            log.warning("spool_mark_failed: %s", error)

    def close(self) -> list[bytes]:
        """Nothing is lost with it: not even what somebody waits to see synced."""
        with self._syncing:
            try:
                os.fsync(self._file)
                self._durable = self._tail
            except OSError as error:
                log.warning("spool_sync_failed: %s", error)
            os.close(self._file)
            os.close(self._lock)
        return []

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """The waiting lines with the place behind each, as far as they are durable."""
        with os.fdopen(os.dup(self._file), "rb") as file:
            for place, _, body in _read(file, self._head - self._start):
                if self._start + place > self._durable:
                    return
                if _is_event(body):
                    yield self._start + place, body

    def _append(self, body: bytes) -> None:
        """Write a whole line; what a full disk leaves of one is cut off from the next by a line end."""
        line = self._mend + _written(body)
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file, line[written:])
        except OSError as error:
            self._mend = b"\n"
            self._tail = self._start + os.fstat(self._file).st_size
            raise self._failed(error) from error
        self._mend = b""
        self._tail += len(line)

    def _mark(self) -> None:
        """Write down how far we are, or make the file short where that is cheap."""
        if self.count == 0:
            with self._syncing:
                os.ftruncate(self._file, 0)
                self._start = self._head = self._durable = self._tail
        elif self._head - self._start > max(COMPACT_BYTES, self.size_bytes):
            self._compact()
        else:
            self._append(b"@%d" % (self._head - self._start))

    def _compact(self) -> None:
        """Go on in a new file that holds only what waits; old marks, which count from the old start, become blanks."""
        fresh = self._path.with_name(self._path.name + ".new")
        private = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as new, self._syncing, os.fdopen(os.dup(self._file), "rb") as old:
            for _, line, body in _read(old, self._head - self._start):
                new.write(_written(b" " * len(body)) if body.startswith(b"@") else line)
            new.flush()
            os.fsync(new.fileno())
            fresh.replace(self._path)
            _sync_folder(self._path)
            os.close(self._file)
            self._file = os.open(self._path, os.O_RDWR | os.O_APPEND)
            self._start, self._durable = self._head, self._tail

    def _failed(self, error: OSError) -> SpoolFailed:
        return SpoolFailed(path=self._path, problem=error.strerror)


def _locked(path: Path) -> int:
    """A lock that ends with the process, on a file of its own, because the spool itself is sometimes made anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    if sys.platform == "win32":
        os.close(lock)
        raise SpoolFailed(path=path, problem="spools need a POSIX system")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise SpoolLocked(path=path) from error
    return lock


def _sync_folder(path: Path) -> None:
    """A file is only there after a power cut when its folder was synced as well."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _look_through(descriptor: int) -> _Found:
    """Read the file once, up to the last line that is whole."""
    head = tail = 0
    with os.fdopen(os.dup(descriptor), "rb") as file:
        for end, line, body in _read(file, 0):
            tail = end if body else tail
            if body.startswith(b"@"):
                head = int(body[1:])
            elif not body and line.endswith(b"\n"):
                log.warning("spool_line_damaged: before byte %d", end)
        waiting = sum(_is_event(body) for _, _, body in _read(file, head))
    return _Found(head, tail, waiting) if waiting else _Found(0, 0, 0)


def _read(file: BinaryIO, place: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Each line from a place on: where it ends, as it is, and its JSON or mark, b"" where it is damaged."""
    file.seek(place)
    while line := file.readline(_LINE_BYTES_MAX):
        place += len(line)
        body = line[_HEAD_BYTES:-1]
        is_whole = line.endswith(b"\n") and line[:_HEAD_BYTES] == b"%08x " % crc32(body)
        yield place, line, body if is_whole else b""


def _written(body: bytes) -> bytes:
    return b"%08x %s\n" % (crc32(body), body)


def _is_event(body: bytes) -> bool:
    return body.startswith(b"{")
