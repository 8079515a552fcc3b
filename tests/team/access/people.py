"""Who the access tests are about: members with a known password, and the browsers they come with."""

from siyu.kernel.tx import SYSTEM, Actor, Begin
from siyu.team.access import service as access
from siyu.team.access.contract import NotSignedIn, SignedIn, Visitor
from siyu.team.staff.contract import Role, Staff

PASSWORD = "correct horse battery"
HOURS = 12
IDLE_MINUTES = 60
ANYBODY = Visitor(SYSTEM, access.ALL, None, None)
"""Somebody who may do everything."""


def guest(ip: str = "203.0.113.9") -> Actor:
    return Actor("system", None, "guest", ip, "request-1")


def employed(begin: Begin, role: Role = "owner", email: str = "lin@example.com") -> Staff:
    with begin(SYSTEM) as tx:
        return access.hire_unasked(tx, email=email, name="Lin Mei", role=role, password=PASSWORD)


def signed_in(
    begin: Begin, email: str = "lin@example.com", password: str = PASSWORD, ip: str = "203.0.113.9"
) -> SignedIn:
    return access.sign_in(begin, guest(ip), email=email, password=password, session_hours=HOURS)


def visitor(begin: Begin, role: Role = "owner", email: str = "lin@example.com") -> Visitor:
    employed(begin, role, email)
    return signed_in(begin, email).visitor


def is_known(begin: Begin, token: str) -> bool:
    with begin(guest()) as tx:
        try:
            access.identify_session(tx, token, idle_minutes=IDLE_MINUTES)
        except NotSignedIn:
            return False
        return True
