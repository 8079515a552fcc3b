"""Files through the front door: every ready mapping, every encoding, and everything that can be wrong with a file."""

import csv
import io
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from siyu.entrypoints.house import House
from siyu.flows.imports import service as imports
from tests.entrypoints.doors import NOBODY, Door, bring_in, said
from tests.flows.imports.files import Raw, parquet, xlsx

ORDERS = "order_no,paid_at,sku,product,quantity,unit_price,member_id\n"
GOOD = "1,2026-01-05 10:00,T1,绿茶,2,10.00,M1\n"
RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom
C536379,D,Discount,-1,12/1/2010 9:41,27.50,14527,United Kingdom
"""
TAOBAO = """订单编号,买家会员名,买家实际支付金额,订单状态,订单付款时间,宝贝标题,宝贝总数量,退款金额
5001,buyer one,99.50,交易成功,2026-01-05 10:00:00,茶,1,0.00
5002,buyer two,50.00,交易成功,2026-01-06 10:00:00,杯,2,20.00
5003,buyer two,50.00,等待买家付款,,杯,2,0.00
"""
TAOBAO_ITEMS = """主订单编号,商品标题,购买数量,商家编码,商品价格,买家实付金额,订单付款时间,订单状态,退款金额
6001,茶,1,T1,10.00,10.00,2026-01-05 10:00:00,交易成功,0
6001,杯,2,C1,5.00,9.00,2026-01-05 10:00:00,交易成功,0
"""
JD = """订单号,商品ID,商品名称,订购数量,京东价,订单金额,结算金额,下单帐号,订单状态,下单时间,付款确认时间
7001,100,茶,2,10.00,25.00,20.00,jd_a,完成,2026-01-05 10:00:00,2026-01-05 10:01:00
7001,200,杯,1,5.00,25.00,20.00,jd_a,完成,2026-01-05 10:00:00,2026-01-05 10:01:00
"""
YOUZAN = """订单号,订单实付金额,买家付款时间,全部商品名称,商品总件数,买家手机号,订单已退款金额
E1,88.00,2026-01-05 10:00:00,茶,1,13800000001,0
E2,12.00,2026-01-06 10:00:00,杯,1,13800000001,12.00
"""
SHOPIFY = """Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Discount Amount,Created at,Lineitem quantity,\
Lineitem name,Lineitem price,Lineitem sku,Refunded Amount
#1,a@example.com,paid,2026-01-05 10:00:00 +0000,USD,10.00,12.00,0.00,2026-01-05 10:00:00 +0000,1,\
Tea,10.00,T1,0
"""


class Small(NamedTuple):
    """A file, and the documents, people and money it holds."""

    content: str
    documents: int
    people: int
    net_cents: int


SMALL = {
    "online_retail": Small(RETAIL, 2, 2, 1530 - 2750),
    "taobao": Small(TAOBAO, 3, 2, 9950 + 5000 - 2000),
    "taobao_items": Small(TAOBAO_ITEMS, 1, 0, 1900),
    "jd": Small(JD, 1, 1, 2000),
    "youzan": Small(YOUZAN, 3, 1, 8800),
    "shopify": Small(SHOPIFY, 1, 1, 1200),
    "orders": Small(ORDERS + GOOD + "2,2026-01-06,T1,绿茶,1,9.99,\n", 2, 1, 2999),
}


def rejected(door: Door, ended: dict[str, Any]) -> list[tuple[str, str]]:
    """Row number and code of each rejected row."""
    text = door.ask("GET", f"/v1/imports/{ended['id']}/rejects").text.removeprefix("\ufeff")
    return [(row[0], row[1]) for row in list(csv.reader(io.StringIO(text, newline="")))[1:]]


@pytest.mark.parametrize("mapping", SMALL)
def test_a_file_of_each_shop_comes_in_whole(door: Door, house: House, mapping: str) -> None:
    content, documents, people, net_cents = SMALL[mapping]
    uploaded = door.upload(content.encode())
    assert uploaded.json()["suggested_mapping"] in (mapping, "taobao")
    previewed = door.post("/v1/imports/previews", {"file_id": uploaded.json()["id"], "mapping": mapping})
    assert previewed["rows"]
    assert previewed["kind"] == "orders"
    ended = bring_in(door, house, content, mapping=mapping)
    assert (ended["state"], ended["rows_rejected"]) == ("done", 0), ended["problems"]
    assert ended["created"] == door.get("/v1/orders")["total"] == documents
    assert door.get("/v1/people")["total"] == people
    currency = door.get("/v1/orders")["items"][0]["currency"]
    overview = door.get(f"/v1/insight/overview?currency={currency}")
    assert overview["net_revenue_cents"]["value"] == net_cents
    again = bring_in(door, house, content, mapping=mapping)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, documents)


def test_products_come_in_and_follow_their_file(door: Door, house: House) -> None:
    first = bring_in(door, house, "sku,name,category,price\nT1,绿茶,茶,12.50\nC1,杯,,\n", mapping="products")
    assert (first["kind"], first["created"]) == ("products", 2)
    second = bring_in(door, house, "sku,name,category,price\nT1,绿茶,茶,15.00\nC1,杯,,\n", mapping="products")
    assert (second["created"], second["changed"]) == (0, 1)
    shown = {item["sku"]: item for item in door.get("/v1/products")["items"]}
    assert (shown["T1"]["price_cents"], shown["T1"]["category"], shown["T1"]["currency"]) == (1500, "茶", "CNY")
    assert shown["C1"]["price_cents"] is None


def test_persons_come_in_and_meet_their_orders(door: Door, house: House) -> None:
    rows = "member_id,name,phone,email,city\nM1,林梅,138 0000 0001,Lin@Example.com,杭州\nM2,王二,,,\n"
    first = bring_in(door, house, rows, mapping="persons")
    assert (first["kind"], first["created"]) == ("persons", 2)
    bring_in(door, house, ORDERS + GOOD)
    assert door.get("/v1/people")["total"] == 2
    [buyer] = door.get("/v1/people?buyer=new")["items"]
    assert buyer["name"] == "林梅"
    traits = {item["name"]: item["value"] for item in door.get(f"/v1/people/{buyer['id']}")["traits"]}
    assert traits["city"] == "杭州"
    assert bring_in(door, house, rows, mapping="persons")["unchanged"] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_every_encoding_shops_use(door: Door, house: House, encoding: str) -> None:
    content = "订单号,付款时间,商品名称,数量,金额,会员号,姓名\n1,2026-01-05 10:00,乌龙茶礼盒,1,88.00,M1,欧阳娜娜\n"
    ended = bring_in(door, house, content.encode(encoding))
    assert (ended["created"], ended["rows_rejected"]) == (1, 0)
    assert door.get("/v1/people")["items"][0]["name"] == "欧阳娜娜"


def test_the_same_orders_as_csv_xlsx_and_parquet_are_the_same_orders(door: Door, house: House) -> None:
    names = ["order_no", "paid_at", "sku", "quantity", "unit_price", "member_id"]
    row: list[str | float | Raw] = ["1", "2026-01-05 10:00", "T1", 2, 10, "M1"]
    files = [
        (",".join(names) + "\n1,2026-01-05 10:00,T1,2,10,M1\n").encode(),
        xlsx([names, row]),
        parquet(dict(zip(names, [[cell] for cell in row], strict=True))),
    ]
    ended = [bring_in(door, house, content) for content in files]
    assert [(item["created"], item["unchanged"]) for item in ended] == [(1, 0), (0, 1), (0, 1)]


NO_TABLES = [
    (b"", "file_empty"),
    (b"\n\n\n", "file_empty"),
    (b"\xef\xbb\xbf", "file_empty"),
    (bytes(range(256)) * 40, ""),
    (b"PK\x03\x04" + b"\x00" * 200, "file_unreadable"),
    (b"PAR1" + b"\x00" * 200 + b"PAR1", "file_unreadable"),
    (xlsx([["a"]])[:300], "file_unreadable"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "file_format_unknown"),
    (b"%PDF-1.7\n", "file_format_unknown"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file_format_unknown"),
    (",".join(f"c{number}" for number in range(600)).encode() + b"\n", "file_too_wide"),
]


def test_what_is_no_table_is_refused_at_the_door_and_not_kept(door: Door, house: House) -> None:
    for content, code in NO_TABLES:
        answer = door.upload(content)
        assert answer.status_code == 422, answer.text
        assert answer.json()["code"] == code or (not code and answer.json()["code"].startswith("file_")), content[:20]
        assert list((house.settings.data_dir / "uploads").iterdir()) == []


WRONG: list[tuple[dict[str, str], str]] = [
    ({"mapping": "nothing"}, "mapping_unknown"),
    ({"mapping": "../orders"}, "mapping_unknown"),
    ({"mapping": "taobao"}, "mapping_column_missing"),
    ({"mapping": "persons"}, ""),
    ({"mapping_yaml": "name: ["}, "mapping_invalid"),
    ({"mapping_yaml": "just words"}, "mapping_invalid"),
    ({"mapping_yaml": "kind: orders"}, "mapping_invalid"),
    ({"mapping_yaml": "a: &a [*a, *a]"}, "mapping_invalid"),
    ({"mapping": "orders", "mapping_yaml": "name: x"}, "request_invalid"),
    ({}, "request_invalid"),
    ({"mapping": "orders", "file_id": NOBODY}, "import_file_missing"),
    ({"mapping": "orders", "file_id": "x"}, "request_invalid"),
]


@pytest.mark.parametrize("path", ["/v1/imports", "/v1/imports/previews"])
def test_a_wrong_mapping_is_refused_before_anything_starts(door: Door, path: str) -> None:
    file_id = door.upload((ORDERS.replace("member_id", "colour") + GOOD).encode()).json()["id"]
    for wanted, code in WRONG:
        answer = door.ask("POST", path, {"file_id": file_id, **wanted}, Idempotency_Key="k")
        assert answer.status_code in (404, 422), answer.text
        assert answer.json()["code"] == (code or "mapping_column_missing"), wanted
    assert door.get("/v1/imports")["items"] == []


def test_a_missing_column_is_named_beside_those_there_are(door: Door) -> None:
    file_id = door.upload(b"order_no,when,colour\n1,2026-01-01,red\n").json()["id"]
    answer = door.ask("POST", "/v1/imports", {"file_id": file_id, "mapping": "orders"}, Idempotency_Key="k")
    assert all(word in answer.json()["title"] for word in ("placed_at", "when", "colour"))


BAD_ROWS = [
    ("2,never,T1,Tea,1,1.00,M1", "time_unreadable"),
    ("3,1850-01-01,T1,Tea,1,1.00,M1", "time_out_of_range"),
    ("4,2999-01-01,T1,Tea,1,1.00,M1", "time_out_of_range"),
    ("5,2026-01-05,T1,Tea,1,-1.00,M1", "negative_price"),
    ("6,2026-01-05,T1,Tea,1,cheap,M1", "money_unreadable"),
    ("7,2026-01-05,T1,Tea,half,1.00,M1", "quantity_unreadable"),
    ("8,2026-01-05,T1,Tea,1,99999999999999999999,M1", "amount_out_of_range"),
    ("9,2026-01-05,T1,Tea,1", "row_too_short"),
    ("10,2026-01-05,T1,Tea,1,1.00,M1,more", "row_too_long"),
    (",2026-01-05,T1,Tea,1,1.00,M1", "document_missing"),
    ("12,2026-01-05,T1,#DIV/0!,1,=1/0,M1", "money_unreadable"),
    ("13,2026-01-05,T1," + "x" * 1_000_000 + ",1,1.00,M1", "cell_too_long"),
    ("14,2026-01-05,T1,a\x00b,1,1.00,M1", "text_invalid"),
    ("1.23457E+17,2026-01-05,T1,Tea,1,1.00,M1", "document_imprecise"),
]


def test_a_bad_row_is_kept_apart_with_its_reason_and_never_stops_the_file(door: Door, house: House) -> None:
    body = ORDERS + "".join(f"{row}\n" for row, _ in BAD_ROWS) + GOOD
    ended = bring_in(door, house, body)
    assert (ended["state"], ended["created"], ended["rows_rejected"]) == ("done", 1, len(BAD_ROWS)), ended["problems"]
    assert rejected(door, ended) == [(str(number), code) for number, (_, code) in enumerate(BAD_ROWS, 2)]
    for problem in ended["problems"]:
        assert problem["count"]
        assert problem["first_row"]
        assert problem["message"]["zh"]
        assert problem["message"]["en"]
    assert max(len(line) for line in door.ask("GET", f"/v1/imports/{ended['id']}/rejects").text.splitlines()) < 5000


def test_a_line_in_another_encoding_is_rejected_and_the_rest_comes_in(door: Door, house: House) -> None:
    body = (
        (ORDERS + GOOD * 3).encode()
        + "2,2026-01-05,T2,红茶,1,1.00,M1\n".encode("gb18030")
        + (ORDERS + GOOD).encode()[68:]
    )
    ended = bring_in(door, house, body)
    assert ended["state"] == "done"
    assert "encoding_unreadable" in {code for _, code in rejected(door, ended)}
    assert door.get("/v1/orders?q=1")["total"] == 1


def test_a_formula_in_a_workbook_is_its_value_or_a_rejected_row(door: Door, house: House) -> None:
    header = ["order_no", "paid_at", "amount", "member_id"]
    value = Raw('<c r="@"><f>1+1</f><v>2</v></c>')
    broken = Raw('<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    command = "=cmd|' /C calc'!A0"
    rows: list[list[str | float | Raw]] = [
        ["1", "2026-01-05", value, "M1"],
        ["2", "2026-01-05", broken, "M1"],
        ["3", "2026-01-05", 1, command],
    ]
    ended = bring_in(door, house, xlsx([header, *rows]))
    assert (ended["created"], rejected(door, ended)) == (2, [("3", "cell_error")])
    assert command in {link["value"] for item in door.get("/v1/people")["items"] for link in item["identifiers"]}
    assert f"'{command}" not in door.ask("GET", "/v1/people/export").text.splitlines()[0]


def test_columns_nobody_knows_are_named_and_left_alone(door: Door, house: House) -> None:
    content = "order_no,paid_at,amount,weather,mood\n1,2026-01-05,1.00,sunny,good\n"
    uploaded = door.upload(content.encode()).json()
    previewed = door.post("/v1/imports/previews", {"file_id": uploaded["id"], "mapping": "orders"})
    assert previewed["unknown_columns"] == ["weather", "mood"]
    assert bring_in(door, house, content)["created"] == 1


def test_one_document_that_contradicts_itself_is_rejected_whole(door: Door, house: House) -> None:
    rows = "order_no,paid_at,amount,currency\nX,2026-01-05,1.00,CNY\nX,2026-01-05,1.00,USD\nY,2026-01-05,1.00,CNY\n"
    ended = bring_in(door, house, rows)
    assert (ended["created"], ended["rows_rejected"]) == (1, 2)
    assert {code for _, code in rejected(door, ended)} == {"document_mixed_currencies"}


def test_an_import_cancelled_before_it_began_does_nothing(door: Door, house: House) -> None:
    file_id = door.upload((ORDERS + GOOD).encode()).json()["id"]
    started = door.post("/v1/imports", {"file_id": file_id, "mapping": "orders"})
    assert started["state"] == "queued"
    path = f"/v1/imports/{started['id']}"
    assert door.post(f"{path}/cancellation")["state"] == "cancelled"
    imports.carry_on(house.begin, house.settings, import_id=UUID(started["id"]))
    assert door.get(path)["state"] == "cancelled"
    assert said(door.ask("POST", f"{path}/cancellation")) == "409 import_ended"
    assert door.get("/v1/orders")["total"] == 0


def test_a_file_that_went_away_ends_its_import_with_a_reason(door: Door, house: House) -> None:
    file_id = door.upload((ORDERS + GOOD).encode()).json()["id"]
    started = door.post("/v1/imports", {"file_id": file_id, "mapping": "orders"})
    (house.settings.data_dir / "uploads" / file_id).unlink()
    imports.carry_on(house.begin, house.settings, import_id=UUID(started["id"]))
    ended = door.get(f"/v1/imports/{started['id']}")
    assert ended["state"] == "failed"
    assert ended["error"]["code"]
    assert said(door.ask("POST", "/v1/imports/previews", {"file_id": file_id, "mapping": "orders"})).startswith("4")


def test_ready_mappings_can_be_copied_changed_and_used(door: Door, house: House) -> None:
    ready = {item["name"]: item for item in door.get("/v1/imports/mappings")["items"]}
    assert set(SMALL) | {"products", "persons", "events", "ecom_events"} == set(ready)
    mine = ready["orders"]["yaml"].replace("name: orders", "name: mine").replace("source: file", "source: my_shop")
    file_id = door.upload((ORDERS + GOOD).encode()).json()["id"]
    started = door.post("/v1/imports", {"file_id": file_id, "mapping_yaml": mine})
    imports.carry_on(house.begin, house.settings, import_id=UUID(started["id"]))
    ended = door.get(f"/v1/imports/{started['id']}")
    assert (ended["mapping"], ended["source"], ended["created"]) == ("mine", "my_shop", 1)
