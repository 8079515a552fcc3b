"""The SDK in a real browser, on a shop's page of another origin: what a visitor does is in the log exactly once."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bench.server import Server
from tests.e2e.conftest import CHROMIUM, SWITCHES

PAGES = Path(__file__).parent / "shop"
EXAMPLE = Path(__file__).parents[2] / "examples" / "web_sdk" / "index.html"
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
WAIT_SECONDS_MAX = 30
REMEMBER_BEACONS = """() => {
  const send = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (url, body) => {
    sessionStorage.beacon = body;
    return send(url, body);
  };
}"""


@dataclass(frozen=True)
class Shop:
    """A web site that is not the server's own."""

    address: str
    server: Server

    def seen(self, anonymous_id: str) -> list[dict[str, Any]]:
        """What the server was sent by this visitor, newest first."""
        answer = self.server.client.get("/v1/events/live", params={"limit": 200, "q": anonymous_id})
        assert answer.is_success, answer.text
        return [item for item in answer.json()["items"] if item["anonymous_id"] == anonymous_id]

    def logged(self, anonymous_id: str) -> Counter[str]:
        """How often each event of this visitor is in the event log."""
        people = {item["person_id"] for item in self.seen(anonymous_id)} - {None}
        counts: Counter[str] = Counter()
        for person_id in people:
            answer = self.server.client.get(f"/v1/people/{person_id}/timeline", params={"limit": 200})
            assert answer.is_success, answer.text
            counts.update(item["event"] for item in answer.json()["items"])
        return counts

    def wait_for_log(self, anonymous_id: str, expected: dict[str, int]) -> None:
        wait_for(lambda: self.logged(anonymous_id) == expected, lambda: self.logged(anonymous_id))


def wait_for(is_so: Callable[[], bool], found: Callable[[], object] = str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline, f"waited too long; found {found()}"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def shop(served: Server) -> Iterator[Shop]:
    host = f"{served.client.base_url}".rstrip("/")
    key = ""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Any path is the example, as of a single-page application, unless a page has its name."""
            file = PAGES / Path(urlsplit(self.path).path).name
            text = (file if file.is_file() else EXAMPLE).read_text()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            text = text.replace("https://siyu.example.com", host).replace('"sy_pk_example"', f'"{key}", flushMs: 200')
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as site:
        address = f"http://127.0.0.1:{site.server_port}"
        key = make_key(served, address)
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield Shop(address, served)
        site.shutdown()


def make_key(served: Server, origin: str) -> str:
    wanted = {"name": "shop", "kind": "public", "scopes": ["events:write"], "origins": [origin]}
    answer = served.client.post("/v1/api-keys", json=wanted, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["secret"])


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Browser]:
    """With a person's user agent of its own: an emulated one is gone when a page ends, and bots are dropped."""
    own = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*SWITCHES, f"--user-agent={PERSON}"])
    yield own
    own.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context
    context.close()


def come(visitor: BrowserContext, address: str) -> tuple[Page, str]:
    """A page on which the SDK has arrived, and who it takes the visitor for."""
    page = visitor.new_page()
    page.goto(address)
    page.wait_for_function("window.siyu && !Array.isArray(siyu)")
    return page, str(page.evaluate("siyu.anonymousId()"))


def test_what_a_visitor_does_is_logged_once_whether_sent_offline_or_at_the_last_moment(
    shop: Shop, visitor: BrowserContext
) -> None:
    page, who = come(visitor, f"{shop.address}/tea?utm_source=weibo&ch=store-7")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    expected = {"first_visit": 1, "session_started": 1, "page_viewed": 1}
    shop.wait_for_log(who, expected)
    expected |= look_around(page)
    shop.wait_for_log(who, expected)
    expected |= go_offline_and_back(page, visitor)
    shop.wait_for_log(who, expected)
    expected |= leave(page, shop)
    shop.wait_for_log(who, expected)
    assert sum(expected.values()) >= 20

    # The next page cannot know whether the beacon arrived: it sends again, and the server knows the event again.
    page.goto(f"{shop.address}/tea")
    wait_for(lambda: any(item["fate"] == "duplicate" for item in shop.seen(who)))
    shop.wait_for_log(who, expected | {"page_viewed": expected["page_viewed"] + 1})
    assert_first_events(shop.seen(who))
    assert told == []


def look_around(page: Page) -> dict[str, int]:
    page.evaluate("for (let n = 0; n < 10; n++) siyu.track('step_taken', { n })")
    page.click("#buy")
    for element in ("#like", "#me", "#inside"):
        page.click(element)
    with page.expect_request(lambda request: "element_exposed" in (request.post_data or "")):
        page.locator("section").scroll_into_view_if_needed()
    page.evaluate("history.pushState(null, '', '/cart'); document.title = '购物车'")
    seen = {"step_taken": 10, "cart_item_added": 1, "element_clicked": 2, "element_exposed": 1}
    return seen | {"page_left": 1, "page_viewed": 2}


