"""What consents come to: the latest word for a channel or for any of them, and of two people the stricter."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from siyu.people.consent.contract import (
    ANY,
    CHANNELS,
    TERMS,
    Channel,
    ChannelUnknown,
    Consent,
    Evidence,
    Merge,
    Purpose,
    PurposeUnknown,
    Standing,
)

Cells = Mapping[tuple[Purpose, Channel], Consent]
"""The latest row of each purpose and channel, `any` being a channel like the others."""


def check(purpose: Purpose, channel: Channel) -> None:
    if purpose not in TERMS:
        raise PurposeUnknown(purpose=purpose)
    if channel not in CHANNELS:
        raise ChannelUnknown(channel=channel)


def latest(rows: Iterable[Consent]) -> dict[tuple[Purpose, Channel], Consent]:
    """Where two people said opposite things at the very same moment, the withdrawal counts."""
    cells: dict[tuple[Purpose, Channel], Consent] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.state == "withdrawn")):
        cells[row.purpose, row.channel] = row
    return cells


def deciding(cells: Cells, purpose: Purpose, channel: Channel) -> Consent | None:
    """The row that holds for this channel: the latest that named it or named any; of two at once, the one that did."""
    said = [row for named in (ANY, channel) if (row := cells.get((purpose, named)))]
    return max(said, key=lambda row: (row.at, row.channel != ANY), default=None)


def allows(cells: Cells, purpose: Purpose, channel: Channel) -> bool:
    """Whether the purpose may be pursued through this channel; through any means through every one of them."""
    wanted = CHANNELS if channel == ANY else (channel,)
    return all(_allows(deciding(cells, purpose, each), purpose) for each in wanted)


def standings(cells: Cells) -> list[Standing]:
    """What holds for each purpose and channel of which something was said."""
    found = [(purpose, channel, deciding(cells, purpose, channel)) for purpose in TERMS for channel in CHANNELS]
    return [
        Standing(purpose, channel, row.state, row.channel, row.version, row.source, row.at)
        for purpose, channel, row in found
        if row
    ]


def derived(said: Iterable[Consent], merges: Collection[Merge]) -> list[Consent]:
    """The rows these merges add to what people said, merge after merge, so that the latest row stays the one to read.

    They follow from what was said and who was merged with whom, and from nothing else: take a merge away, and what is
    left is what there would have been without it.
    """
    known = list(said)
    added: list[Consent] = []
    for merge in sorted(merges, key=lambda merge: (merge.at, merge.id)):
        before = [row for row in known if row.at < merge.at]
        kept, gone = (latest(row for row in before if row.origin_id in side) for side in (merge.kept, merge.gone))
        new = _restated(kept, gone, merge)
        known += new
        added += new
    return added


def without(merges: Iterable[Merge], gone: Collection[UUID]) -> list[Merge]:
    """The merges there would have been among the others; one with an empty side has merged nobody."""
    left = [replace(merge, kept=merge.kept - set(gone), gone=merge.gone - set(gone)) for merge in merges]
    return [merge for merge in left if merge.kept and merge.gone]


def joined(merges: Iterable[Merge]) -> list[Merge]:
    """Parts of one merge that meet again are one again."""
    found: dict[UUID, Merge] = {}
    for merge in merges:
        same = found.get(merge.id, merge)
        found[merge.id] = replace(merge, kept=merge.kept | same.kept, gone=merge.gone | same.gone)
    return list(found.values())


def members(person_id: UUID, rows: Iterable[Consent], merges: Iterable[Merge]) -> frozenset[UUID]:
    """Everybody this person was taken for, as far as consents tell."""
    return frozenset({person_id}).union(*(merge.kept | merge.gone for merge in merges), (row.origin_id for row in rows))


def _allows(row: Consent | None, purpose: Purpose) -> bool:
    return row.state == "granted" if row else TERMS[purpose].is_opt_out


def _restated(kept: Cells, gone: Cells, merge: Merge) -> list[Consent]:
    """Rows that make the two together read as the stricter of both; `any` first, because it speaks for the others."""
    cells = latest([*kept.values(), *gone.values()])
    added: list[Consent] = []
    for purpose in TERMS:
        for channel in CHANNELS:
            strictest = _strictest([row for side in (kept, gone) if (row := deciding(side, purpose, channel))])
            found = deciding(cells, purpose, channel)
            if strictest and found and found.state != strictest.state:
                cells[purpose, channel] = _restating(strictest, channel, merge)
                added.append(cells[purpose, channel])
    return added


def _strictest(rows: Sequence[Consent]) -> Consent | None:
    return max(rows, key=lambda row: (row.state == "withdrawn", row.at), default=None)


def _restating(row: Consent, channel: Channel, merge: Merge) -> Consent:
    return replace(
        row,
        origin_id=min(merge.kept),
        channel=channel,
        evidence=Evidence("merge", reference=str(row.id)),
        source="merge",
        at=merge.at,
        merge_id=merge.id,
        voided_at=None,
    )
