"""Through which channel somebody came: an invitation, a channel code, an advertisement, a campaign or a link."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from siyu.facts.events.contract import NO_TOUCH, Touch
from siyu.flows.ingest.contract import Hit
from siyu.flows.ingest.invitations import Invitations

TEXT_CHARS_MAX: Final = 100
CLICK_IDS: Final = {
    "gdt_vid": "tencent_ads", "qz_gdt": "tencent_ads", "clickid": "douyin_ads", "bd_vid": "baidu_ads",
    "gclid": "google_ads", "fbclid": "meta_ads", "msclkid": "bing_ads",
}  # fmt: skip
"""The parameter an advertising network puts into the link, and the network."""
_SEARCH: Final = ("baidu.", "sogou.", "so.com", "bing.", "google.", "sm.cn")
_SOCIAL: Final = ("weixin.qq.com", "weibo.", "xiaohongshu.", "douyin.", "zhihu.", "bilibili.", "qq.com")


class Channels:
    """Names channels; `invitations` tells a true inviter from a forged one."""

    def __init__(self, invitations: Invitations) -> None:
        self._invitations = invitations

    def name_channel(self, hits: Sequence[Hit]) -> None:
        for hit in hits:
            hit.touch = self._touch(hit) if hit.context else NO_TOUCH

    def _touch(self, hit: Hit) -> Touch:
        context = hit.context
        campaign = context.get("campaign")
        campaign = campaign if isinstance(campaign, dict) else {}
        code = _text(context.get("channelCode"))
        touch = Touch(
            channel=_channel(context, campaign, code),
            utm_source=_text(campaign.get("source")),
            utm_medium=_text(campaign.get("medium")),
            utm_campaign=_text(campaign.get("name")),
            channel_code=code,
        )
        return self._invited(hit, touch)

    def _invited(self, hit: Hit, touch: Touch) -> Touch:
        token = hit.context.get("inviterToken")
        if not token:
            return touch
        invitation = self._invitations.read(token) if isinstance(token, str) else None
        if invitation is None:
            hit.marks.append("inviter_forged")
            return touch
        if invitation.person_id == hit.person_id:  # one's own link, opened by oneself
            return touch
        return touch._replace(channel="invitation", inviter_id=invitation.person_id, share_depth=invitation.depth)


def _channel(context: dict[str, Any], campaign: dict[str, Any], code: str) -> str:
    if code:
        return "channel_code"
    clicks = context.get("clickIds")
    for name in clicks if isinstance(clicks, dict) else ():
        if name in CLICK_IDS:
            return CLICK_IDS[name]
    if campaign:
        return _text(campaign.get("medium")) or "campaign"
    return _by_referrer(context)


def _by_referrer(context: dict[str, Any]) -> str:
    page = context.get("page")
    if not isinstance(page, dict) or not page.get("referrer") or not isinstance(page["referrer"], str):
        return ""
    host, own = _host(page["referrer"]), _host(page.get("url"))
    if not host or host == own:
        return ""
    if any(mark in host for mark in _SEARCH):
        return "search"
    return "social" if any(mark in host for mark in _SOCIAL) else "link"


def _host(url: Any) -> str:
    try:
        return (urlsplit(url).hostname or "") if isinstance(url, str) else ""
    except ValueError:
        return ""


def _text(value: Any) -> str:
    return value[:TEXT_CHARS_MAX] if isinstance(value, str) else ""
