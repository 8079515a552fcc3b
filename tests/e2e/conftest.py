"""A real browser on a real server: Chromium drives the built console; every console error fails the test."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from bench.server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EMAIL, PASSWORD = "owner@brand.example", "three calm green herons"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ORDERS = """订单号,付款时间,商品编码,商品名称,数量,单价,会员号,手机号
A1001,2026-01-05 10:00:00,TEA-01,龙井茶,2,88.00,M-1,13800138001
A1001,2026-01-05 10:00:00,CUP-07,白瓷杯,1,35.50,M-1,13800138001
A1002,2026-01-06 11:30:00,TEA-01,龙井茶,1,88.00,M-2,13800138002
A1003,2026-02-02 09:15:00,TEA-02,碧螺春,3,66.00,M-1,13800138001
A1004,2026-02-03 20:00:00,CUP-07,白瓷杯,2,35.50,,
A1005,很久以前,TEA-01,龙井茶,1,88.00,M-3,13800138003
"""


@dataclass(frozen=True)
class Words:
    """What one language calls the things a test clicks."""

    locale: str
    switch: str | None
    email: str
    password: str
    sign_in: str
    customers: str
    orders: str
    products: str
    imports: str
    new_import: str
    see_preview: str
    start: str
    done: str
    rejects: str


CHINESE = Words(
    "zh-CN", None, "邮箱", "密码", "登录", "客户", "订单", "商品", "导入", "导入文件", "预览", "开始导入", "已完成",
    "下载被拒绝的行",
)  # fmt: skip
ENGLISH = Words(
    "en-GB", "English", "Email", "Password", "Sign in", "Customers", "Orders", "Products", "Imports", "Import a file",
    "Preview", "Import", "Done", "Download rejected rows",
)  # fmt: skip
LANGUAGES = (CHINESE, ENGLISH)
expect.set_options(timeout=20_000)  # a busy machine is no broken screen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    mine = [item for item in items if here in item.path.parents]
    reason = _reason_to_skip()
    for item in mine:
        item.add_marker(pytest.mark.e2e)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def _reason_to_skip() -> str | None:
    if CHROMIUM is None:
        return "browser tests need Chromium, which is not installed"
    page = Path(str(resources.files("siyu"))) / "static" / "console" / "index.html"
    return None if page.is_file() else "browser tests need the built console: make web"


@pytest.fixture(scope="session")
def served() -> Iterator[Server]:
    with Server(SIYU_BRAND__TIME_ZONE="Asia/Shanghai", SIYU_BRAND__CURRENCY="CNY", SIYU_BRAND__NAME="山茶") as server:
        yield server


@pytest.fixture(scope="session")
def address(served: Server) -> str:
    return f"{served.client.base_url}".rstrip("/") + "/console"


@pytest.fixture(scope="session")
def setup_path(served: Server) -> str:
    """The one-time link `siyu up` prints for the first owner."""
    found = re.search(r"/console(/setup\?token=\S+)", served.output)
    assert found, served.output
    return found.group(1)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def owner(chromium: Browser, address: str, setup_path: str) -> tuple[str, str]:
    """The first owner, made as an operator makes them: by the link."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address + setup_path)
    page.get_by_label("你的姓名").fill("林小满")
    page.get_by_label("邮箱").fill(EMAIL)
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/console/home**")
    context.close()
    return EMAIL, PASSWORD


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    words = request.node.callspec.params.get("words") if hasattr(request.node, "callspec") else None
    locale = words.locale if words else "zh-CN"
    made = chromium.new_context(
        locale=locale,
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        viewport={"width": 1440, "height": 900},
        accept_downloads=True,
    )
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that remembers every error of its console; the test fails if there was one."""
    opened = context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    opened.on("console", note)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert not errors, "\n".join(errors)


@pytest.fixture
def signed_in(page: Page, address: str, owner: tuple[str, str]) -> Page:
    """The same page, signed in through the API as the console would be, and standing on the home screen."""
    email, password = owner
    answer = page.request.post(
        address.removesuffix("/console") + "/v1/session", data={"email": email, "password": password}
    )
    assert answer.ok, answer.text()
    page.goto(address + "/home")
    return page


@pytest.fixture
def chromium_page(context: BrowserContext) -> Page:
    """A page whose console may complain: the browser itself reports every refused request there."""
    return context.new_page()
