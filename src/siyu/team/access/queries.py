"""Every statement the access room sends."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from siyu.kernel.pages import Order, PageWanted, paged
from siyu.team.access.tables import ApiKeyRow, AttemptsRow, PasswordRow, SessionRow, SetupRow

KEYS_DEFAULT_SORT = "-created_at"
_KEY_ORDERS = {
    "created_at": Order(ApiKeyRow.created_at, ApiKeyRow.id),
    "name": Order(ApiKeyRow.name, ApiKeyRow.id),
}
_SEEN_EVERY = timedelta(minutes=1)
_SWEEP_MAX = 100


def password_hash(db: Session, staff_id: UUID) -> str | None:
    return db.scalar(select(PasswordRow.hash).where(PasswordRow.staff_id == staff_id))


def lock_password(db: Session, staff_id: UUID) -> tuple[str, int] | None:
    """The hash and the generation as they are, and will be until this transaction ends."""
    locked = select(PasswordRow.hash, PasswordRow.generation).where(PasswordRow.staff_id == staff_id).with_for_update()
    found = db.execute(locked).one_or_none()
    return (found.hash, found.generation) if found else None


def put_password(db: Session, staff_id: UUID, password_hash: str, at: datetime) -> None:
    """A new password, and with it a new generation: sessions of the old one are over."""
    values = {"staff_id": staff_id, "hash": password_hash, "generation": 1, "changed_at": at}
    renewed = {"hash": password_hash, "generation": PasswordRow.generation + 1, "changed_at": at}
    db.execute(insert(PasswordRow).values(values).on_conflict_do_update(index_elements=["staff_id"], set_=renewed))


def put_hash(db: Session, staff_id: UUID, password_hash: str) -> None:
    """The same password, hashed with today's parameters."""
    db.execute(update(PasswordRow).where(PasswordRow.staff_id == staff_id).values(hash=password_hash))


def next_generation(db: Session, staff_id: UUID) -> None:
    renewed = update(PasswordRow).where(PasswordRow.staff_id == staff_id)
    db.execute(renewed.values(generation=PasswordRow.generation + 1))


def add_session(db: Session, session: dict[str, Any]) -> None:
    db.execute(insert(SessionRow).values(session))


def live_session(db: Session, token_hash: bytes, *, now: datetime, seen_after: datetime) -> SessionRow | None:
    same_generation = (PasswordRow.staff_id == SessionRow.staff_id) & (PasswordRow.generation == SessionRow.generation)
    is_live = (SessionRow.expires_at > now) & (SessionRow.seen_at > seen_after)
    found = select(SessionRow).join(PasswordRow, same_generation).where(SessionRow.token_hash == token_hash, is_live)
    return db.scalar(found.execution_options(populate_existing=True))


def mark_session_seen(db: Session, session_id: UUID, now: datetime) -> bool:
    """At most once a minute, and never waiting for another request that marks it right now; was it marked?"""
    is_due = (SessionRow.id == session_id) & (SessionRow.seen_at <= now - _SEEN_EVERY)
    free = select(SessionRow.id).where(is_due).with_for_update(skip_locked=True).scalar_subquery()
    marked = update(SessionRow).where(SessionRow.id.in_(free)).values(seen_at=now).returning(SessionRow.id)
    return db.scalar(marked) is not None


def delete_session(db: Session, token_hash: bytes) -> UUID | None:
    """Which session it was."""
    return db.scalar(delete(SessionRow).where(SessionRow.token_hash == token_hash).returning(SessionRow.id))


def sweep(db: Session, *, now: datetime, window: timedelta) -> None:
    """Forget some expired sessions and some closed windows; rows in use are left for the next sweep."""
    old_sessions = select(SessionRow.id).where(SessionRow.expires_at <= now)
    old_sources = select(AttemptsRow.source).where(AttemptsRow.window_started_at <= now - window)
    for column, old in ((SessionRow.id, old_sessions), (AttemptsRow.source, old_sources)):
        free = old.limit(_SWEEP_MAX).with_for_update(skip_locked=True).scalar_subquery()
        db.execute(delete(column.class_).where(column.in_(free)).execution_options(synchronize_session=False))


