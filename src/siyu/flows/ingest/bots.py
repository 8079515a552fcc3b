"""Crawlers that run scripts: their visits are counted as dropped and written nowhere."""

import re
from collections.abc import Sequence

from siyu.flows.ingest.contract import Hit

_BOT = re.compile(
    r"(?<!cu)bot\b|spider|crawl|slurp|mediapartners|facebookexternalhit|headlesschrome|phantomjs|lighthouse|pingdom|"
    r"python-requests|curl/|wget/|scrapy|bytespider|yisou|sogou web|360spider|petalbot",
    re.IGNORECASE,
)
_SEEN_MAX = 10_000


class Bots:
    """Tells a bot by its user agent; remembers the agents it has looked at."""

    def __init__(self) -> None:
        self._seen: dict[str, bool] = {}

    def drop_bots(self, hits: Sequence[Hit]) -> list[Hit]:
        """A server's own agent is no visitor's: only what the event itself says counts for a trusted key."""
        return [hit for hit in hits if not self._is_dropped(hit)]

    def _is_dropped(self, hit: Hit) -> bool:
        agent = hit.context.get("userAgent") or ("" if hit.key.is_trusted else hit.user_agent)
        if not agent or not isinstance(agent, str) or not self._is_bot(agent):
            return False
        hit.end("dropped", "bot")
        return True

    def _is_bot(self, agent: str) -> bool:
        if agent not in self._seen:
            if len(self._seen) >= _SEEN_MAX:
                self._seen.clear()
            self._seen[agent] = _BOT.search(agent) is not None
        return self._seen[agent]
