"""What a password, a key and a granted role must fulfil."""

import re
import unicodedata
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from siyu.kernel.errors import FieldProblem
from siyu.team.access.contract import KeyInvalid, NewKey, PasswordTooWeak, RoleOutOfReach, ScopesOutOfReach
from siyu.team.access.permissions import ALL, OF_ROLE, PUBLIC_KEY
from siyu.team.staff.contract import Role

PASSWORD_LENGTH_MIN = 12
PASSWORD_LENGTH_MAX = 256
KEY_NAME_LENGTH_MAX = 100
_LETTERS_MIN = 5
_MAILBOX_LENGTH_MIN = 4

_WELL_KNOWN = (
    "1q2w3e4r5t6y 1qaz2wsx3edc 1234qwerasdf a123456789 aa123456789 abc123456 abcd1234 abcdefghijkl administrator "
    "admin123456 changeme1234 football iloveyou letmein123456 login123456 monkey123456 p@ssw0rd passw0rd password "
    "princess qazwsxedcrfv qwerty123456 qwertyuiop q1w2e3r4t5y6 superman sunshine5201314 test12345678 user12345678 "
    "welcome12345 woaini1314520 woaini5201314 zhang123456 wang123456789 zxcvbnm12345 zxcvbnmasdfg"
)
"""Stems seen again and again in published leaks; what merely repeats or counts on is found by `_is_monotonous`."""

_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,253}(:\d{1,5})?/?", re.IGNORECASE)
_STEMS = frozenset(_WELL_KNOWN.split())
_KEYBOARD = "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiopasdfghjklzxcvbnm 09876543210"


def normalised(password: str) -> str:
    """One form for what looks the same, however the keyboard composed it (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, email: str, field: str = "password") -> None:
    """Raise `PasswordTooWeak` with the reason; length and knownness count, kinds of characters do not."""
    reason = _weakness(normalised(password), email)
    if reason:
        raise PasswordTooWeak(fields=(FieldProblem(field, reason, f"{PasswordTooWeak.zh} / {PasswordTooWeak.en}"),))


def check_reach(permissions: frozenset[str], role: Role) -> None:
    """Nobody gives, takes or resets a role that may do more than they may themselves; so owners make owners."""
    if not OF_ROLE[role] <= permissions:
        raise RoleOutOfReach(role=role)


def check_key(wanted: NewKey, *, permissions: frozenset[str], now: datetime) -> None:
    """Scopes exist, are held by the maker, and fit the kind; the expiry lies ahead."""
    scopes = frozenset(wanted.scopes)
    if not 1 <= len(wanted.name.strip()) <= KEY_NAME_LENGTH_MAX or not wanted.name.isprintable():
        raise _key_problem("name", "name_invalid", "1–100 个可见字符 / 1 to 100 visible characters")
    if not scopes or not scopes <= ALL:
        raise _key_problem("scopes", "scopes_unknown", "请选择有效的权限 / choose among the known permissions")
    if wanted.kind == "public" and scopes != PUBLIC_KEY:
        raise _key_problem("scopes", "scopes_too_wide", "公开密钥只能写入事件 / a public key may only send events")
    if wanted.kind == "secret" and wanted.origins:
        raise _key_problem(
            "origins", "origins_not_for_secret", "网页来源仅适用于公开密钥 / only a public key has origins"
        )
    if not all(_ORIGIN.fullmatch(origin.strip()) for origin in wanted.origins):
        raise _key_problem(
            "origins", "origin_invalid", "格式如 https://shop.example.com / such as https://shop.example.com"
        )
    if wanted.expires_at is not None and wanted.expires_at <= now:
        raise _key_problem("expires_at", "in_the_past", "到期时间须在将来 / the expiry must lie ahead")
    if not scopes <= permissions:
        raise ScopesOutOfReach(scopes=", ".join(sorted(scopes - permissions)))


def network_of(ip: str | None) -> str:
    """What is throttled together: one IPv4 address, or the /64 that one IPv6 household owns."""
    try:
        address = ip_address(ip or "")
    except ValueError:
        return ip or "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or (int(address) >> 64))
    return str(address)


def _weakness(password: str, email: str) -> str | None:
    if len(password) < PASSWORD_LENGTH_MIN:
        return "too_short"
    if len(password) > PASSWORD_LENGTH_MAX:
        return "too_long"
    folded, mailbox = password.casefold(), email.casefold().partition("@")[0]
    if len(mailbox) >= _MAILBOX_LENGTH_MIN and mailbox in folded:
        return "contains_email"
    return "well_known" if _is_well_known(folded) or _is_monotonous(folded) else None


def _is_well_known(folded: str) -> bool:
    """A known stem, also when said twice or with figures and marks around it."""
    core = folded.strip("0123456789!@#$%^&*._- ")
    return any(word in _STEMS or _halved(word) in _STEMS for word in (folded, core))


def _halved(word: str) -> str:
    half = len(word) // 2
    return word[:half] if word[:half] == word[half:] else word


def _is_monotonous(folded: str) -> bool:
    """Fewer than five different characters, or one run along the alphabet, the figures or the keyboard."""
    runs = _KEYBOARD.replace(" ", "") + _KEYBOARD[:10] * 30
    return len(set(folded)) < _LETTERS_MIN or folded in runs


def _key_problem(field: str, code: str, message: str) -> KeyInvalid:
    return KeyInvalid(fields=(FieldProblem(field, code, message),))
