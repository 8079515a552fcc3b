"""How transfers are sealed into blocks, and how one finds what was changed afterwards. Pure: whoever holds the rows can
check them with nothing but SHA-256.

A leaf is the digest of a transfer's whole content. A block's hash covers the hash of the block before it, its own range
and all of its leaves, so no block can be changed, taken out or put elsewhere without every later hash being wrong.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from siyu.facts.ledger.contract import Flaw

BLOCK_MAX = 1000
FIRST_PREVIOUS = bytes(32)
"""What the first block names as the hash before it."""
BEFORE_ALL = -(2**63)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LEAF_BYTES = 16
"""Kept of each leaf: the number of its transfer, and enough of the digest to say which one was changed."""


@dataclass(frozen=True, slots=True)
class Block:
    number: int
    first: int
    last: int
    transfers: int
    leaves: bytes
    previous: bytes
    hash: bytes


def leaf(row: Sequence[Any]) -> tuple[int, bytes]:
    """The number of a transfer, and the digest of all its columns in the order of the table."""
    content = json.dumps(list(row), default=_plain, ensure_ascii=False, separators=(",", ":"))
    return row[0], sha256(content.encode()).digest()


def seal_leaves(number: int, *, first: int, last: int, previous: bytes, leaves: Sequence[tuple[int, bytes]]) -> Block:
    """The block of these leaves, which are all there are from `first` to `last`."""
    kept = b"".join(_kept(one) for one in leaves)
    digest = _hash(number, first, last, previous, leaves)
    return Block(number, first, last, len(leaves), kept, previous, digest)


def examine(block: Block, before: Block | None, leaves: Sequence[tuple[int, bytes]]) -> Iterator[Flaw]:
    """What is wrong with a block, given the one before it and its transfers as they are now."""
    if block.number != (before.number if before else 0) + 1:
        yield Flaw("block_missing", block.number - 1)
    elif not _follows(block, before):
        yield Flaw("block_changed", block.number)
    if block.hash == _hash(block.number, block.first, block.last, block.previous, leaves):
        if block.leaves != b"".join(_kept(one) for one in leaves) or block.transfers != len(leaves):
            yield Flaw("block_changed", block.number)
        return
    differences = list(_differences(block, dict(leaves)))
    yield from differences or [Flaw("block_changed", block.number)]


def _follows(block: Block, before: Block | None) -> bool:
    if before is None:
        return (block.number, block.first, block.previous) == (1, 1, FIRST_PREVIOUS)
    return (block.first, block.previous) == (before.last + 1, before.hash)


def _differences(block: Block, found: Mapping[int, bytes]) -> Iterator[Flaw]:
    sealed = {int.from_bytes(part[:8], signed=True): part[8:] for part in _parts(block.leaves)}
    for number in sorted(sealed.keys() | found.keys()):
        if number not in found:
            yield Flaw("deleted", block.number, number)
        elif number not in sealed:
            yield Flaw("inserted", block.number, number)
        elif sealed[number] != found[number][: _LEAF_BYTES - 8]:
            yield Flaw("changed", block.number, number)


def _parts(leaves: bytes) -> Iterator[bytes]:
    return (leaves[start : start + _LEAF_BYTES] for start in range(0, len(leaves), _LEAF_BYTES))


def _kept(one: tuple[int, bytes]) -> bytes:
    number, digest = one
    return number.to_bytes(8, signed=True) + digest[: _LEAF_BYTES - 8]


def _hash(number: int, first: int, last: int, previous: bytes, leaves: Sequence[tuple[int, bytes]]) -> bytes:
    content = sha256(json.dumps([number, first, last, len(leaves), previous.hex()]).encode())
    for _, digest in leaves:
        content.update(digest)
    return content.digest()


def _plain(value: object) -> int | str:
    match value:
        case datetime():
            return (value - _EPOCH) // _MICROSECOND
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
        case _:
            raise TypeError(type(value))
