"""Looks through an XLSX archive before it is opened: its real size, how wide its sheets are, which cells are errors.

The reader library holds a whole sheet in memory and would follow a small file that unpacks to terabytes.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from siyu.flows.imports.contract import FileFormatUnknown, FileTooLarge, FileUnreadable

UNPACKED_BYTES_MAX = 1_073_741_824
CELLS_MAX = 20_000_000
MEMBERS_MAX = 2_000
ERROR_CELLS_MAX = 100_000
_CHUNK_BYTES = 1_048_576
# Without a leading word boundary the search is four times faster; what else it finds only makes a sheet look larger.
_PLACE = re.compile(rb"""r\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*["']e["'])[^>]*\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ERROR_MARK = re.compile(rb"""t\s*=\s*["']e["']""")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""\b(Id|Target)\s*=\s*["']([^"']*)["']""")
_TAB = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*\b\w+:id\s*=\s*["']([^"']*)["']""")

Places = frozenset[tuple[int, int]]


class Workbook(NamedTuple):
    """The error cells of each sheet file as (row, column) from 1, and the sheet files in the order of their tabs."""

    errors: dict[str, Places]
    tabs: tuple[str, ...]

    def error_cells(self, order: int) -> Places:
        """Of the sheet at this place; of all sheets when the workbook does not say which file that is."""
        if order < len(self.tabs):
            return self.errors.get(self.tabs[order], frozenset())
        return frozenset().union(*self.errors.values())


def inspect(path: Path) -> Workbook:
    """Raises FileTooLarge, FileUnreadable or FileFormatUnknown."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(members)
            errors = {_plain(member.filename): _scanned(file, member) for member in members}
            return Workbook(errors, _tabs(file, members))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise FileUnreadable(problem=str(error)[:200]) from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS_MAX:
        raise FileTooLarge(found=f"{len(members)} parts", limit=MEMBERS_MAX)
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED_BYTES_MAX:
        raise FileTooLarge(found=f"{unpacked >> 20} MiB", limit=f"{UNPACKED_BYTES_MAX >> 20} MiB")
    names = {member.filename.casefold() for member in members}
    if not any(name.startswith("xl/workbook") for name in names):
        raise FileFormatUnknown(found="zip")


def _scanned(file: BinaryIO, member: zipfile.ZipInfo) -> Places:
    """Unpacks the part to nowhere, holding it to its promised size, and reads the cell addresses as they pass.

    Every part is looked at: which of them are sheets is for the workbook to say, and it may lie.
    """
    rows = columns = 0
    errors: set[tuple[int, int]] = set()
    for piece in _whole_tags(_unpacked(file, member)):
        if found := _PLACE.findall(piece):
            letters, digits = zip(*found, strict=True)
            rows, columns = max(rows, *map(int, digits)), max(columns, *map(_column, set(letters)))
        if _ERROR_MARK.search(piece):
            errors.update((int(digits), _column(letters)) for letters, digits in _ERROR.findall(piece))
        if rows * columns > CELLS_MAX or len(errors) > ERROR_CELLS_MAX:
            raise FileTooLarge(found=f"{rows} x {columns} cells", limit=f"{CELLS_MAX} cells")
    return frozenset(errors)


def _whole_tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only behind a tag."""
    tail = b""
    for chunk in chunks:
        piece = tail + chunk
        end = piece.rfind(b">") + 1
        yield piece[:end]
        tail = piece[end:][-65_536:]


def _tabs(file: BinaryIO, members: list[zipfile.ZipInfo]) -> tuple[str, ...]:
    """The sheet files in the order of the tabs, as far as the workbook says so in the usual way."""
    by_name = {_plain(member.filename): member for member in members}
    book, links = (by_name.get(name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    if not book or not links or max(book.file_size, links.file_size) > _CHUNK_BYTES:
        return ()
    targets = {}
    for link in _LINK.findall(b"".join(_unpacked(file, links))):
        named = dict(_ATTRIBUTE.findall(link))
        targets[named.get(b"Id", b"")] = named.get(b"Target", b"").decode("utf-8", "replace")
    found = (targets.get(at, "") for at in _TAB.findall(b"".join(_unpacked(file, book))))
    return tuple(_plain(target if target.startswith("/xl") else f"xl/{target}") for target in found)


def _plain(name: str) -> str:
    return name.lstrip("/").casefold()


def _unpacked(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04" or member.flag_bits & 1:
        raise zipfile.BadZipFile("a part of the archive is damaged or encrypted")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    packed = _packed(file, member.compress_size)
    total = 0
    for chunk in packed if member.compress_type == zipfile.ZIP_STORED else _inflated(packed, member.compress_type):
        total += len(chunk)
        if total > member.file_size:
            raise zipfile.BadZipFile("a part of the archive is larger than it says")
        yield chunk


def _packed(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := file.read(min(size, _CHUNK_BYTES))):
        size -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes], compress_type: int) -> Iterator[bytes]:
    if compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("a part of the archive is packed in an unusual way")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        waiting = piece
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, _CHUNK_BYTES)
            waiting = inflater.unconsumed_tail


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
