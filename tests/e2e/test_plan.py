"""The tracking plan as an analyst lives with it: plan an event, be strict about it, mend what did not fit, replay."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.server import Server
from tests.e2e.conftest import CHINESE, ENGLISH, LANGUAGES, Words
from tests.e2e.test_events import Send, _sender, _speak
from tests.e2e.test_every_screen import PHONE, _serious


@dataclass(frozen=True)
class Said:
    """What one language calls the things of these screens."""

    add: str
    name: str
    title: str
    submit: str
    add_property: str
    whole: str
    text: str
    saved: str
    save: str
    groups: str
    own: str
    strict: str
    tightened: str
    try_it: str
    check: str
    wrong_kind: str
    missing: str
    replay_all: str
    passed: str
    done: str
    replayed: str
    locked: str


SAID = {
    CHINESE: Said(
        "新建事件", "事件名", "中文标题", "加入计划", "添加属性", "整数", "文本", "已保存，立即生效", "保存", "分组",
        "自定义", "严格", "违反计划时会被隔离", "试一试", "检查", "/cups 类型不正确", "/tea 缺少必填属性",
        "全部重放（1）", "1 条中已通过 1 条", "完成", "已重放", "规范自带，不能修改",
    ),
    ENGLISH: Said(
        "New event", "Event name", "Title in English", "Add to plan", "Add a property", "Whole number", "Text",
        "Saved; it holds from now on", "Save", "Groups", "Your own", "Strict", "goes to quarantine when", "Try it",
        "Check", "/cups must be", "/tea required", "Replay all (1)", "1 of 1 came through", "Done", "Replayed",
        "Part of the spec, cannot be changed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.locale)
def test_an_analyst_plans_an_event_is_strict_about_it_and_mends_the_plan(
    signed_in: Page, address: str, served: Server, words: Words
) -> None:
    said, name, title = SAID[words], f"tea_tasted_{words.locale[:2]}", f"品茶 {words.locale}"
    _speak(signed_in, words)
    _plan(signed_in, address, said, name, title)
    _try(signed_in, said)
    _be_strict(signed_in, address, said, name, title)
    _send_a_bad_one(_sender(served), name)
    _see_why(signed_in, address, said, name)
    _mend(signed_in, said)
    _replay(signed_in, address, said, name)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.locale)
def test_what_the_brand_added_to_the_spec_is_told_apart(
    signed_in: Page, address: str, served: Server, words: Words
) -> None:
    said, place = SAID[words], "/v1/tracking-plan/events/cart_item_added"
    _speak(signed_in, words)
    added = {"schema": {"properties": {"mood": {"type": "string"}}, "required": ["mood"]}, "mode": "warn"}
    planned = served.client.put(place, json=added).raise_for_status().json()
    assert (planned["own_properties"], planned["own_required"]) == (["mood"], ["mood"])
    signed_in.goto(f"{address}/events/plan/cart_item_added")
    mine = _property(signed_in, "mood")
    expect(mine).to_contain_text(said.own)
    expect(mine.get_by_role("checkbox")).to_be_enabled()
    theirs = signed_in.locator(".sy-properties tbody tr").filter(has=signed_in.get_by_label(said.locked))
    expect(theirs.filter(has_text=said.own)).to_have_count(0)
    expect(theirs.get_by_role("checkbox", checked=True).first).to_be_disabled()
    assert theirs.count() == len(planned["schema"]["properties"]) - 1
    assert _serious(signed_in) == []
    _fits_a_phone(signed_in)
    served.client.delete(place).raise_for_status()
    before = served.client.get(place).json()
    assert (before["own_properties"], before["own_required"]) == ([], [])


def _plan(page: Page, address: str, said: Said, name: str, title: str) -> None:
    page.goto(f"{address}/events/plan")
    page.get_by_role("button", name=said.add).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label(said.name).fill(name)
    drawer.get_by_label(said.title).fill(title)
    assert _serious(page) == []
    drawer.get_by_role("button", name=said.submit).click()
    page.wait_for_url(f"**/events/plan/{name}")
    for each in ("cups", "tea"):
        page.get_by_role("button", name=said.add_property).click()
        page.locator(".sy-properties tbody tr").last.get_by_role("textbox").first.fill(each)
    _choose_kind(page, "cups", said.whole)
    _property(page, "tea").get_by_role("checkbox").check()
    assert _serious(page) == []
    _fits_a_phone(page)
    _save(page, said)


def _try(page: Page, said: Said) -> None:
    page.get_by_role("tab", name=said.try_it).click()
    page.get_by_role("button", name=said.check, exact=True).click()
    expect(page.locator(".sy-problem-list")).to_contain_text(said.missing)


def _be_strict(page: Page, address: str, said: Said, name: str, title: str) -> None:
    """It is in the list of the brand's own events, also for who comes later."""
    page.goto(f"{address}/events/plan")
    page.get_by_role("group", name=said.groups).get_by_role("button", name=said.own).click()
    page.reload()
    row = page.locator("tbody tr").filter(has_text=name)
    expect(row).to_contain_text(title)
    expect(page.locator("tbody tr").filter(has_text="product_viewed")).to_have_count(0)
    row.get_by_text(said.strict, exact=True).click()
    expect(page.get_by_text(said.tightened).first).to_be_visible()
    _fits_a_phone(page)


def _send_a_bad_one(send: Send, name: str) -> None:
    good = {"cups": 3, "tea": "龙井茶"}
    told = [{"event": name, "anonymousId": "taster", "properties": held} for held in (good, {"cups": "三"})]
    assert [found.get("code") for found in send(*told)] == [None, "plan_violated"]


def _see_why(page: Page, address: str, said: Said, name: str) -> None:
    page.goto(f"{address}/events/quarantine?code=plan_violated&event={name}")
    page.locator("tbody").get_by_role("button").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text(said.wrong_kind)
    expect(drawer).to_contain_text(said.missing)
    drawer.get_by_role("link").click()
    page.wait_for_url(f"**/events/plan/{name}")


def _mend(page: Page, said: Said) -> None:
    """The guests were right: a number may be a word, and nobody need know the tea. The plan stays strict."""
    _choose_kind(page, "cups", said.text)
    _property(page, "tea").get_by_role("checkbox").uncheck()
    _save(page, said)


def _replay(page: Page, address: str, said: Said, name: str) -> None:
    page.goto(f"{address}/events/quarantine?code=plan_violated&event={name}")
    page.get_by_role("button", name=said.replay_all).click()
    expect(page.get_by_text(said.passed)).to_be_visible()
    page.get_by_role("button", name=said.done, exact=True).click()
    page.get_by_text(said.replayed, exact=True).first.click()
    expect(page.locator("tbody")).to_contain_text(name)


def _property(page: Page, name: str) -> Locator:
    return page.locator(".sy-properties tbody tr").filter(has=page.locator(f"input[value='{name}']"))


def _choose_kind(page: Page, name: str, kind: str) -> None:
    _property(page, name).get_by_role("combobox").click()
    page.locator(".ant-select-dropdown:visible").get_by_text(kind, exact=True).click()


def _save(page: Page, said: Said) -> None:
    page.get_by_role("button", name=said.save, exact=True).click()
    expect(page.get_by_text(said.saved).first).to_be_visible()


def _fits_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1440, "height": 900})