def charge(db: Session, source: bytes, *, now: datetime, window: timedelta, charged_max: int) -> datetime | None:
    """Charge one try, in one statement; None when charged, else the moment the full window began."""
    is_over = AttemptsRow.window_started_at <= now - window
    charging = insert(AttemptsRow).values(source=source, charged=1, window_started_at=now)
    charging = charging.on_conflict_do_update(
        index_elements=["source"],
        set_={
            "charged": case((is_over, 1), else_=AttemptsRow.charged + 1),
            "window_started_at": case((is_over, now), else_=AttemptsRow.window_started_at),
        },
        where=or_(is_over, AttemptsRow.charged < charged_max),
    )
    if db.scalar(charging.returning(AttemptsRow.charged)) is not None:
        return None
    return db.scalars(select(AttemptsRow.window_started_at).where(AttemptsRow.source == source)).one()


def forget_charges(db: Session, source: bytes) -> None:
    db.execute(delete(AttemptsRow).where(AttemptsRow.source == source))


def give_back(db: Session, source: bytes) -> None:
    fewer = func.greatest(AttemptsRow.charged - 1, 0)
    db.execute(update(AttemptsRow).where(AttemptsRow.source == source).values(charged=fewer))


def put_setup(db: Session, token_hash: bytes, at: datetime) -> None:
    opening = insert(SetupRow).values(id=1, token_hash=token_hash, opened_at=at)
    renewed = {"token_hash": token_hash, "opened_at": at}
    db.execute(opening.on_conflict_do_update(index_elements=["id"], set_=renewed))


def use_up_setup(db: Session, token_hash: bytes) -> bool:
    """Of two who come with the token at once, the second waits here and then finds nothing."""
    return db.scalar(delete(SetupRow).where(SetupRow.token_hash == token_hash).returning(SetupRow.id)) is not None


def close_setup(db: Session) -> None:
    db.execute(delete(SetupRow))


def add_key(db: Session, key: dict[str, Any]) -> ApiKeyRow:
    return db.scalars(insert(ApiKeyRow).values(key).returning(ApiKeyRow)).one()


def usable_key(db: Session, secret_hash: bytes, now: datetime) -> ApiKeyRow | None:
    is_usable = ApiKeyRow.revoked_at.is_(None) & (ApiKeyRow.expires_at.is_(None) | (ApiKeyRow.expires_at > now))
    return db.scalar(select(ApiKeyRow).where(ApiKeyRow.secret_hash == secret_hash, is_usable))


def mark_key_used(db: Session, key_id: UUID, now: datetime) -> None:
    is_due = ApiKeyRow.last_used_at.is_(None) | (ApiKeyRow.last_used_at <= now - _SEEN_EVERY)
    free = select(ApiKeyRow.id).where(ApiKeyRow.id == key_id, is_due).with_for_update(skip_locked=True)
    marking = update(ApiKeyRow).where(ApiKeyRow.id.in_(free.scalar_subquery())).values(last_used_at=now)
    db.execute(marking.execution_options(synchronize_session=False))


def revoke_key(db: Session, key_id: UUID, now: datetime) -> ApiKeyRow | None:
    """The key that was in force until now; None when there is none, or it was revoked before."""
    in_force = (ApiKeyRow.id == key_id) & ApiKeyRow.revoked_at.is_(None)
    return db.scalar(update(ApiKeyRow).where(in_force).values(revoked_at=now).returning(ApiKeyRow))


def local_key_ids(db: Session) -> list[UUID]:
    return list(db.scalars(select(ApiKeyRow.id).where(ApiKeyRow.is_local, ApiKeyRow.revoked_at.is_(None))))


def has_key(db: Session, key_id: UUID) -> bool:
    return db.scalar(select(ApiKeyRow.id).where(ApiKeyRow.id == key_id)) is not None


def listed_keys(db: Session, wanted: PageWanted) -> list[ApiKeyRow]:
    return list(db.scalars(paged(select(ApiKeyRow), wanted, _KEY_ORDERS, default=KEYS_DEFAULT_SORT)))


def count_keys(db: Session) -> int:
    return db.execute(select(func.count()).select_from(ApiKeyRow)).scalar_one()
