"""Purposes, channels, consents and what stands, as other rooms may know them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args
from uuid import UUID

from siyu.kernel.errors import Conflict, Invalid

Purpose = Literal[
    "service", "marketing", "personalisation", "analytics",
    "profiling", "sharing", "cross_border", "sensitive", "minors",
]  # fmt: skip
Channel = Literal["any", "wecom", "wechat", "mini_program", "sms", "email", "phone", "app_push"]
State = Literal["granted", "withdrawn"]
How = Literal["form", "double_opt_in", "message", "call", "paper", "staff", "import"]

ANY: Final = "any"
"""Every channel at once, those included that come later."""
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
VERSION_LENGTH_MAX: Final = 40
SOURCE_LENGTH_MAX: Final = 60
TEXT_LENGTH_MAX: Final = 20_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What a purpose is called, and whether it is allowed until somebody withdraws (`is_opt_out`)."""

    code: Purpose
    zh: str
    en: str
    is_opt_out: bool = False


TERMS: Final[dict[Purpose, Terms]] = {
    terms.code: terms
    for terms in (
        Terms("service", "服务通知", "Service messages"),
        Terms("marketing", "营销信息", "Marketing messages"),
        Terms("personalisation", "个性化推荐", "Personalisation", is_opt_out=True),
        Terms("analytics", "行为分析", "Analytics", is_opt_out=True),
        Terms("profiling", "画像与自动化决策", "Profiling and automated decisions"),
        Terms("sharing", "向第三方提供", "Sharing with third parties"),
        Terms("cross_border", "跨境传输", "Transfer abroad"),
        Terms("sensitive", "敏感个人信息", "Sensitive personal information"),
        Terms("minors", "未满十四周岁（监护人同意）", "Under fourteen (guardian's consent)"),
    )
}
"""Every purpose there is, in the order screens show them, and what silence means.

Silence is a no, wherever the law asks for a consent beforehand: messages with offers (SMS rules of 2015, advertising
law), and the separate consents of the PIPL (handing over, art. 23; sensitive information, art. 29; children under
fourteen, art. 31; transfer abroad, art. 39). Decisions made by a machine alone are held to the same (art. 24).
`service` is for messages nobody asked for by buying; what a contract itself calls for, such as the receipt of an order,
needs no consent (art. 13) and is sent without asking here.

Silence is a yes for two things that stay within the brand: counting what visitors do on its own pages, and ordering
what they see by it. There the law asks for notice and for a way to refuse that is easy to find (art. 24, and the
regulations on network data of 2025). "Do not personalise" is a withdrawal of `personalisation`.

Neither holds for strangers: of somebody nobody knows, or who was erased, nothing is allowed.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How we know: `where` is a page, shop, line or file; `reference` a row, message or recording; `note` in words."""

    how: How | Literal["merge"]
    where: str = ""
    reference: str = ""
    note: str = ""

    def kept(self) -> dict[str, Any]:
        return {name: text for name, text in asdict(self).items() if text}


@dataclass(frozen=True, slots=True)
class Consent:
    """One row of the ledger. It never changes, but for whom it counts.

    `person_id` is whose it is today, `origin_id` whom they were taken for when they said it. `version` is None where
    nothing was read: a withdrawal needs no text. `merge_id` marks a row that a merge wrote, to restate what was
    strictest; it is void (`voided_at`) when the merge is taken back.
    """

    id: UUID
    person_id: UUID
    origin_id: UUID
    purpose: Purpose
    channel: Channel
    state: State
    version: str | None
    evidence: Evidence
    source: str
    at: datetime
    merge_id: UUID | None = None
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now for a purpose and channel, because of one row; `said_for` is the channel that row named."""

    purpose: Purpose
    channel: Channel
    state: State
    said_for: Channel
    version: str | None
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people became one: whom either had been taken for by then."""

    id: UUID
    at: datetime
    kept: frozenset[UUID]
    gone: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What somebody reads before they agree; once published it stays as it is."""

    id: UUID
    purpose: Purpose
    version: str
    zh: str
    en: str
    published_at: datetime


class PurposeUnknown(Invalid):
    code = "consent_purpose_unknown"
    field = "purpose"
    zh = "没有这个授权用途：{purpose}"
    en = "There is no such purpose of consent: {purpose}"


class ChannelUnknown(Invalid):
    code = "consent_channel_unknown"
    field = "channel"
    zh = "没有这个渠道：{channel}"
    en = "There is no such channel: {channel}"


class TextMissing(Invalid):
    """A consent nobody can show the words of would prove nothing."""

    code = "consent_text_missing"
    field = "version"
    zh = "用途「{purpose}」没有发布过版本 {version} 的授权文本，请先发布"
    en = "No text of version {version} was published for {purpose}; publish it first"


class TextPublished(Conflict):
    code = "consent_text_published"
    field = "version"
    zh = "用途「{purpose}」的版本 {version} 已发布，不能修改；请用新的版本号"
    en = "Version {version} for {purpose} is published and stays as it is; use a new version"
