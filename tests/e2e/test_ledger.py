"""The ledger as somebody at the counter lives with it: put an account right by hand, and prove that all is right."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from bench.server import Server
from siyu.flows import jobs_ledger
from siyu.kernel import db
from siyu.kernel.clock import utc_now
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.tx import beginner
from tests.e2e.conftest import CHINESE, ENGLISH, LANGUAGES, Words
from tests.e2e.test_events import _sender, _speak
from tests.e2e.test_every_screen import PHONE, _serious
from tests.faults.totals import wait_for


@dataclass(frozen=True)
class Said:
    """What one language calls the things of these screens."""

    correct: str
    other: str
    amount: str
    why: str
    review: str
    write: str
    written: str
    question: str
    trial: str
    level: str
    chain: str
    all_sealed: str
    block: str
    hash: str
    verify: str
    sound: str
    unknown: str


SAID = {
    CHINESE: Said(
        "人工更正", "对方账户", "数额", "原因", "核对", "写入账本", "已写入账本", "转 ¥250.50：从 ",
        "试算平衡", "平衡，合计为零", "存证链", "全部封存", "区块", "链头指纹", "开始核对", "完好，没有被改动",
        "链上没有这个链头",
    ),
    ENGLISH: Said(
        "Correct by hand", "Other account", "Amount", "Why", "Review", "Write it", "Written into the ledger",
        "Move ¥250.50 from ", "Trial balance", "Level: comes to zero", "Chain", "All sealed", "Block",
        "Hash of the head", "Verify now", "Sound: nothing was changed", "The chain does not know this head",
    ),
}  # fmt: skip
WHY = "=充值漏记，补 250.50 元"


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.locale)
def test_an_account_is_put_right_by_hand_and_the_ledger_proves_itself(
    signed_in: Page, address: str, served: Server, words: Words, tmp_path: Path
) -> None:
    said, name = SAID[words], f"周晚晴 {words.locale}"
    _speak(signed_in, words)
    wallet, source = _accounts(served, words, name)
    signed_in.goto(f"{address}/ledger?q=wallet.principal")
    _find_by_name(signed_in, name)
    _correct(signed_in, said, name, source["code"])
    _read_both_statements(signed_in, address, source, wallet)
    _export(signed_in, tmp_path)
    _weigh(signed_in, address, said, source["code"])
    _verify(signed_in, address, said, served)


def _accounts(served: Server, words: Words, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A wallet of somebody with a name, and where the brand's top-ups come from."""
    caller = {"userId": f"ledger-{words.locale}", "traits": {"name": name}}
    assert _sender(served)({"type": "identify", **caller})[0]["status"] == "kept"
    [person] = served.client.get("/v1/people", params={"q": name}).json()["items"]
    wallet = _open(served, code="wallet.principal", person_id=person["id"])
    return wallet, _open(served, code=f"topped_up.{words.locale}", may_overdraw=True)


def _open(served: Server, **wanted: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": str(uuid4())}
    answer = served.client.post("/v1/ledger/accounts", json={"unit": "fen", **wanted}, headers=headers)
    return dict(answer.raise_for_status().json())


def _find_by_name(page: Page, name: str) -> None:
    row = page.locator("tbody tr").filter(has_text=name)
    expect(row.get_by_role("link", name=name)).to_have_attribute(
        "href", re.compile("/console/customers/[0-9a-f-]{36}$")
    )
    row.get_by_role("link", name="wallet.principal").click()
    page.wait_for_url(re.compile("/ledger/[0-9a-f-]{36}$"))
    expect(page.get_by_role("link", name=name)).to_be_visible()


def _correct(page: Page, said: Said, name: str, source: str) -> None:
    """Nothing is written before the reason is given and the question answered."""
    page.get_by_role("button", name=said.correct).click()
    drawer = page.get_by_role("dialog").filter(has_text=said.why)
    drawer.get_by_label(said.other).fill("topped_up")
    page.locator(".ant-select-item-option").filter(has_text=source).click()
    drawer.get_by_label(said.amount).fill("25050")
    expect(drawer).to_contain_text("¥250.50")
    drawer.get_by_role("button", name=said.review, exact=True).click()
    expect(drawer.locator(".ant-form-item-explain-error")).to_contain_text(said.why)
    drawer.get_by_label(said.why).fill(WHY)
    assert _serious(page) == []
    drawer.get_by_role("button", name=said.review, exact=True).click()
    question = page.get_by_role("dialog").filter(has_text=said.question)
    expect(question).to_contain_text(name)
    question.get_by_role("button", name=said.write, exact=True).click()
    expect(page.get_by_text(said.written)).to_be_visible()
    expect(page.locator(".sy-metrics")).to_contain_text("¥250.50")


def _read_both_statements(page: Page, address: str, source: dict[str, Any], wallet: dict[str, Any]) -> None:
    for account, way in ((source, "-"), (wallet, "+")):
        page.goto(f"{address}/ledger/{account['id']}")
        row = page.locator("tbody tr.ant-table-row")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(WHY)
        expect(row).to_contain_text(re.compile(rf"{re.escape(way)}¥250\.50"))
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(page.locator("tbody").get_by_text(WHY).locator("visible=true")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1440, "height": 900})


def _export(page: Page, folder: Path) -> None:
    with page.expect_download() as download:
        page.get_by_text(re.compile("CSV")).click()
    download.value.save_as(folder / "statement.csv")
    with (folder / "statement.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    shown = {name: row[name] for name in ("kind", "direction", "amount", "unit", "balance", "why")}
    told = {"kind": "correction", "direction": "in", "amount": "25050", "unit": "fen", "balance": "25050"}
    assert shown == {**told, "why": f"'{WHY}"}, "a spreadsheet must not take the reason for a formula"


def _weigh(page: Page, address: str, said: Said, source: str) -> None:
    page.goto(f"{address}/ledger")
    page.get_by_role("tab", name=said.trial).click()
    panel = page.locator(".sy-panel").filter(has_text="wallet.principal")
    expect(panel).to_contain_text(said.level)
    expect(panel).to_contain_text(source)


def _verify(page: Page, address: str, said: Said, served: Server) -> None:
    """With the true head the chain is sound; with another one it says so."""
    _seal(served)
    page.goto(f"{address}/ledger?tab=chain")
    expect(page.get_by_text(said.all_sealed)).to_be_visible()
    head = served.client.get("/v1/ledger/chain").json()["head"]
    page.get_by_role("spinbutton", name=said.block).fill(str(head["block"]))
    for known, answer in ((head["hash"], said.sound), ("0" * 64, said.unknown)):
        page.get_by_role("textbox", name=said.hash).fill(known)
        page.get_by_role("button", name=said.verify).click()
        expect(page.get_by_role("alert")).to_contain_text(answer)
    assert _serious(page) == []


def _seal(served: Server) -> None:
    """What the clock does every few minutes, now."""
    postgres = EmbeddedPostgres(served.data_dir / "postgres")
    postgres.start()  # it is up: this only attaches to it
    engine = db.connect(postgres.url, connections_max=2)
    begin = beginner(engine, utc_now)

    def is_sealed() -> bool:
        jobs_ledger.seal(begin)
        return bool(served.client.get("/v1/ledger/chain").json()["unsealed"] == 0)

    wait_for(is_sealed)
    engine.dispose()
