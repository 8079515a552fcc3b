"""The steps every hit walks, a whole group at a time, in one transaction; what one step ends goes no further."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

import pyarrow as pa

from siyu.facts.events import service as events
from siyu.facts.events.contract import NOBODY
from siyu.flows.ingest import quarantine, queries
from siyu.flows.ingest.bots import Bots
from siyu.flows.ingest.channels import Channels
from siyu.flows.ingest.contract import Hit
from siyu.flows.ingest.invitations import Invitations
from siyu.flows.ingest.plans import Plans
from siyu.flows.ingest.recent import KEPT_HOURS, RecentIds, packed, unpacked
from siyu.flows.ingest.sessions import Sessions
from siyu.flows.ingest.shape import check_shape
from siyu.flows.ingest.verbs import apply_verbs
from siyu.flows.people import known_people
from siyu.kernel.tx import Tx
from siyu.people.identity.contract import Claim

ANALYTICS: Final = "analytics"
SOURCE: Final = "events"


@dataclass(slots=True)
class Desk:
    """What the steps remember from group to group; `process` names this process in the spool."""

    invitations: Invitations
    process: UUID
    bots: Bots = field(default_factory=Bots)
    recent: RecentIds = field(default_factory=RecentIds)
    sessions: Sessions = field(default_factory=Sessions)
    plans: Plans = field(default_factory=Plans)
    seen_number: int = 0
    quarantine_max: int = 200_000

    @property
    def channels(self) -> Channels:
        return Channels(self.invitations)


def take(tx: Tx, desk: Desk, hits: Sequence[Hit]) -> None:
    """Walk the hits through every step; each ends with its fate, and what is kept is spooled in this transaction."""
    _catch_up(tx, desk)
    going = [hit for hit in hits if hit.fate == "kept"]
    for step in STEPS:
        going = step(tx, desk, going)
        if not going:
            break
    _name_the_nameless(tx, hits)
    _set_aside(tx, desk, [hit for hit in hits if hit.fate == "quarantined"])


def warm(tx: Tx, desk: Desk) -> None:
    """What the first group would have to wait for: the ids of two days, and the plan."""
    _catch_up(tx, desk)
    desk.plans.check_plan(tx, [])


def _set_aside(tx: Tx, desk: Desk, refused: Sequence[Hit]) -> None:
    """A quarantine that nobody looks after has an end too: then the sender is told that nothing was kept."""
    if refused and queries.quarantine_holds(tx.db, desk.quarantine_max):
        for hit in refused:
            hit.end("dropped", "quarantine_full", hit.code)
        return
    quarantine.put(tx, refused)


def _catch_up(tx: Tx, desk: Desk) -> None:
    """Wait for our turn, and learn which ids were taken since our last: by us, by others, before a restart.

    Only what was committed is there, so a commit whose outcome nobody heard is known all the same.
    """
    queries.take_turn(tx.db)
    for number, at, ids in queries.taken_after(tx.db, desk.seen_number, since=tx.now - timedelta(hours=KEPT_HOURS)):
        desk.recent.add(unpacked(ids), at_ms=round(at.timestamp() * 1000))
        desk.seen_number = number


def _check_shape(tx: Tx, _desk: Desk, hits: list[Hit]) -> list[Hit]:
    going = check_shape(hits)
    _name_the_nameless(tx, going)
    return going


def _name_the_nameless(tx: Tx, hits: Sequence[Hit]) -> None:
    """Who sent no id, or none we can use, gets one of ours."""
    for hit in hits:
        if hit.id is NOBODY:
            hit.id = tx.new_id()


def _drop_bots(_tx: Tx, desk: Desk, hits: list[Hit]) -> list[Hit]:
    return desk.bots.drop_bots(hits)


def respect_consent(_tx: Tx, _desk: Desk, hits: list[Hit]) -> list[Hit]:
    """Before anybody is looked up: who refuses analytics is written down nowhere."""
    for hit in hits:
        consent = hit.context.get("consent")
        chosen = consent.get("categoryPreferences") if isinstance(consent, dict) else None
        if isinstance(chosen, dict) and chosen.get(ANALYTICS) is False:
            hit.end("dropped", "consent_refused")
    return [hit for hit in hits if hit.fate == "kept"]


def drop_duplicates(tx: Tx, desk: Desk, hits: list[Hit]) -> list[Hit]:
    """Told by id alone: the same words said twice are two events, the same id sent twice is one."""
    desk.recent.forget(now_ms=round(tx.now.timestamp() * 1000))
    taken = desk.recent.taken(packed([hit.id.bytes for hit in hits]))
    first: set[UUID] = set()
    for hit, is_taken in zip(hits, taken.tolist(), strict=True):
        if is_taken or hit.id in first:
            hit.end("duplicate", "duplicate")
        first.add(hit.id)
    return [hit for hit in hits if hit.fate == "kept"]


def _check_plan(tx: Tx, desk: Desk, hits: list[Hit]) -> list[Hit]:
    return desk.plans.check_plan(tx, hits)


def resolve_person(tx: Tx, _desk: Desk, hits: list[Hit]) -> list[Hit]:
    """Everybody an event speaks of is somebody, if only a device so far."""
    found = known_people(tx, [Claim(hit.identities, hit.anonymous_id, hit.time_ms) for hit in hits], SOURCE)
    for hit, person_id, origin_id in zip(hits, found.person_ids, found.origins, strict=True):
        hit.person_id, hit.origin_id = person_id or NOBODY, origin_id or NOBODY
    return hits


def _stamp_session(_tx: Tx, desk: Desk, hits: list[Hit]) -> list[Hit]:
    desk.sessions.stamp_session(hits)
    return hits


def _name_channel(_tx: Tx, desk: Desk, hits: list[Hit]) -> list[Hit]:
    desk.channels.name_channel(hits)
    return hits


def _apply_verbs(tx: Tx, _desk: Desk, hits: list[Hit]) -> list[Hit]:
    apply_verbs(tx, hits)
    return hits


def write(tx: Tx, desk: Desk, hits: list[Hit]) -> list[Hit]:
    """Spool the block for the log and take its ids, in the transaction that did all the rest."""
    sink = pa.BufferOutputStream()
    block = _block(hits)
    with pa.ipc.new_stream(sink, block.schema) as stream:
        stream.write_table(block)
    ids = b"".join(hit.id.bytes for hit in hits)
    queries.add_spooled(tx.db, block=sink.getvalue().to_pybytes(), ids=ids, made_by=desk.process, at=tx.now)
    return hits


STEPS: Final[tuple[Callable[[Tx, Desk, list[Hit]], list[Hit]], ...]] = (
    _check_shape, _drop_bots, respect_consent, drop_duplicates, _check_plan, resolve_person, _stamp_session,
    _name_channel, _apply_verbs, write,
)  # fmt: skip


def _block(hits: Sequence[Hit]) -> pa.Table:
    touches = list(zip(*(hit.touch for hit in hits), strict=True))
    return events.block(
        {
            "event_id": [str(hit.id) for hit in hits],
            "event": [hit.name for hit in hits],
            "type": [hit.type for hit in hits],
            "person_id": [str(hit.origin_id) for hit in hits],
            "anonymous_id": [hit.anonymous_id for hit in hits],
            "time": [hit.time_ms for hit in hits],
            "received_at": [hit.received_ms for hit in hits],
            "original_time": [hit.original_ms for hit in hits],
            "sent_at": [hit.sent_ms for hit in hits],
            "source": [hit.key.name for hit in hits],
            "session_id": [str(hit.session_id) for hit in hits],
            "properties": [events.json_text(hit.properties) for hit in hits],
            "context": [_kept_context(hit) for hit in hits],
            "channel": touches[0],
            "utm_source": touches[1],
            "utm_medium": touches[2],
            "utm_campaign": touches[3],
            "channel_code": touches[4],
            "inviter_id": [str(inviter) for inviter in touches[5]],
            "share_depth": touches[6],
            "marks": [hit.marks for hit in hits],
        }
    )


_NOT_KEPT: Final = frozenset({"ip", "traits", "consent", "session", "inviterToken"})
"""Parts of the context that have a place of their own, or none: addresses are not kept."""


def _kept_context(hit: Hit) -> str:
    kept = {name: value for name, value in hit.context.items() if name not in _NOT_KEPT}
    return events.json_text(kept) if kept else ""
