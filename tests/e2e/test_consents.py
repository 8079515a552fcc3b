"""An operator publishes a text, writes down what a customer says, and sees it stand, in the history too."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ORDERS
from tests.e2e.test_every_screen import PHONE, _serious


def test_a_consent_is_written_down_and_withdrawn(signed_in: Page, address: str, tmp_path: Path) -> None:
    card = customer(signed_in, address, tmp_path)
    expect(card.get_by_text("默认允许", exact=True)).to_have_count(2)
    card.get_by_role("button", name="营销信息").click()
    signed_in.get_by_role("radio", name="同意", exact=True).check()
    publish(signed_in)
    give(signed_in)
    expect(card.get_by_text("仅 短信")).to_be_visible()
    card.get_by_role("button", name="营销信息").click()
    withdraw(signed_in)
    expect(card.get_by_text("已撤回")).to_be_visible()
    card.get_by_role("button", name="历史").click()
    expect(signed_in.get_by_text("门店登记")).to_be_visible()
    assert _serious(signed_in) == []
    signed_in.keyboard.press("Escape")
    signed_in.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def customer(page: Page, address: str, tmp_path: Path) -> Locator:
    """The consents of a customer who came with an import."""
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    page.goto(address + "/imports/new")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="预览").click()
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("已完成").first).to_be_visible()
    page.goto(address + "/customers?q=M-1")
    page.locator("table a[href*='/customers/']").first.click()
    return page.get_by_role("region", name="授权与同意")


def publish(page: Page) -> None:
    page.get_by_role("button", name="发布文本").click()
    page.get_by_label("版本号").fill("2026-01")
    page.get_by_label("中文").fill("同意接收优惠信息")
    page.get_by_label("英文").fill("I agree to receive offers")
    page.get_by_role("button", name="发布文本").last.click()
    expect(page.get_by_text("已发布")).to_be_visible()


def give(page: Page) -> None:
    for label, choice in (("文本版本", "2026-01"), ("渠道", "短信"), ("凭据", "纸质单据")):
        page.get_by_label(label).click()
        page.get_by_title(choice).click()
    page.get_by_label("备注").fill("门店登记")
    assert _serious(page) == []
    page.get_by_role("button", name="核对").click()
    page.get_by_role("dialog").get_by_role("button", name="登记", exact=True).last.click()


def withdraw(page: Page) -> None:
    page.get_by_role("radio", name="撤回或拒绝").check()
    page.get_by_label("凭据").click()
    page.get_by_title("电话", exact=True).last.click()
    page.get_by_role("button", name="核对").click()
    page.get_by_role("dialog").get_by_role("button", name="登记", exact=True).last.click()
