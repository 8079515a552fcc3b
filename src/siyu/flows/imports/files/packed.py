"""Text files that may be packed with gzip, opened as what is inside and never unpacked without end."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from siyu.flows.imports.contract import FileTooLarge, FileUnreadable

GZIP = b"\x1f\x8b"
UNPACKED_BYTES_MAX = 4_294_967_296
_FREE_BYTES = 67_108_864
_RATIO_MAX = 200
"""Tables of text shrink to a tenth or a thirtieth. What shrinks further is refused once it is worth refusing."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's text as bytes; raises FileUnreadable or FileTooLarge while it is read."""
    with path.open("rb") as file:
        if file.read(2) != GZIP:
            file.seek(0)
            yield file
            return
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as unpacking:
            yield cast("BinaryIO", io.BufferedReader(_Bounded(unpacking, path.stat().st_size), 1 << 18))


class _Bounded(io.RawIOBase):
    """What comes out of a packed file, up to a limit; whatever is wrong with it is said in our own errors."""

    def __init__(self, unpacking: gzip.GzipFile, packed_bytes: int) -> None:
        self._unpacking = unpacking
        self._bytes_max = min(UNPACKED_BYTES_MAX, max(_FREE_BYTES, packed_bytes * _RATIO_MAX))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._unpacking.seek(offset, whence)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # io leaves the type open
        try:
            piece = self._unpacking.read1(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise FileUnreadable(problem=str(error)[:200]) from None
        if self._unpacking.tell() > self._bytes_max:
            limit = f"{self._bytes_max >> 20} MiB"
            raise FileTooLarge(found=f"> {limit}", limit=limit)
        buffer[: len(piece)] = piece
        return len(piece)
