"""A key opens what it was made for, until it does not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from siyu.kernel.pages import PageWanted
from siyu.kernel.tx import SYSTEM, Begin, Tx
from siyu.team.access import service as access
from siyu.team.access.contract import (
    KeyInvalid,
    KeyKind,
    KeyMissing,
    KeyNotAccepted,
    MadeKey,
    NewKey,
    ScopesOutOfReach,
    Visitor,
)
from tests.conftest import Hand
from tests.team.access.people import ANYBODY


def made(tx: Tx, *scopes: str, kind: KeyKind = "secret", hours: float | None = None) -> MadeKey:
    expires_at = None if hours is None else tx.now + timedelta(hours=hours)
    return access.make_key(tx, by=ANYBODY, wanted=NewKey(" ERP ", kind, scopes, expires_at))


def test_a_key_may_do_what_it_was_made_for(tx: Tx) -> None:
    fresh = made(tx, "orders:read", "people:read")
    visitor = access.identify_key(tx, fresh.secret)
    assert visitor.permissions == {"orders:read", "people:read"}
    assert (visitor.csrf_token, visitor.staff) == (None, None)
    assert (visitor.actor.kind, visitor.actor.id, visitor.actor.name) == ("key", fresh.key.id, "ERP")


@pytest.mark.parametrize(
    ("kind", "scope", "start"), [("public", "events:write", "sy_pk_"), ("secret", "people:read", "sy_sk_")]
)
def test_the_secret_says_its_kind_and_is_not_stored(tx: Tx, kind: KeyKind, scope: str, start: str) -> None:
    fresh = made(tx, scope, kind=kind)
    assert fresh.secret.startswith(start)
    assert len(fresh.secret) == len(start) + 43
    assert fresh.key.prefix == fresh.secret[:12]
    stored = tx.db.scalar(
        text("SELECT string_agg(k::text, '') || string_agg(a::text, '') FROM api_keys k, audit_log a")
    )
    assert fresh.secret[12:] not in str(stored)


@pytest.mark.parametrize("secret", ["", "sy_sk_", "sy_sk_" + "A" * 43, "é"])
def test_a_key_nobody_made_is_not_accepted(tx: Tx, secret: str) -> None:
    with pytest.raises(KeyNotAccepted):
        access.identify_key(tx, secret)


def test_a_key_stops_at_its_expiry_and_at_its_revocation(begin: Begin, clock: Hand) -> None:
    with begin(SYSTEM) as tx:
        short, long = made(tx, "people:read", hours=1), made(tx, "people:read")
        access.revoke_key(tx, key_id=long.key.id)
        access.revoke_key(tx, key_id=long.key.id)
        assert access.identify_key(tx, short.secret).actor.id == short.key.id
    clock.now += timedelta(hours=1)
    for fresh in (short, long):
        with begin(SYSTEM) as tx, pytest.raises(KeyNotAccepted):
            access.identify_key(tx, fresh.secret)
    with begin(SYSTEM) as tx:
        page = access.keys(tx, wanted=PageWanted())
        with pytest.raises(KeyMissing):
            access.revoke_key(tx, key_id=tx.new_id())
    assert page.total == 2
    assert [item.id for item in page.items if item.revoked_at] == [long.key.id]


def test_a_maker_grants_only_what_they_hold(tx: Tx) -> None:
    by = Visitor(SYSTEM, frozenset({"keys:write", "people:read"}), None, None)
    fresh = access.make_key(tx, by=by, wanted=NewKey("ERP", "secret", ("people:read",)))
    assert fresh.key.scopes == ("people:read",)
    with pytest.raises(ScopesOutOfReach) as caught:
        access.make_key(tx, by=by, wanted=NewKey("ERP", "secret", ("people:read", "staff:write", "audit:read")))
    assert caught.value.facts["scopes"] == "audit:read, staff:write"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (NewKey("ERP", "secret", ("people:burn",)), "scopes"),
        (NewKey("ERP", "secret", ()), "scopes"),
        (NewKey("Web", "public", ("people:read",)), "scopes"),
        (NewKey("Web", "public", ("events:write", "people:read")), "scopes"),
        (NewKey(" ", "secret", ("people:read",)), "name"),
        (NewKey("a\x00b", "secret", ("people:read",)), "name"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(tx: Tx, wanted: NewKey, field: str) -> None:
    with pytest.raises(KeyInvalid) as caught:
        access.make_key(tx, by=ANYBODY, wanted=wanted)
    assert caught.value.fields[0].field == field


def test_a_key_cannot_expire_in_the_past(tx: Tx) -> None:
    with pytest.raises(KeyInvalid):
        made(tx, "people:read", hours=0)


def test_its_last_use_is_written_once_a_minute(begin: Begin, clock: Hand) -> None:
    first = clock.now
    with begin(SYSTEM) as tx:
        fresh = made(tx, "people:read")

    def use() -> object:
        with begin(SYSTEM) as tx:
            access.identify_key(tx, fresh.secret)
        with begin(SYSTEM) as tx:
            return access.keys(tx, wanted=PageWanted()).items[0].last_used_at

    assert use() == first
    clock.now += timedelta(seconds=59)
    assert use() == first
    clock.now += timedelta(seconds=1)
    assert use() == clock.now


def test_the_local_key_opens_everything_and_is_kept_while_it_works(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "cli.key"
    with begin(SYSTEM) as tx:
        access.ensure_local_key(tx, path)
    secret = path.read_text().strip()
    assert path.stat().st_mode & 0o777 == 0o600
    with begin(SYSTEM) as tx:
        assert access.identify_key(tx, secret).permissions == access.ALL
        access.ensure_local_key(tx, path)
    assert path.read_text().strip() == secret


def test_a_local_key_that_is_lost_revoked_spoiled_or_open_to_others_is_replaced(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "cli.key"

    def revoke() -> None:
        with begin(SYSTEM) as tx:
            access.revoke_key(tx, key_id=access.keys(tx, wanted=PageWanted()).items[0].id)

    seen: set[str] = set()

    def spoil() -> None:
        path.write_bytes(b"\xff\xfe")

    accidents: list[Callable[[], None]] = [path.unlink, revoke, spoil, lambda: path.chmod(0o644), lambda: None]
    for accident in accidents:
        with begin(SYSTEM) as tx:
            access.ensure_local_key(tx, path)
        seen.add(path.read_text().strip())
        accident()
    with begin(SYSTEM) as tx:
        in_force = [item for item in access.keys(tx, wanted=PageWanted()).items if item.revoked_at is None]
    assert (len(seen), len(in_force)) == (5, 1)
