"""Visitors, sessions and keys as the doors of the house know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from siyu.kernel.errors import Conflict, Invalid, NotFound, Refused
from siyu.kernel.tx import Actor
from siyu.team.staff.contract import Staff

KeyKind = Literal["public", "secret"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the door: `staff` and `csrf_token` are there for a session, and None for a key."""

    actor: Actor
    permissions: frozenset[str]
    csrf_token: str | None
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session. `token` is what the browser keeps; the house keeps only its hash."""

    token: str
    visitor: Visitor
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    id: UUID
    name: str
    kind: KeyKind
    prefix: str
    scopes: tuple[str, ...]
    origins: tuple[str, ...]
    expires_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    name: str
    kind: KeyKind
    scopes: tuple[str, ...]
    expires_at: datetime | None = None
    origins: tuple[str, ...] = ()
    """Web pages that may use a public key (https://shop.example.com); empty for any."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key with its secret, which is shown this one time."""

    key: ApiKey
    secret: str


class NotSignedIn(Refused):
    code = "not_signed_in"
    zh = "请先登录"
    en = "Sign in first"


class KeyNotAccepted(NotSignedIn):
    """The same to a program as no session at all; people read why."""

    zh = "API 密钥不存在、已过期或已吊销"
    en = "The API key is unknown, expired or revoked"


class WrongCredentials(Refused):
    code = "wrong_credentials"
    zh = "邮箱或密码不正确"
    en = "The e-mail address or the password is wrong"


class TooManyAttempts(Refused):
    """`facts["retry_after_seconds"]` says how long to wait."""

    code = "too_many_attempts"
    zh = "尝试次数过多，请 {retry_after_seconds} 秒后再试"
    en = "Too many attempts; try again in {retry_after_seconds} seconds"


class RoleOutOfReach(Refused):
    code = "role_out_of_reach"
    zh = "不能设置或更改权限高于您自己的角色（{role}）"
    en = "The role {role} may do more than you may, so you cannot give or change it"


class ScopesOutOfReach(Refused):
    code = "scopes_out_of_reach"
    zh = "不能授予您自己没有的权限：{scopes}"
    en = "You cannot grant what you do not hold: {scopes}"


class SetupTokenWrong(Refused):
    code = "setup_token_wrong"
    zh = "初始化链接无效或已使用，请重启服务获取新链接"
    en = "This setup link is used up or not the newest; restart Siyu for a new one"


class SetupDone(Conflict):
    code = "setup_done"
    zh = "系统已完成初始化，请直接登录"
    en = "This house already has an owner; sign in"


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    zh = "密码太弱：需 12 至 256 个字符，不能是常见密码，也不能包含邮箱"
    en = "Too weak: 12 to 256 characters, not a well-known password, not your e-mail address"


class CurrentPasswordWrong(Invalid):
    code = "current_password_wrong"
    zh = "当前密码不正确"
    en = "The current password is wrong"


class KeyInvalid(Invalid):
    code = "key_invalid"
    zh = "API 密钥的设置不正确"
    en = "The API key cannot be made like this"


class KeyMissing(NotFound):
    code = "key_not_found"
    zh = "没有这个 API 密钥"
    en = "There is no such API key"
