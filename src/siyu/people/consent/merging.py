"""What becomes of consents when two people turn out to be one, and when they do not after all.

What people said is never changed: two who are one are read as the stricter of both, by rows a merge adds
(`rules.derived`). Those rows follow from the merges on file and from nothing else, so taking people apart in any other
order than they came together leaves what there would have been.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from siyu.kernel.tx import Tx
from siyu.people.consent import queries, rules
from siyu.people.consent.contract import Consent, Merge


class File(NamedTuple):
    """What is on file of a person: what they said, the merges that made them, and whom they were taken for."""

    said: list[Consent]
    merges: list[Merge]
    members: frozenset[UUID]


def follow(tx: Tx, *, moves: Sequence[tuple[UUID, UUID, UUID]]) -> None:
    """People turned out to be one, or two: what was said as an origin goes from who it was to who it is now.

    Whom consents come to stands as the stricter of both; whom they leave stands as if they had never been there, but
    for what was said meanwhile. The caller sees to it that nobody writes to these people at the same time.
    """
    parts: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for origin, was, now in moves:
        parts[was, now].add(origin)
    speakers = queries.speakers(tx.db, {was for was, _ in parts})
    for (was, now), origins in sorted(parts.items()):
        if was in speakers:
            _carry(tx, was, now, frozenset(origins))


def _carry(tx: Tx, was: UUID, now: UUID, origins: frozenset[UUID]) -> None:
    here, there = _file(tx, was), _file(tx, now)
    moving = {row.origin_id for row in here.said} & origins
    if not moving:
        return
    coming = rules.without(here.merges, here.members - origins)
    if there.said:
        at = queries.next_moment(tx.db, [was, now], tx.now)
        coming.append(Merge(tx.new_id(), at, there.members, frozenset(moving)))
    queries.move(tx.db, to=now, was=was, origins=origins)
    queries.put_merges(tx.db, was, rules.without(here.merges, origins))
    queries.put_merges(tx.db, now, rules.joined([*there.merges, *coming]))
    for person_id in (was, now):
        _restate(tx, person_id)


def _file(tx: Tx, person_id: UUID) -> File:
    said = [row for row in queries.locked_rows(tx.db, person_id) if row.merge_id is None]
    merges = queries.merges(tx.db, person_id)
    return File(said, merges, rules.members(person_id, said, merges))


def _restate(tx: Tx, person_id: UUID) -> None:
    """Add the rows this person's merges call for, and void those they no longer do."""
    rows = queries.locked_rows(tx.db, person_id)
    said = [row for row in rows if row.merge_id is None]
    wanted = {_sense(row): row for row in rules.derived(said, queries.merges(tx.db, person_id))}
    standing = {_sense(row): row for row in rows if row.merge_id and not row.voided_at}
    queries.void(tx.db, [row.id for sense, row in standing.items() if sense not in wanted], at=tx.now)
    missing = [row for sense, row in wanted.items() if sense not in standing]
    queries.add(tx.db, [replace(row, id=tx.new_id(), person_id=person_id) for row in missing])


def _sense(row: Consent) -> tuple[object, ...]:
    return row.merge_id, row.purpose, row.channel, row.state, row.evidence
