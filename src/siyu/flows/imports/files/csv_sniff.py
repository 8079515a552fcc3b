"""What a text file is written in: its encoding, line ends and separator, from its beginning."""

import codecs
from pathlib import Path
from typing import NamedTuple

from siyu.flows.imports.contract import FileFormatUnknown
from siyu.flows.imports.files.packed import opened

PREFIX_BYTES = 262_144
_SEPARATORS = (",", "\t", ";", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_JUNK_SHARE_MAX = 0.02
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1b")


class Dialect(NamedTuple):
    encoding: str
    newline: str
    bom_bytes: int


def sniff(path: Path, *, encoding: str | None = None) -> Dialect:
    """The dialect of the file; `encoding` overrules the guess. Raises FileFormatUnknown when this is no text."""
    prefix = _telling_prefix(path)
    bom = next(((mark, name) for mark, name in _BOMS if prefix.startswith(mark)), (b"", ""))
    found = bom[1] or _given(encoding, prefix) or _guessed(prefix)
    if not found.startswith("utf-16") and _junk_share(prefix) > _JUNK_SHARE_MAX:
        raise FileFormatUnknown(found="binary")
    text = prefix[len(bom[0]) :].decode(found, errors="replace")
    newline = "\r" if "\r" in text and "\n" not in text else "\n"
    return Dialect(found, newline, len(bom[0]))


def separator_of(header: str) -> str:
    """The separator that occurs most often in the header, outside quotation marks."""
    bare = "".join(header.split('"')[::2])
    return max(_SEPARATORS, key=lambda mark: (bare.count(mark), -_SEPARATORS.index(mark)))


def _telling_prefix(path: Path) -> bytes:
    """The first piece of the file, or the first that is not plain ASCII: only that one tells the encoding."""
    with opened(path) as file:
        first = piece = file.read(PREFIX_BYTES)
        while piece and piece.isascii():
            piece = file.read(PREFIX_BYTES)
        return first if piece is first or not piece else first + b"\n" + piece.split(b"\n", 1)[-1]


def _given(encoding: str | None, prefix: bytes) -> str:
    if encoding == "utf-16":
        return "utf-16-be" if prefix[:1] == b"\0" else "utf-16-le"
    return encoding or ""


def _guessed(prefix: bytes) -> str:
    zeros_even, zeros_odd = prefix[:4096:2].count(0), prefix[1:4096:2].count(0)
    if max(zeros_even, zeros_odd) > len(prefix[:4096]) // 5 and min(zeros_even, zeros_odd) * 10 < max(
        zeros_even, zeros_odd
    ):
        return "utf-16-be" if zeros_even > zeros_odd else "utf-16-le"
    if _decodes(prefix, "utf-8"):
        return "utf-8"
    lines = [line for line in prefix.splitlines() if not line.isascii()][:2000]
    # Text in GB18030 hardly ever is valid UTF-8 by chance, while the opposite is common: so UTF-8 is asked first.
    as_utf8 = sum(_decodes(line, "utf-8") for line in lines)
    return "utf-8" if as_utf8 * 2 >= len(lines) else "gb18030"


def _decodes(piece: bytes, encoding: str) -> bool:
    """Whether it is text in this encoding; a character cut off at the end does not count."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _junk_share(prefix: bytes) -> float:
    controls = sum(prefix.count(byte) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return controls / max(len(prefix), 1)
