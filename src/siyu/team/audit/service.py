"""Write down what was done, and look it up again."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Actor, Tx
from siyu.team.audit import queries
from siyu.team.audit.contract import AuditEntry, AuditFilters
from siyu.team.audit.tables import AuditRow

_SECRET_NAMES = frozenset({"password", "secret", "token", "hash"})


def record(
    tx: Tx,
    *,
    action: str,
    subject_kind: str,
    subject_id: object,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry for this transaction's actor: it stands if and only if the deed does.

    Contact details must come masked; secrets are masked here, whatever the caller passes.
    """
    who = {"actor_kind": tx.actor.kind, "actor_id": tx.actor.id, "actor_name": tx.actor.name[:200]}
    where = {"ip": tx.actor.ip, "request_id": tx.actor.request_id}
    what = {"action": action, "subject_kind": subject_kind, "subject_id": _text(subject_id)}
    change = {"before": _plain(before), "after": _plain(after)}
    queries.add(tx.db, {"id": tx.new_id(), "at": tx.now, **who, **where, **what, **change})
    tx.notes["audited"] = True


def entries(tx: Tx, *, wanted: PageWanted, filters: AuditFilters) -> Page[AuditEntry]:
    """A page of entries, newest first unless asked otherwise; the log is long, so its total is not counted."""
    rows = queries.listed(tx.db, wanted, filters)
    page, next_cursor = cut(rows, wanted, default=queries.DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([_entry(row) for row in page], next_cursor, None)


def _text(subject_id: object) -> str:
    return "" if subject_id is None else str(subject_id)[:200]


def _plain(change: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if change is None:
        return None
    masked = {name: "***" if name in _SECRET_NAMES else value for name, value in change.items()}
    plain: dict[str, Any] = to_jsonable_python(masked)
    return plain


def _entry(row: AuditRow) -> AuditEntry:
    kind: Any = row.actor_kind
    return AuditEntry(
        id=row.id,
        at=row.at,
        actor=Actor(kind=kind, id=row.actor_id, name=row.actor_name, ip=row.ip, request_id=row.request_id),
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        before=row.before,
        after=row.after,
    )
