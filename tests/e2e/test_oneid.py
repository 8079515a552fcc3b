"""Staff make two customers one and take it back, and decide who is who where identifiers contradict each other."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bench.server import Server
from tests.e2e.test_events import _sender
from tests.e2e.test_every_screen import PHONE, _serious
from tests.faults.totals import wait_for

ORDERS = """订单号,付款时间,商品编码,商品名称,数量,单价,会员号,手机号
OID-A1,2026-03-01 10:00:00,TEA-01,龙井茶,1,88.00,OID-1,13900137001
OID-A2,2026-03-02 10:00:00,TEA-01,龙井茶,2,88.00,OID-2,13900137002
"""
WIDE = {"width": 1440, "height": 900}


def test_two_customers_are_merged_and_parted_again(signed_in: Page, address: str, tmp_path: Path) -> None:
    bring_in(signed_in, address, tmp_path)
    card = customer(signed_in, address, "OID-1")
    second = person_id(signed_in, address, "OID-2")
    expect(card.get_by_text("没有合并或拆分过")).to_be_visible()
    merge(signed_in, card)
    expect(card.get_by_text("两次购买，同一个人")).to_be_visible()
    expect(orders(signed_in, "OID-A")).to_have_count(2)
    sits_well(signed_in)
    signed_in.goto(f"{address}/customers/{second}")
    expect(card.get_by_text("原客户")).to_be_visible()  # who became somebody else is shown as whom they are now
    assert second not in signed_in.url
    undo(signed_in, card)
    expect(card.get_by_text("合并已撤销")).to_be_visible()
    expect(orders(signed_in, "OID-A")).to_have_count(1)
    customer(signed_in, address, "OID-2")
    expect(orders(signed_in, "OID-A2")).to_have_count(1)


def test_two_members_with_one_phone_wait_for_somebody_to_decide(signed_in: Page, address: str, served: Server) -> None:
    send = _sender(served)
    for member in ("OC-1", "OC-2"):
        send({"type": "bind", "userId": member, "identities": {"phone": "13900137011"}})
    wait_for(lambda: served.client.get("/v1/identity-conflicts?state=open").json()["total"] > 0)
    signed_in.goto(f"{address}/home")
    signed_in.get_by_role("navigation", name="主菜单").get_by_role("link", name="身份冲突").click()
    row = signed_in.locator("tbody tr").filter(has_text="139****7011").filter(has_text="OC-2")
    expect(row).to_contain_text("两个会员号不能属于同一人")
    sits_well(signed_in)
    row.get_by_role("button", name="处理").click()
    drawer = signed_in.get_by_role("dialog")
    drawer.get_by_role("radio", name="是两个人").check()
    drawer.get_by_label("理由").fill("母女共用一个手机")
    sits_well(signed_in)
    drawer.get_by_role("button", name="核对").click()
    signed_in.get_by_role("dialog").last.get_by_role("button", name="处理", exact=True).click()
    expect(row).to_have_count(0)
    signed_in.get_by_text("已分开", exact=True).click()
    expect(row).to_contain_text("母女共用一个手机")
    expect(row).to_contain_text("林小满")
    sits_well(signed_in)


def bring_in(page: Page, address: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    page.goto(address + "/imports/new")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("已完成").first).to_be_visible()


def customer(page: Page, address: str, member: str) -> Locator:
    """The identity of the customer with this member id, whose page is open now."""
    page.goto(f"{address}/customers?q={member}")
    page.locator("table a[href*='/customers/']").first.click()
    return page.get_by_role("region", name="身份", exact=True)


def person_id(page: Page, address: str, member: str) -> str:
    """The id of the customer with this member id; the page shown stays."""
    answer = page.request.get(f"{address.removesuffix('/console')}/v1/people?q={member}")
    return str(answer.json()["items"][0]["id"])


def merge(page: Page, card: Locator) -> None:
    card.get_by_role("button", name="合并客户").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("另一位客户").fill("OID-2")
    page.locator(".ant-select-item-option").filter(has_text="OID-2").click()
    expect(drawer.get_by_text("1 单 · 净消费")).to_have_count(2)
    drawer.get_by_label("理由").fill("两次购买，同一个人")
    sits_well(page)
    drawer.get_by_role("button", name="核对").click()
    expect(page.get_by_text("以后可以在历史里撤销")).to_be_visible()
    page.get_by_role("dialog").last.get_by_role("button", name=re.compile("^合 ?并$")).click()


def undo(page: Page, card: Locator) -> None:
    card.get_by_role("button", name="撤销合并").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("理由").fill("是姐妹两人")
    drawer.get_by_role("button", name="核对").click()
    page.get_by_role("dialog").last.get_by_role("button", name="撤销合并").click()


def orders(page: Page, document: str) -> Locator:
    """The orders of the customer whose page is open."""
    page.get_by_role("tab", name="订单记录").click()
    return page.locator("tbody").get_by_role("link", name=document)


def sits_well(page: Page) -> None:
    """Nothing serious for who cannot see, and nothing beyond the edge of a phone."""
    assert _serious(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.wait_for_function("wide => document.documentElement.scrollWidth <= wide", arg=PHONE["width"])
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
