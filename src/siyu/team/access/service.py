"""Everything others may ask of access; each verb lives in the file named for its part."""

from siyu.team.access.keys import identify_key, identify_sender, keys, make_key, revoke_key
from siyu.team.access.local_key import ensure_local_key
from siyu.team.access.members import change, change_password, hire, hire_unasked, reset_password
from siyu.team.access.opening import claim_setup, needs_owner, open_setup
from siyu.team.access.permissions import ALL, OF_ROLE
from siyu.team.access.sessions import csrf_matches, identify_session, sign_in, sign_out

__all__ = [
    "ALL",
    "OF_ROLE",
    "change",
    "change_password",
    "claim_setup",
    "csrf_matches",
    "ensure_local_key",
    "hire",
    "hire_unasked",
    "identify_key",
    "identify_sender",
    "identify_session",
    "keys",
    "make_key",
    "needs_owner",
    "open_setup",
    "reset_password",
    "revoke_key",
    "sign_in",
    "sign_out",
]
