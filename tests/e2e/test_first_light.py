"""The main job, as an operator does it: sign in, bring orders in, look at the brand, at one customer, at the orders."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.server import Server
from tests.e2e.conftest import LANGUAGES, ORDERS, Words
from tests.faults.totals import wait_for


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.locale)
def test_an_operator_signs_in_imports_orders_and_sees_customers_and_orders(
    page: Page, served: Server, address: str, owner: tuple[str, str], words: Words, tmp_path: Path
) -> None:
    _sign_in(page, address, owner, words)
    _import_orders(page, words, _orders_file(tmp_path))
    wait_for(lambda: served.client.get("/v1/system").json()["outbox"]["waiting"] == 0)  # the log is behind the record
    _look_at_home(page, words)
    _look_at_a_customer(page, words)
    _look_at_orders(page, words)


def _sign_in(page: Page, address: str, owner: tuple[str, str], words: Words) -> None:
    page.goto(address + "/login")
    if words.switch:
        page.get_by_role("button", name=words.switch).click()
    page.get_by_label(words.email).fill(owner[0])
    page.get_by_label(words.password, exact=True).fill(owner[1])
    page.get_by_role("button", name=words.sign_in, exact=True).click()
    page.wait_for_url("**/home**")


def _orders_file(folder: Path) -> Path:
    path = folder / "orders.csv"
    path.write_text(ORDERS, encoding="gb18030")
    return path


def _import_orders(page: Page, words: Words, file: Path) -> None:
    _menu(page, words.imports)
    page.get_by_role("link", name=words.new_import).or_(page.get_by_role("button", name=words.new_import)).first.click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("GB18030", exact=False)).to_be_visible()
    page.get_by_role("button", name=words.see_preview, exact=True).click()
    expect(page.get_by_text("A1001").first).to_be_visible()
    page.get_by_role("button", name=words.start, exact=True).click()
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}"))
    expect(page.get_by_text(words.done).first).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_text(words.rejects).click()
    assert "time_unreadable" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def _look_at_home(page: Page, words: Words) -> None:
    """Two people bought for 88·2 + 35.5 + 88 + 66·3, a guest for 35.5·2: 568.50 in all."""
    page.goto(page.url.split("/imports")[0] + "/home")
    expect(page.get_by_text("568.50").first).to_be_visible(timeout=20_000)
    expect(page.get_by_role("img").first).to_be_visible()


def _look_at_a_customer(page: Page, words: Words) -> None:
    _menu(page, words.customers)
    expect(page.get_by_role("heading", level=1)).to_have_text(words.customers)
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}"))
    expect(page.get_by_text("138****8001").or_(page.get_by_text("138****8002")).first).to_be_visible()
    expect(page.get_by_text(re.compile("A100[123]")).first).to_be_visible()


def _look_at_orders(page: Page, words: Words) -> None:
    _menu(page, words.orders)
    expect(page.get_by_text("A1001").first).to_be_visible()
    page.get_by_text("A1001").first.click()
    expect(page.get_by_text("龙井茶").first).to_be_visible()
    _menu(page, words.products)
    expect(page.get_by_text("TEA-02").first).to_be_visible()


def _menu(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("menuitem", name=name, exact=True).or_(
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True)
    ).first.click()
