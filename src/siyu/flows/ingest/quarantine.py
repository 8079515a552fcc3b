"""Refused hits: kept whole with the reason, looked at, replayed after a repair, or dismissed."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from siyu.flows.ingest import queries
from siyu.flows.ingest.contract import Hit, Quarantined, QuarantinedMissing, QuarantineFilter, ReasonCount, WriteKey
from siyu.flows.ingest.tables import QuarantinedRow
from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity
from siyu.people.profiles import service as profiles
from siyu.team.audit import service as audit

KEPT_DAYS = 30


def put(tx: Tx, hits: Sequence[Hit]) -> None:
    """Keep these refused hits."""
    rows = {hit.id: _row(hit) for hit in hits}
    if rows:
        queries.add_quarantined(tx.db, [rows[key] for key in sorted(rows)])


def page_of(tx: Tx, *, wanted: PageWanted, chosen: QuarantineFilter) -> Page[Quarantined]:
    """A page of refused hits, newest first."""
    rows = queries.quarantined(tx.db, wanted, chosen)
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([_noun(row) for row in page], next_cursor, queries.count_quarantined(tx.db, chosen))


def count(tx: Tx, *, chosen: QuarantineFilter) -> int:
    return queries.count_quarantined(tx.db, chosen)


def one(tx: Tx, *, event_id: UUID) -> Quarantined:
    row = tx.db.get(QuarantinedRow, event_id)
    if row is None:
        raise QuarantinedMissing
    return _noun(row)


def rows_of(tx: Tx, *, chosen: QuarantineFilter) -> Iterator[list[Any]]:
    """The same as rows of a table, names first."""
    yield ["id", "event", "type", "code", "detail", "source", "received_at", "state"]
    for row in queries.all_quarantined(tx.db, chosen):
        yield [row.id, row.event, row.type, row.code, row.detail, row.source, row.received_at, row.state]


def reasons(tx: Tx) -> list[ReasonCount]:
    """What waits, by reason and event, the most frequent first; at most 200."""
    return [ReasonCount(*row) for row in queries.reasons(tx.db)]


def dismiss(tx: Tx, *, chosen: QuarantineFilter) -> int:
    """These need no replay; how many. They stay readable until they are old."""
    count = queries.dismiss(tx.db, chosen)
    after = _said(chosen, count)
    audit.record(tx, action="quarantine.dismissed", subject_kind="quarantine", subject_id=None, after=after)
    return count


def claim(tx: Tx, *, chosen: QuarantineFilter, limit: int, after: UUID | None) -> list[Hit]:
    """The next waiting hits as they came in, to go through the steps again."""
    return [_hit(row) for row in queries.waiting(tx.db, chosen, limit=limit, after=after)]


def settle(tx: Tx, hits: Sequence[Hit]) -> None:
    """After a replay: what was refused again has its row already, everything else is done."""
    queries.set_state(tx.db, [hit.id for hit in hits if hit.fate != "quarantined"], "replayed")


def forget_old(tx: Tx) -> int:
    return queries.forget_quarantined(tx.db, before=tx.now - timedelta(days=KEPT_DAYS))


def _row(hit: Hit) -> dict[str, Any]:
    sent: Any = hit.raw
    raw = sent if isinstance(sent, dict) else {"not_an_object": sent}
    return {
        "id": hit.id,
        "event": _shown(hit.name or raw.get("event") or raw.get("type"), 100),
        "type": _shown(hit.type or raw.get("type"), 20),
        "code": hit.code,
        "detail": _shown(hit.detail, 200),
        "key_id": hit.key.id,
        "source": hit.key.name[:100],
        "is_trusted": hit.key.is_trusted,
        "received_at": datetime.fromtimestamp(hit.received_ms / 1000, UTC),
        "sent_at": _shown(hit.sent_at, 64) or None,
        "state": "waiting",
        "body": json.dumps(raw),
    }


def _shown(value: Any, chars_max: int) -> str:
    """Text that any store can hold."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text[:chars_max].encode("utf-8", "replace").decode().replace("\x00", "")


def _noun(row: QuarantinedRow) -> Quarantined:
    state = cast("Literal['waiting', 'replayed', 'dismissed']", row.state)
    return Quarantined(
        id=row.id,
        event=row.event,
        type=row.type,
        code=row.code,
        detail=row.detail,
        source=row.source,
        received_at=row.received_at,
        state=state,
        body=_masked(json.loads(row.body)),
    )


def _masked(body: dict[str, Any]) -> dict[str, Any]:
    """As somebody may see it who looks for the fault, not for the person; a replay reads the row itself."""
    shown = dict(body)
    if isinstance(body.get("identities"), dict):
        shown["identities"] = {
            k: identity.masked(k, v) if isinstance(v, str) else v for k, v in body["identities"].items()
        }
    if isinstance(body.get("traits"), dict):
        shown["traits"] = {
            k: profiles.masked_trait(k, v) if isinstance(v, str) else v for k, v in body["traits"].items()
        }
    return shown


def _hit(row: QuarantinedRow) -> Hit:
    """A hit without a messageId of its own keeps the id it was given."""
    raw = json.loads(row.body)
    raw.setdefault("messageId", str(row.id))
    return Hit(
        raw=raw,
        key=WriteKey(row.key_id, row.source, row.is_trusted),
        received_ms=round(row.received_at.timestamp() * 1000),
        sent_at=row.sent_at,
        id=row.id,
    )


def _said(chosen: QuarantineFilter, count: int) -> dict[str, Any]:
    return {"code": chosen.code, "event": chosen.event, "ids": len(chosen.ids) or None, "count": count}
