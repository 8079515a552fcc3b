"""The types of identifiers as data: what each is worth, how many one person has, and which values mean nobody."""

import re
from dataclasses import dataclass
from typing import Final

from siyu.people.identity.contract import IDENTIFIER_TYPES, MEANINGLESS

ISSUED, CONTACT, DEVICE_LIKE = 0, 1, 2
"""How surely an identifier names one person: given out by a system to one account; a phone number or an address, which
passes from hand to hand; a browser, which names whoever sits before it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of identifier.

    `certainty` is one of the above. `limit` is how many values of it one person may have, `limit_in_scope` how many of
    one app, where values are written `app:value`. With more than `shared_above` people's identifiers of one type seen
    beside it, a value is taken for something many use (a shop's number, a tablet), and brings nobody together.
    """

    name: str
    certainty: int
    limit: int
    limit_in_scope: int
    shared_above: int

    @property
    def is_weak(self) -> bool:
        return self.certainty == DEVICE_LIKE

    def scope(self, value: str) -> str | None:
        """The app a value belongs to, where it says so."""
        app, colon, _ = value.partition(":")
        return app if colon and self.limit_in_scope < self.limit else None


_SPECIAL: Final = {
    "member_id": Kind("member_id", ISSUED, 1, 1, 5),
    "unionid": Kind("unionid", ISSUED, 1, 1, 5),
    "external_userid": Kind("external_userid", ISSUED, 1, 1, 5),
    "openid": Kind("openid", ISSUED, 3, 1, 5),
    "erp_id": Kind("erp_id", ISSUED, 3, 3, 5),
    "phone": Kind("phone", CONTACT, 3, 3, 3),
    "email": Kind("email", CONTACT, 5, 5, 3),
    "phone_hash": Kind("phone_hash", CONTACT, 3, 3, 3),
    "email_hash": Kind("email_hash", CONTACT, 5, 5, 3),
    "device_id": Kind("device_id", DEVICE_LIKE, 50, 50, 5),
    "anonymous_id": Kind("anonymous_id", DEVICE_LIKE, 200, 200, 5),
}
KINDS: Final = {name: _SPECIAL.get(name, Kind(name, ISSUED, 3, 3, 5)) for name in IDENTIFIER_TYPES}
"""What is not special is the buyer id of a marketplace: one a shop, three shops at most."""

_BLOCKED: Final = (
    re.compile(r"[0\-\s.:_]*"),
    re.compile(r"(.)\1{5,}"),
    re.compile(r"\[object \w+\]", re.IGNORECASE),
    re.compile(r"not[_ ]authenticated|distinct_?id|id|email|phone|e-mail|n/?a|deleted|default", re.IGNORECASE),
)
_BLOCKED_PHONES: Final = re.compile(r"\+86(0+|1?(\d)\2{9}|13800138000|12345678\d{3}|18888888888)")
_QUOTED: Final = re.compile(r"""^(["'])(.*)\1$""")


def is_blocked(kind: str, value: str) -> bool:
    """Whether the value is what programs write where there is none; quoted or not, in whatever case."""
    quoted = _QUOTED.match(value.strip())
    bare = quoted[2].strip() if quoted else value.strip()
    if not bare or _means_nobody(bare) or any(pattern.fullmatch(bare) for pattern in _BLOCKED):
        return True
    return kind == "phone" and bool(_BLOCKED_PHONES.fullmatch(bare))


def _means_nobody(bare: str) -> bool:
    """`nan` in small letters is a family name and a nickname; `NaN` is what a program writes."""
    return bare.casefold() in MEANINGLESS and bare != "nan"
