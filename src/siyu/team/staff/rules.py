"""How an e-mail address and a name must look, and when a change takes an owner away."""

import re

from siyu.kernel.errors import FieldProblem
from siyu.team.staff.contract import EmailInvalid, NameInvalid, Staff, StaffChange

EMAIL_LENGTH_MAX = 254
NAME_LENGTH_MAX = 100
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*", re.IGNORECASE)


def clean_email(email: str) -> str:
    """Trimmed and in lower case, so that one address is one member of staff however it is typed."""
    trimmed = email.strip()
    if len(trimmed) > EMAIL_LENGTH_MAX or not trimmed.isascii() or not _EMAIL.fullmatch(trimmed):
        raise EmailInvalid(fields=(FieldProblem("email", EmailInvalid.code, f"{EmailInvalid.zh} / {EmailInvalid.en}"),))
    return trimmed.lower()


def clean_name(name: str) -> str:
    trimmed = name.strip()
    if not 1 <= len(trimmed) <= NAME_LENGTH_MAX or not trimmed.isprintable():
        raise NameInvalid(fields=(FieldProblem("name", NameInvalid.code, f"{NameInvalid.zh} / {NameInvalid.en}"),))
    return trimmed


def mask_email(email: str) -> str:
    """Enough to recognise one's own, `m***@example.com`; of what is no address (a password typed too high) nothing."""
    try:
        name, _, domain = clean_email(email).partition("@")
    except EmailInvalid:
        return "***"
    return f"{name[:1]}***@{domain}"


def takes_an_owner_away(member: Staff, wanted: StaffChange) -> bool:
    is_active_owner = member.role == "owner" and not member.disabled
    return is_active_owner and (wanted.role not in (None, "owner") or wanted.disabled is True)
