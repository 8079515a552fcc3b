"""Events as an analyst lives with them: see them come in, learn why some were refused, mend the plan, replay."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from bench.server import Server
from tests.e2e.conftest import CHINESE, ENGLISH, LANGUAGES, Words
from tests.e2e.test_every_screen import PHONE, _serious

Send = Callable[..., list[dict[str, str]]]


@dataclass(frozen=True)
class Said:
    """What one language calls the things of these screens."""

    live: str
    quarantine: str
    reserved: str
    violated: str
    score: str
    warn: str
    loosened: str
    replay_all: str
    passed: str
    done: str
    replayed: str
    add: str
    submit: str
    draft: str


SAID = {
    CHINESE: Said(
        "实时事件", "隔离区", "该事件只能由服务端记录", "不符合跟踪计划", "/score 类型不正确", "提醒",
        "违反计划时只提醒", "全部重放（1）", "1 条中已通过 1 条", "完成", "已重放", "加入计划", "加入计划", "3 个属性",
    ),
    ENGLISH: Said(
        "Live events", "Quarantine", "Only a server may record this event", "Does not follow the tracking plan",
        "/score must be", "Warn", "kept with a warning", "Replay all (1)", "1 of 1 came through", "Done", "Replayed",
        "Add to plan", "Add to plan", "3 properties",
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.locale)
def test_an_analyst_sees_events_come_in_mends_the_plan_and_replays(
    signed_in: Page, address: str, served: Server, words: Words
) -> None:
    said, name = SAID[words], f"tea_quiz_{words.locale[:2]}"
    _speak(signed_in, words)
    _plan_strictly(served, name)
    send = _sender(served)
    signed_in.goto(address + "/events/live")
    expect(signed_in.get_by_role("heading", level=1)).to_have_text(said.live)
    # Somebody who was here first has rows, the first one learns how to send an event.
    expect(signed_in.get_by_role("tab", name="curl").or_(signed_in.locator(".sy-live tbody tr")).first).to_be_visible()
    _watch(signed_in, send, name, said)
    _mend_and_replay(signed_in, address, name, said)
    _plan_what_was_seen(signed_in, address, send, f"seen_{name}", said)


def _speak(page: Page, words: Words) -> None:
    page.evaluate("locale => localStorage.setItem('siyu.locale', locale)", "en" if words.switch else words.locale)


def _plan_strictly(served: Server, name: str) -> None:
    schema = {"type": "object", "properties": {"score": {"type": "integer"}}, "required": ["score"]}
    served.client.put(f"/v1/tracking-plan/events/{name}", json={"schema": schema, "mode": "strict"}).raise_for_status()


def _sender(served: Server) -> Send:
    wanted = {"name": "shop", "kind": "public", "scopes": ["events:write"]}
    made = served.client.post("/v1/api-keys", json=wanted, headers={"Idempotency-Key": str(uuid4())})
    key = made.json()["secret"]

    def send(*events: dict[str, Any]) -> list[dict[str, str]]:
        batch = [{"type": "track", "messageId": str(uuid4()), **event} for event in events]
        answer = served.client.post("/v1/batch", json={"batch": batch}, headers={"Authorization": f"Bearer {key}"})
        return list(answer.raise_for_status().json()["results"])

    return send


def _watch(page: Page, send: Send, name: str, said: Said) -> None:
    """A good event, one only a server may send, one of nobody, and one against the plan appear by themselves."""
    device = f"device-{name}"
    results = send(
        {"event": "product_viewed", "anonymousId": device, "identities": {"phone": "13800138001"},
         "properties": {"sku": "TEA-01"}},
        {"event": "order_paid", "anonymousId": device, "properties": {}},
        {"event": "product_viewed", "properties": {"sku": "TEA-01"}},
        {"event": name, "anonymousId": device, "properties": {"score": "five"}},
    )  # fmt: skip
    assert [found.get("code") for found in results] == [None, "event_reserved", "nobody", "plan_violated"]
    rows = page.locator(".sy-live tbody tr")
    expect(rows.filter(has_text=name)).to_contain_text(said.violated)
    expect(rows.filter(has_text="order_paid").first).to_contain_text(said.reserved)
    rows.filter(has_text=re.compile("product_viewed.*138", re.DOTALL)).first.get_by_role("button").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("TEA-01")
    expect(drawer).to_contain_text("138****8001")
    assert _serious(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1440, "height": 900})


def _mend_and_replay(page: Page, address: str, name: str, said: Said) -> None:
    page.goto(f"{address}/events/quarantine?code=plan_violated&event={name}")
    expect(page.get_by_role("heading", level=1)).to_have_text(said.quarantine)
    page.locator("tbody").get_by_role("button").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(said.score)
    assert _serious(page) == []
    page.get_by_role("dialog").get_by_role("link").click()
    page.wait_for_url(f"**/events/plan/{name}")
    page.get_by_text(said.warn, exact=True).click()
    expect(page.get_by_text(said.loosened).first).to_be_visible()
    page.go_back()
    page.keyboard.press("Escape")
    page.get_by_role("button", name=said.replay_all).click()
    expect(page.get_by_text(said.passed)).to_be_visible()
    page.get_by_role("button", name=said.done, exact=True).click()
    page.get_by_text(said.replayed, exact=True).first.click()
    expect(page.locator("tbody")).to_contain_text(name)


def _plan_what_was_seen(page: Page, address: str, send: Send, name: str, said: Said) -> None:
    """An event nobody planned is planned from what was seen of it."""
    [result] = send({"event": name, "anonymousId": "a", "properties": {"score": 3, "answer": "绿茶", "is_last": True}})
    assert result["status"] == "kept"
    for _ in range(40):  # the log is a moment behind what was answered
        page.goto(f"{address}/events/dictionary/{name}")
        page.wait_for_load_state("networkidle")
        if page.get_by_text("is_last").count():
            break
    page.get_by_role("button", name=said.add).click()
    expect(page.get_by_role("dialog")).to_contain_text(said.draft)
    page.get_by_role("dialog").get_by_role("button", name=said.submit).click()
    page.wait_for_url(f"**/events/plan/{name}")
    expect(page.locator("input[value=is_last]")).to_be_visible()
    assert _serious(page) == []
