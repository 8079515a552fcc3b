"""The physical lines of a text file, bounded in size, each decoded by itself so that a broken one harms no other."""

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from siyu.flows.imports.contract import SourceFile

LINE_BYTES_MAX = 4_194_304


class Broken(NamedTuple):
    """A line that is too large or not in the file's encoding."""

    code: str
    shown: str


Line = str | Broken


def lines_of(source: SourceFile, file: BinaryIO) -> Iterator[Line]:
    """Every line with its line end, from the current position of the file."""
    encoding = source.encoding or "utf-8"
    if encoding.startswith("utf-16"):
        return _wide_lines(file, encoding, source.newline or "\n")
    return _narrow_lines(file, encoding, source.newline or "\n")


def _narrow_lines(file: BinaryIO, encoding: str, newline: str) -> Iterator[Line]:
    """Encodings where the byte of a line end is never part of another character: UTF-8, GB18030, code pages."""
    for raw in _pieces(file) if newline == "\n" else _classic_pieces(file):
        if raw is None:
            yield Broken("row_too_large", "")
            continue
        try:
            yield raw.decode(encoding)
        except UnicodeDecodeError:
            yield Broken("encoding_unreadable", raw[:1000].decode(encoding, errors="replace"))


def _pieces(file: BinaryIO) -> Iterator[bytes | None]:
    """Lines as bytes; None stands for one beyond the limit, whose bytes are passed over."""
    while raw := file.readline(LINE_BYTES_MAX):
        if len(raw) < LINE_BYTES_MAX or raw.endswith(b"\n"):
            yield raw
            continue
        while len(rest := file.readline(LINE_BYTES_MAX)) == LINE_BYTES_MAX and not rest.endswith(b"\n"):
            pass
        yield None


def _classic_pieces(file: BinaryIO) -> Iterator[bytes | None]:
    """Lines that end with a lone carriage return, as old spreadsheets on the Mac wrote them."""
    for line in _text_lines(io.TextIOWrapper(file, encoding="latin-1", newline="\r")):
        yield None if isinstance(line, Broken) else line.rstrip("\r").encode("latin-1") + b"\n"


def _wide_lines(file: BinaryIO, encoding: str, newline: str) -> Iterator[Line]:
    """UTF-16 is decoded as a stream; lone surrogates pass and are found in the cell that holds them."""
    for line in _text_lines(io.TextIOWrapper(file, encoding=encoding, errors="surrogatepass", newline=newline)):
        yield line.rstrip("\r") + "\n" if isinstance(line, str) and newline == "\r" else line


def _text_lines(wrapped: io.TextIOWrapper) -> Iterator[Line]:
    try:
        while line := _next(wrapped):
            if len(line) < LINE_BYTES_MAX or line.endswith(("\n", "\r")):
                yield line
                continue
            while len(rest := _next(wrapped)) == LINE_BYTES_MAX and not rest.endswith(("\n", "\r")):
                pass
            yield Broken("row_too_large", "")
    finally:
        if not wrapped.closed:  # whoever opened the file closes it, perhaps before this generator ends
            wrapped.detach()


def _next(wrapped: io.TextIOWrapper) -> str:
    try:
        return wrapped.readline(LINE_BYTES_MAX)
    except UnicodeDecodeError:  # half a character at the very end of a UTF-16 file: there is nothing behind it
        return ""
