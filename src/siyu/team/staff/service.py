"""Hire, change and find the people who work here. Who may do it to whom is decided by `team.access`."""

from typing import Any
from uuid import UUID

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.team.audit import service as audit
from siyu.team.staff import queries, rules
from siyu.team.staff.contract import EmailInvalid, EmailTaken, LastOwner, Role, Staff, StaffChange, StaffMissing
from siyu.team.staff.rules import mask_email

__all__ = ["change", "has_owner", "hire", "mark_seen", "mask_email", "member", "member_by_email", "members"]


def hire(tx: Tx, *, email: str, name: str, role: Role) -> Staff:
    """A new member of staff; `EmailTaken` also when two are hired under one address at the same moment."""
    staff_id, address = tx.new_id(), rules.clean_email(email)
    full_name = rules.clean_name(name)
    added = queries.add_unless_email_taken(
        tx.db, staff_id=staff_id, email=address, name=full_name, role=role, at=tx.now
    )
    if not added:
        raise EmailTaken
    after = {"email": mask_email(address), "name": full_name, "role": role}
    audit.record(tx, action="staff.hired", subject_kind="staff", subject_id=staff_id, after=after)
    return member(tx, staff_id=staff_id)


def change(tx: Tx, *, staff_id: UUID, wanted: StaffChange) -> Staff:
    """Another name, another role, disabled or enabled; `LastOwner` where nobody could undo it afterwards."""
    owner_ids = queries.lock_owner_ids(tx.db)
    found = queries.lock_by_id(tx.db, staff_id)
    if found is None:
        raise StaffMissing
    before = _staff(found)
    if rules.takes_an_owner_away(before, wanted) and owner_ids == [staff_id]:
        raise LastOwner
    _write(found, wanted)
    tx.db.flush()
    after = _staff(found)
    _record_change(tx, before, after)
    return after


def member(tx: Tx, *, staff_id: UUID) -> Staff:
    found = queries.by_id(tx.db, staff_id)
    if found is None:
        raise StaffMissing
    return _staff(found)


def member_by_email(tx: Tx, *, email: str) -> Staff | None:
    """Whoever has this address; None also for what is no address at all."""
    try:
        found = queries.by_email(tx.db, rules.clean_email(email))
    except EmailInvalid:
        return None
    return _staff(found) if found else None


def members(tx: Tx, *, wanted: PageWanted) -> Page[Staff]:
    """A page of staff, in the order they were hired unless asked otherwise, disabled ones included."""
    rows = queries.listed(tx.db, wanted)
    page, next_cursor = cut(
        rows,
        wanted,
        default=queries.DEFAULT_SORT,
        sort_value=lambda found, name: getattr(found[0], name),
        key=lambda found: found[0].id,
    )
    return Page([_staff(found) for found in page], next_cursor, queries.count(tx.db))


def has_owner(tx: Tx) -> bool:
    return queries.has_owner(tx.db)


def mark_seen(tx: Tx, *, staff_id: UUID) -> None:
    """They are here right now."""
    queries.mark_seen(tx.db, staff_id, tx.now)


def _write(found: queries.Member, wanted: StaffChange) -> None:
    row = found[0]
    if wanted.name is not None:
        row.name = rules.clean_name(wanted.name)
    if wanted.role is not None:
        row.role = wanted.role
    if wanted.disabled is not None:
        row.is_disabled = wanted.disabled


def _record_change(tx: Tx, before: Staff, after: Staff) -> None:
    changed = [name for name in ("name", "role", "disabled") if getattr(before, name) != getattr(after, name)]
    if changed:
        audit.record(
            tx,
            action="staff.changed",
            subject_kind="staff",
            subject_id=after.id,
            before={name: getattr(before, name) for name in changed},
            after={name: getattr(after, name) for name in changed},
        )


def _staff(found: queries.Member) -> Staff:
    row, seen_at = found
    role: Any = row.role
    return Staff(row.id, row.email, row.name, role, row.is_disabled, seen_at, row.created_at)
