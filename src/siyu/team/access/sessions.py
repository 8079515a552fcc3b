"""Sign in, be known, sign out: server-side sessions behind opaque tokens."""

from datetime import timedelta

from siyu.kernel.tx import Actor, Begin, Tx
from siyu.team.access import passwords, queries, throttle, tokens
from siyu.team.access.contract import NotSignedIn, SignedIn, Visitor, WrongCredentials
from siyu.team.access.permissions import OF_ROLE
from siyu.team.audit import service as audit
from siyu.team.staff import service as staff
from siyu.team.staff.contract import Staff


def sign_in(
    begin: Begin, guest: Actor, *, email: str, password: str, session_hours: int, old_token: str | None = None
) -> SignedIn:
    """A new session for who knows the password, in place of the one this browser had; else `WrongCredentials`.

    Takes `begin` instead of a transaction: a try is charged, and committed, before the password is looked at
    (`TooManyAttempts`); a refusal is recorded, and committed, before it is raised; no connection waits for the hashing.
    """
    with begin(guest) as tx:
        throttle.charge(tx, account=email)
        member = staff.member_by_email(tx, email=email)
        known_hash = queries.password_hash(tx.db, member.id) if member else None
    is_right = passwords.fits(password, known_hash)
    with begin(guest) as tx:
        queries.sweep(tx.db, now=tx.now, window=throttle.WINDOW)
        _end_quietly(tx, old_token)
        signed_in = _let_in(tx, member, known_hash, session_hours) if member and known_hash and is_right else None
        if signed_in is None:
            _record_refusal(tx, email, member)
        elif member and known_hash and passwords.needs_new_hash(known_hash):
            queries.put_hash(tx.db, member.id, passwords.hashed(password))
    if signed_in is None:
        raise WrongCredentials
    return signed_in


def start_session(tx: Tx, *, member: Staff, session_hours: int) -> SignedIn:
    """A session of the password's present generation; from here on the transaction acts as this member."""
    token, expires_at = tokens.fresh(), tx.now + timedelta(hours=session_hours)
    _, generation = queries.lock_password(tx.db, member.id) or (None, 0)
    session = {"id": tx.new_id(), "staff_id": member.id, "token_hash": tokens.hashed(token), "generation": generation}
    times = {"created_at": tx.now, "seen_at": tx.now, "expires_at": expires_at}
    queries.add_session(tx.db, session | times)
    staff.mark_seen(tx, staff_id=member.id)
    visitor = _visitor(tx, member, token)
    tx.actor = visitor.actor
    audit.record(tx, action="session.started", subject_kind="session", subject_id=session["id"])
    return SignedIn(token, visitor, expires_at)


def identify_session(tx: Tx, token: str, *, idle_minutes: int) -> Visitor:
    """Whose session this is, with the role they have right now; else `NotSignedIn`."""
    seen_after = tx.now - timedelta(minutes=idle_minutes)
    session = queries.live_session(tx.db, tokens.hashed(token), now=tx.now, seen_after=seen_after)
    if session is None:
        raise NotSignedIn
    member = staff.member(tx, staff_id=session.staff_id)
    if member.disabled:
        raise NotSignedIn
    if queries.mark_session_seen(tx.db, session.id, tx.now):
        staff.mark_seen(tx, staff_id=member.id)
    return _visitor(tx, member, token)


def csrf_matches(visitor: Visitor, given: str) -> bool:
    """Does the request carry the token of this session? A key has none and is asked for none."""
    return visitor.csrf_token is not None and tokens.are_same(visitor.csrf_token, given)


def sign_out(tx: Tx, *, token: str) -> None:
    session_id = queries.delete_session(tx.db, tokens.hashed(token))
    if session_id:
        audit.record(tx, action="session.ended", subject_kind="session", subject_id=session_id)


def _let_in(tx: Tx, member: Staff, known_hash: str, session_hours: int) -> SignedIn | None:
    """None when the password or the member changed while we were hashing: what was right then is not any more."""
    locked = queries.lock_password(tx.db, member.id)
    today = staff.member(tx, staff_id=member.id)
    if locked is None or locked[0] != known_hash or today.disabled:
        return None
    throttle.forgive(tx, account=today.email)
    return start_session(tx, member=today, session_hours=session_hours)


def _end_quietly(tx: Tx, old_token: str | None) -> None:
    """The token a browser came with never lives on after a try to sign in: nobody can plant one beforehand."""
    if old_token:
        queries.delete_session(tx.db, tokens.hashed(old_token))


def _record_refusal(tx: Tx, email: str, member: Staff | None) -> None:
    audit.record(
        tx,
        action="session.refused",
        subject_kind="staff",
        subject_id=member.id if member else None,
        after={"email": staff.mask_email(email)},
    )


def _visitor(tx: Tx, member: Staff, token: str) -> Visitor:
    actor = Actor("staff", member.id, member.name, tx.actor.ip, tx.actor.request_id)
    return Visitor(actor, OF_ROLE[member.role], tokens.csrf_token(token), member)
