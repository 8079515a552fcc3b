"""The first run: whoever holds the one-time token from the terminal becomes the first owner."""

from siyu.kernel.tx import Tx
from siyu.team.access import queries, tokens
from siyu.team.access.contract import SetupDone, SetupTokenWrong, SignedIn
from siyu.team.access.members import hire_unasked
from siyu.team.access.sessions import start_session
from siyu.team.audit import service as audit
from siyu.team.staff import service as staff


def needs_owner(tx: Tx) -> bool:
    return not staff.has_owner(tx)


def open_setup(tx: Tx) -> str | None:
    """A new token at every start while there is no owner (older ones stop working); None when there is one."""
    if staff.has_owner(tx):
        queries.close_setup(tx.db)
        return None
    token = tokens.fresh()
    queries.put_setup(tx.db, tokens.hashed(token), tx.now)
    audit.record(tx, action="setup.opened", subject_kind="setup", subject_id=None)
    return token


def claim_setup(tx: Tx, *, token: str, email: str, name: str, password: str, session_hours: int) -> SignedIn:
    """Use the token up, hire the first owner, sign them in."""
    if not queries.use_up_setup(tx.db, tokens.hashed(token)):
        raise SetupDone if staff.has_owner(tx) else SetupTokenWrong
    if staff.has_owner(tx):
        raise SetupDone
    owner = hire_unasked(tx, email=email, name=name, role="owner", password=password)
    return start_session(tx, member=owner, session_hours=session_hours)
