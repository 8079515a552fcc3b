"""Every screen opens without a console error and without a serious accessibility problem."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CHINESE, ENGLISH

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = (
    "/home", "/customers", "/identity-conflicts", "/orders", "/products", "/ledger", "/ledger?tab=trial",
    "/ledger?tab=chain", "/events/live", "/events/quarantine", "/events/dictionary", "/events/plan",
    "/events/plan/product_viewed", "/events/items", "/imports", "/imports/new", "/staff", "/api-keys", "/audit",
    "/system",
)  # fmt: skip
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_has_one_heading_and_no_serious_accessibility_problem(
    signed_in: Page, address: str, path: str
) -> None:
    signed_in.goto(address + path)
    expect(signed_in.get_by_role("heading", level=1)).to_have_count(1)
    signed_in.wait_for_load_state("networkidle")
    assert _serious(signed_in) == []


def test_the_sign_in_screen_is_accessible(page: Page, address: str) -> None:
    page.goto(address + "/login")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert _serious(page) == []


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_fits_a_phone(signed_in: Page, address: str, path: str) -> None:
    signed_in.set_viewport_size(PHONE)  # type: ignore[arg-type]
    signed_in.goto(address + path)
    expect(signed_in.get_by_role("heading", level=1)).to_be_visible()
    signed_in.wait_for_load_state("networkidle")
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_address_nobody_knows_says_so(signed_in: Page, address: str) -> None:
    signed_in.goto(address + "/no/such/place")
    expect(signed_in.get_by_role("heading", level=1)).to_be_visible()


def test_who_is_not_signed_in_is_led_to_the_sign_in_screen_and_back(
    chromium_page: Page, address: str, owner: tuple[str, str]
) -> None:
    chromium_page.goto(address + "/orders?kind=refund")
    chromium_page.wait_for_url("**/login**")
    chromium_page.get_by_label(CHINESE.email).fill(owner[0])
    chromium_page.get_by_label(CHINESE.password, exact=True).fill(owner[1])
    chromium_page.get_by_role("button", name=CHINESE.sign_in, exact=True).click()
    chromium_page.wait_for_url("**/orders?kind=refund")


def test_the_language_is_switched_and_remembered(page: Page, address: str) -> None:
    page.goto(address + "/login")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH.sign_in)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH.sign_in)


def _serious(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules: dict[str, Any] = page.evaluate(
        """axe.run({exclude: [['.ant-table-measure-row']]},
            {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"""
    )
    bad = [found for found in rules["violations"] if found["impact"] in ("serious", "critical")]
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in bad]
