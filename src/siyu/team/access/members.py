"""How members of staff get a way in, change it and lose it; and who may do that to whom."""

from uuid import UUID

from siyu.kernel.tx import Tx
from siyu.team.access import passwords, queries, rules, throttle
from siyu.team.access.contract import NotSignedIn, Visitor
from siyu.team.audit import service as audit
from siyu.team.staff import service as staff
from siyu.team.staff.contract import Role, Staff, StaffChange


def hire(tx: Tx, *, by: Visitor, email: str, name: str, role: Role, password: str) -> Staff:
    """A new member of staff who can sign in with this password."""
    rules.check_reach(by.permissions, role)
    return hire_unasked(tx, email=email, name=name, role=role, password=password)


def hire_unasked(tx: Tx, *, email: str, name: str, role: Role, password: str) -> Staff:
    """The same where there is nobody to ask yet: the first owner, and the command line on this machine."""
    rules.check_password(password, email=email)
    member = staff.hire(tx, email=email, name=name, role=role)
    queries.put_password(tx.db, member.id, passwords.hashed(password), tx.now)
    return member


def change(tx: Tx, *, by: Visitor, staff_id: UUID, wanted: StaffChange) -> Staff:
    """Another name, role, or disabled; with another role, or none any more, every session of theirs is over at once."""
    before = _within_reach(tx, by, staff_id)
    rules.check_reach(by.permissions, wanted.role or before.role)
    after = staff.change(tx, staff_id=staff_id, wanted=wanted)
    if after.role != before.role or after.disabled:
        queries.next_generation(tx.db, staff_id)
    return after


def reset_password(tx: Tx, *, by: Visitor, staff_id: UUID) -> str:
    """A new password for who lost theirs, to be told to them once; their sessions are over."""
    member = _within_reach(tx, by, staff_id)
    password = passwords.invented()
    queries.put_password(tx.db, member.id, passwords.hashed(password), tx.now)
    audit.record(tx, action="password.reset", subject_kind="staff", subject_id=member.id)
    return password


def change_password(tx: Tx, *, visitor: Visitor, current_password: str, new_password: str) -> bool:
    """Set one's own password and end every session of one's own, this one included.

    False when the current one is wrong: an answer and not an error, for the try must stay charged and recorded.
    """
    member = visitor.staff
    if member is None:
        raise NotSignedIn
    rules.check_password(new_password, email=member.email, field="new_password")
    account = f"password of {member.id}"
    throttle.charge(tx, account=account)
    locked = queries.lock_password(tx.db, member.id)
    if not passwords.fits(current_password, locked[0] if locked else None):
        audit.record(tx, action="password.refused", subject_kind="staff", subject_id=member.id)
        return False
    throttle.forgive(tx, account=account)
    queries.put_password(tx.db, member.id, passwords.hashed(new_password), tx.now)
    audit.record(tx, action="password.changed", subject_kind="staff", subject_id=member.id)
    return True


def _within_reach(tx: Tx, by: Visitor, staff_id: UUID) -> Staff:
    """The member, whose role stays as it is while we hold their password's row."""
    queries.lock_password(tx.db, staff_id)
    member = staff.member(tx, staff_id=staff_id)
    rules.check_reach(by.permissions, member.role)
    return member
