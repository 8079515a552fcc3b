"""Writes the tables of docs/guide/events.md and its Chinese twin from the event spec; `--check` only looks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from siyu.facts.plan.contract import Group, PlannedEvent, Schema
from siyu.facts.plan.service import groups, shipped
from tools.tree import ROOT

GUIDE: Final = ROOT / "docs" / "guide"
BEGIN: Final = "<!-- written by python -m tools.event_docs -->\n"
END: Final = "<!-- end -->\n"
KINDS: Final = {
    "string": ("文本", "text"),
    "integer": ("整数", "whole number"),
    "number": ("数字", "number"),
    "boolean": ("是或否", "true or false"),
    "array": ("列表", "list"),
    "object": ("对象", "object"),
    "date-time": ("时间", "time"),
    "date": ("日期", "day"),
}
UNITS: Final = {
    "_cents": ("分", "cents"),
    "_seconds": ("秒", "seconds"),
    "_ms": ("毫秒", "ms"),
    "_percent": ("%", "%"),
    "_days": ("天", "days"),
    "_basis_points": ("万分之一", "0.01 %"),
    "_points": ("积分", "points"),
    "_growth_value": ("成长值", "growth value"),
}
SENDERS: Final = {"client": ("SDK、服务端", "SDK, server"), "server": ("服务端", "server")}


@dataclass(frozen=True)
class Page:
    """One language of the same page: `tongue` is 0 for Chinese and 1 for English, as in every pair here."""

    name: str
    tongue: int

    def say(self, *pair: str) -> str:
        return pair[self.tongue]


PAGES: Final = (Page("events.md", 1), Page("events.zh-CN.md", 0))


def main(arguments: list[str]) -> int:
    stale = [page for page in PAGES if kept(page) != written(page)]
    if "--check" in arguments:
        print("\n".join(f"docs/guide/{page.name} is out of step: python -m tools.event_docs" for page in stale))
        return 1 if stale else 0
    for page in stale:
        (GUIDE / page.name).write_text(written(page), encoding="utf-8")
    return 0


def kept(page: Page) -> str:
    return (GUIDE / page.name).read_text(encoding="utf-8")


def written(page: Page) -> str:
    """The page as it should be: its prose as it stands, and the tables anew."""
    before, _, rest = kept(page).partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n\n".join(
        [_contents(page), *(_group(page, group) for group in groups()), _segment(page), _glossary(page)]
    )
    return f"{before}{BEGIN}\n{tables}\n\n{END}{after}"


def _contents(page: Page) -> str:
    head = (page.say("分组", "Group"), page.say("事件数", "Events"))
    rows = ((page.say(group.title_zh, group.title_en), str(len(_events(group)))) for group in groups())
    return f"## {page.say('事件', 'Events')}\n\n{_table(head, rows)}"


def _group(page: Page, group: Group) -> str:
    head = [
        page.say(*pair)
        for pair in (("事件", "Event"), ("含义", "Meaning"), ("发送方", "Sent by"), ("属性", "Properties"))
    ]
    rows = (
        (f"`{event.name}`", _meaning(page, event), page.say(*SENDERS[event.origin]), _members(page, event))
        for event in _events(group)
    )
    return f"### {page.say(group.title_zh, group.title_en)}\n\n{_table(head, rows)}"


def _segment(page: Page) -> str:
    pairs = sorted((alias, f"`{event.name}`") for event in shipped().values() for alias in event.segment)
    return f"## {page.say('Segment 事件名对照', 'What Segment calls them')}\n\n{_table(('Segment', 'Siyu'), pairs)}"


def _glossary(page: Page) -> str:
    known = {name: schema for event in shipped().values() for name, schema in _properties(event)}
    head = [page.say(*pair) for pair in (("属性", "Property"), ("类型", "Type"), ("含义", "Meaning"))]
    rows = ((f"`{name}`", _kind(page, name, schema), _sense(page, schema)) for name, schema in sorted(known.items()))
    return f"## {page.say('属性', 'Properties')}\n\n{_table(head, rows)}"


def _events(group: Group) -> list[PlannedEvent]:
    return [shipped()[name] for name in group.events]


def _properties(event: PlannedEvent) -> Iterator[tuple[str, Schema]]:
    yield from event.schema["properties"].items()


def _meaning(page: Page, event: PlannedEvent) -> str:
    title = page.say(event.title_zh, event.title_en)
    return f"**{title}**{page.say('：', ': ')}{page.say(event.description_zh, event.description_en)}"


def _members(page: Page, event: PlannedEvent) -> str:
    required = event.schema.get("required", ())
    stars = dict.fromkeys(required, r"\*")
    told = (f"`{name}`{stars.get(name, '')} {_kind(page, name, schema)}" for name, schema in _properties(event))
    return page.say("，", ", ").join(told)


def _sense(page: Page, schema: Schema) -> str:
    personal = page.say("（个人信息）", " (personal)") if schema.get("x-personal") else ""
    return page.say(schema["x-title-zh"], schema["title"]) + personal


def _kind(page: Page, name: str, schema: Schema) -> str:
    """Type, and the unit its name ends with."""
    if "enum" in schema:
        return " \\| ".join(schema["enum"])
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    named = page.say("或", " or ").join(page.say(*KINDS[schema.get("format", kind)]) for kind in kinds)
    unit = next((page.say(*pair) for ending, pair in UNITS.items() if name.endswith(ending)), "")
    return f"{named}{page.say(f'（{unit}）', f' ({unit})')}" if unit else named


def _table(head: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> str:
    titles = tuple(head)
    lines = [titles, tuple("---" for _ in titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
