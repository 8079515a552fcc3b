"""API keys: made, shown once, known by their hash, revoked. A key outlives its maker; who may, revokes it by hand."""

from typing import Any
from uuid import UUID

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Actor, Tx
from siyu.team.access import queries, rules, tokens
from siyu.team.access.contract import ApiKey, KeyKind, KeyMissing, KeyNotAccepted, MadeKey, NewKey, Visitor
from siyu.team.access.permissions import ALL, SENDING
from siyu.team.access.tables import ApiKeyRow
from siyu.team.audit import service as audit

_BEGINNINGS: dict[KeyKind, str] = {"public": "sy_pk_", "secret": "sy_sk_"}
_PREFIX_LENGTH = 12


def make_key(tx: Tx, *, by: Visitor, wanted: NewKey) -> MadeKey:
    """A key that may do what its maker may, or less; its secret cannot be read again."""
    rules.check_key(wanted, permissions=by.permissions, now=tx.now)
    secret = tokens.fresh(_BEGINNINGS[wanted.kind])
    return MadeKey(put_key(tx, wanted=wanted, secret=secret, is_local=False), secret)


def put_key(tx: Tx, *, wanted: NewKey, secret: str, is_local: bool) -> ApiKey:
    """Write the key down and record it."""
    row = queries.add_key(
        tx.db,
        {
            "id": tx.new_id(),
            "name": wanted.name.strip(),
            "kind": wanted.kind,
            "prefix": secret[:_PREFIX_LENGTH],
            "secret_hash": tokens.hashed(secret),
            "scopes": sorted(set(wanted.scopes)),
            "origins": sorted({origin.strip().rstrip("/").lower() for origin in wanted.origins}),
            "is_local": is_local,
            "expires_at": wanted.expires_at,
            "created_at": tx.now,
        },
    )
    audit.record(tx, action="key.made", subject_kind="key", subject_id=row.id, after=_summary(row))
    return _key(row)


def keys(tx: Tx, *, wanted: PageWanted) -> Page[ApiKey]:
    """A page of keys, newest first unless asked otherwise, revoked ones included."""
    rows = queries.listed_keys(tx.db, wanted)
    page, next_cursor = cut(rows, wanted, default=queries.KEYS_DEFAULT_SORT, sort_value=getattr, key=lambda row: row.id)
    return Page([_key(row) for row in page], next_cursor, queries.count_keys(tx.db))


def revoke_key(tx: Tx, *, key_id: UUID) -> None:
    """From now on the key opens nothing; to revoke it again changes nothing."""
    row = queries.revoke_key(tx.db, key_id, tx.now)
    if row:
        audit.record(tx, action="key.revoked", subject_kind="key", subject_id=key_id, before=_summary(row))
    elif not queries.has_key(tx.db, key_id):
        raise KeyMissing


def identify_key(tx: Tx, secret: str) -> Visitor:
    """What this key may do; else `KeyNotAccepted`."""
    row = queries.usable_key(tx.db, tokens.hashed(secret), tx.now)
    if row is None:
        raise KeyNotAccepted
    queries.mark_key_used(tx.db, row.id, tx.now)
    actor = Actor("key", row.id, row.name, tx.actor.ip, tx.actor.request_id)
    return Visitor(actor, ALL & frozenset(row.scopes), None, None)


def identify_sender(tx: Tx, secret: str) -> ApiKey:
    """The key of somebody who sends events, public or secret; else `KeyNotAccepted`."""
    row = queries.usable_key(tx.db, tokens.hashed(secret), tx.now)
    if row is None or SENDING not in row.scopes:
        raise KeyNotAccepted
    queries.mark_key_used(tx.db, row.id, tx.now)
    return _key(row)


def _summary(row: ApiKeyRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "prefix": row.prefix,
        "scopes": row.scopes,
        "origins": row.origins,
        "expires_at": row.expires_at,
    }


def _key(row: ApiKeyRow) -> ApiKey:
    kind: Any = row.kind
    return ApiKey(
        id=row.id,
        name=row.name,
        kind=kind,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        origins=tuple(row.origins),
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