def go_offline_and_back(page: Page, visitor: BrowserContext) -> dict[str, int]:
    visitor.set_offline(True)
    page.evaluate("for (let n = 0; n < 3; n++) siyu.track('read_offline', { n })")
    page.wait_for_function("Object.keys(localStorage).some((key) => localStorage[key].includes('read_offline'))")
    visitor.set_offline(False)
    return {"read_offline": 3}


def leave(page: Page, shop: Shop) -> dict[str, int]:
    """To a page without the SDK: what is told in the last moment has nobody else to send it."""
    page.evaluate(REMEMBER_BEACONS)
    page.goto(f"{shop.address}/plain.html")
    assert "page_left" in page.evaluate("sessionStorage.beacon")
    return {"page_left": 2}


def assert_first_events(seen: list[dict[str, Any]]) -> None:
    kept = [item for item in seen if item["fate"] == "kept"]
    [bought] = [item["properties"] for item in kept if item["event"] == "cart_item_added"]
    said = {"sku": "TEA-01", "price_cents": 8800, "element_text": "加入购物车", "site": "tea"}
    assert bought.items() >= said.items()
    clicked = [item["properties"].get("element_text") for item in kept if item["event"] == "element_clicked"]
    assert clicked == [None, "收藏"]
    assert {item["channel"] for item in kept} == {"channel_code"}
    assert len({item["session_id"] for item in kept}) == 1
    views = [item["properties"] for item in reversed(kept) if item["event"] == "page_viewed"]
    assert [(view["name"], view["path"]) for view in views[:2]] == [("茶铺", "/tea"), ("购物车", "/cart")]
    left = [item["properties"] for item in kept if item["event"] == "page_left"]
    assert all(stay["visible_ms"] > 0 and stay["scroll_percent"] > 0 for stay in left)


def test_tabs_neither_lose_nor_repeat_each_others_events_and_a_closed_one_leaves_its_to_the_next(
    shop: Shop, visitor: BrowserContext
) -> None:
    first, who = come(visitor, shop.address)
    second, same = come(visitor, shop.address)
    assert who == same
    visitor.set_offline(True)
    for tab in (first, second):
        tab.evaluate("for (let n = 0; n < 5; n++) siyu.track('step_taken', { n })")
    first.close()
    visitor.set_offline(False)
    second.reload()
    second.wait_for_function("window.siyu && !Array.isArray(siyu)")
    wait_for(lambda: shop.logged(who)["step_taken"] == 10, lambda: shop.logged(who))
    assert shop.logged(who)["first_visit"] == shop.logged(who)["session_started"] == 1
    second.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('siyu.queue'))")


def test_a_module_tells_nothing_before_consent_and_everything_after(shop: Shop, visitor: BrowserContext) -> None:
    page, who = come(visitor, f"{shop.address}/module.html")
    page.evaluate("siyu.track('step_taken')")
    assert page.evaluate("siyu.flush().then(() => localStorage.length)") == 0
    assert shop.seen(who) == []
    page.evaluate("siyu.consent({ analytics: true, marketing: false })")
    shop.wait_for_log(who, {"first_visit": 1, "session_started": 1, "page_viewed": 1, "step_taken": 1})
    assert shop.seen(who)[0]["context"]["consent"] == {"categoryPreferences": {"analytics": True, "marketing": False}}


def test_a_friend_who_opens_a_shared_link_came_by_invitation(
    shop: Shop, visitor: BrowserContext, browser: Browser
) -> None:
    page, who = come(visitor, f"{shop.address}/tag.html?ch=store-7")
    shared = str(page.evaluate("siyu.shareUrl()"))
    [token] = parse_qs(urlsplit(shared).query)["sy_inv"]
    assert shared == f"{shop.address}/tag.html?sy_inv={token}"
    with browser.new_context() as friend:
        _, other = come(friend, shared)
        wait_for(lambda: bool(shop.seen(other)))
        assert other != who
        assert {item["channel"] for item in shop.seen(other)} == {"invitation"}


def test_a_page_whose_origin_the_key_does_not_name_is_told_so(shop: Shop, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    with page.expect_console_message(lambda message: message.text.startswith("siyu")) as told:
        page.goto(shop.address.replace("127.0.0.1", "localhost"))
    assert told.value.args[1].json_value() == {"code": "origin_refused", "status": 403}
    assert shop.seen(str(page.evaluate("siyu.anonymousId()"))) == []
