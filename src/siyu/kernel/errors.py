"""The one tree of things that can go wrong, each with a stable code and a sentence in Chinese and English.

    SiyuError
    ├── Invalid     what was sent cannot be understood or is not allowed to look like this
    ├── Refused     understood, but this actor may not, or not now
    ├── NotFound    there is no such thing
    ├── Conflict    it clashes with what is already there
    └── Upstream    a system outside did not do its part (`retry` says whether trying again can help)

Rooms subclass these. Only `entrypoints/http.py` knows HTTP statuses.
"""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field of a request that cannot be accepted."""

    field: str
    code: str
    message: str


class SiyuError(Exception):
    """Base of the tree; `facts` fill the `{slots}` of the sentences and travel to the caller."""

    code: ClassVar[str] = "error"
    field: ClassVar[str | None] = None
    """The field of a request that always is what this error is about."""
    zh: ClassVar[str] = "出错了"
    en: ClassVar[str] = "Something went wrong"

    def __init__(self, *, fields: tuple[FieldProblem, ...] = (), **facts: Any) -> None:
        self.facts = facts
        self.fields = fields
        super().__init__(f"{self.code}: {self.message('en')}")

    def message(self, language: str) -> str:
        """The sentence in `zh` or `en`, slots filled."""
        template = self.zh if language == "zh" else self.en
        return template.format_map(_Slots(self.facts))


class Invalid(SiyuError):
    code = "invalid"
    zh = "请求内容不正确"
    en = "The request is not valid"


class Refused(SiyuError):
    code = "refused"
    zh = "不允许此操作"
    en = "This is not allowed"


class NotFound(SiyuError):
    code = "not_found"
    zh = "没有找到"
    en = "Not found"


class Conflict(SiyuError):
    code = "conflict"
    zh = "与现有内容冲突"
    en = "This conflicts with what is already there"


class Upstream(SiyuError):
    code = "upstream"
    zh = "外部系统没有响应"
    en = "An outside system did not answer"

    def __init__(self, *, retry: bool, **facts: Any) -> None:
        self.retry = retry
        super().__init__(**facts)


class _Slots(dict[str, Any]):
    """A missing slot shows its own name instead of raising inside error handling."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
