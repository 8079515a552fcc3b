"""Mappings: good errors for a wrong one, tolerant headers, and the ready ones on rows as the shops write them."""

from pathlib import Path

import pytest

from siyu.flows.imports.contract import (
    MappingColumnMissing,
    MappingInvalid,
    MappingUnknown,
    OrderLineRow,
    Outcome,
    PersonRow,
    ProductRow,
    Rejected,
    Skipped,
)
from siyu.flows.imports.mapping import parse_mapping
from siyu.flows.imports.ready import ready_mapping, ready_mappings, ready_yaml, suggest_mapping
from siyu.flows.imports.rows.binding import bind
from tests.flows.imports.files import SMALL, lines, mapped_file, mapping, outcomes

SHOPIFY = """Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,\
Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing City,Phone,Refunded Amount
#1001,Ann@Example.com,partially_refunded,2025-10-07 09:50:26 +0200,EUR,90.00,5.00,0.00,95.00,TEN,10.00,\
2025-10-07 09:50:00 +0200,2,Tea pot,40.00,TP-1,Ann Tea,Paris,'+33610826417,20.00
#1001,ann@example.com,,,,,,,,,,2025-10-07 09:50:00 +0200,1,Tea cup,20.00,,,,,
#1002,bob@example.com,pending,,EUR,5.00,0.00,0.00,5.00,,0.00,2025-10-08 10:00:00 +0200,1,Spoon,5.00,SP-1,Bob,Rome,,0.00
"""


def orders_of(found: list[Outcome]) -> list[OrderLineRow]:
    taken = [outcome for outcome in found if not isinstance(outcome, Rejected | Skipped)]
    return [row for outcome in taken for row in outcome if isinstance(row, OrderLineRow)]


def test_every_ready_mapping_is_valid_and_named_as_its_file() -> None:
    names = [mapping.name for mapping in ready_mappings()]
    assert {"online_retail", "taobao", "jd", "youzan", "shopify", "orders", "products", "persons"} <= set(names)
    assert all(parse_mapping(ready_yaml(name)).name == name for name in names)


def test_a_ready_mapping_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(MappingUnknown) as refusal:
        ready_mapping("../secrets")
    assert "taobao" in refusal.value.message("en")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("kind: order", "kind"),
        ("kind: products", "document"),
        ("colums: {}", "colums"),
        ("time_zone: Mars/Olympus", "Mars"),
        ("columns: {document: no}", "placed_at"),
        ("columns: {document: no, placed_at: time, amount: a, colour: b}", "colour"),
        ("carry_down: [colour]", "colour"),
        ("blank_time: ordered_at", "ordered_at"),
        ("currency: yuan", "currency"),
        ("title: {zh: 小}", "title.en"),
        ("name: *anchor", "aliases"),
        ("name: a\nname: b", "twice"),
        ("name: [", ""),
        ("name: 2020-99-99", "name"),
        ("x: " + "[" * 50_000, "deeply"),
        ("x: " + "y" * 70_000, "longer"),
    ],
)
def test_a_wrong_mapping_is_refused_with_the_place(change: str, said: str) -> None:
    others = [line for line in SMALL.splitlines() if not line.startswith(change.partition(":")[0] + ":")]
    with pytest.raises(MappingInvalid) as refusal:
        parse_mapping("\n".join([*others, change]))
    assert said in refusal.value.message("en")


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "42", "!!python/object:os.system {}", "\x00"])
def test_what_is_no_mapping_at_all_is_refused(text: str) -> None:
    with pytest.raises(MappingInvalid):
        parse_mapping(text)


def test_headers_match_whatever_their_case_width_spaces_and_marks() -> None:
    bound = bind(mapping(), ["\ufeff NO ", "Time", '="SKU"', "ＰＲＯＤＵＣＴ", "Q t y", "price", "colour"])
    assert bound.fields == {"document": 0, "placed_at": 1, "sku": 2, "product": 3, "quantity": 4, "unit_price": 5}
    assert bound.unknown == ("colour",)


def test_the_first_alternative_that_the_header_has_wins() -> None:
    told = mapping(columns=mapping().columns | {"document": ("bill", "no")})
    columns = ["no", "bill", "time", "price"]
    assert bind(told, columns).fields["document"] == 1


def test_a_missing_column_is_named_with_what_was_looked_for() -> None:
    with pytest.raises(MappingColumnMissing) as refusal:
        bind(mapping(), ["no", "time", "colour"])
    assert "unit_price (price)" in refusal.value.message("en")
    assert "colour" in refusal.value.message("zh")


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", "online_retail"),
        ("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country", "online_retail"),
        (
            "订单编号,买家会员名,买家支付宝账号,买家应付货款,总金额,买家实际支付金额,订单状态,联系手机,订单付款时间,宝贝标题",
            "taobao",
        ),
        (
            "子订单编号,主订单编号,商品标题,商品价格,购买数量,商家编码,订单状态,订单付款时间,买家实付金额,退款金额",
            "taobao_items",
        ),
        (
            "订单号,商品ID,商品名称,订购数量,下单时间,京东价,订单金额,结算金额,订单状态,下单帐号,联系电话,付款确认时间",
            "jd",
        ),
        (
            "订单号,订单状态,订单创建时间,买家付款时间,订单实付金额,全部商品名称,收货人手机号/提货人手机号,订单退款状态",
            "youzan",
        ),
        (SHOPIFY.split("\n", maxsplit=1)[0], "shopify"),
        ("order_no,paid_at,sku,quantity,price,phone", "orders"),
        ("单号,日期,金额,手机号", "orders"),
        ("sku,name,price", "products"),
        ("手机号,姓名,城市", "persons"),
        ("colour,taste", None),
    ],
)
def test_the_fitting_mapping_is_suggested(columns: str, name: str | None) -> None:
    suggested = suggest_mapping(columns.split(","))
    assert (suggested.name if suggested else None) == name


def test_a_shopify_order_adds_up_to_its_total(tmp_path: Path) -> None:
    found, _ = mapped_file(tmp_path, SHOPIFY.encode(), "shopify")
    rows = orders_of(found)
    sales = [row for row in rows if row.kind == "sale"]
    assert sum(row.amount_cents for row in sales) == 9500
    assert [(row.kind, row.document, row.sku, row.amount_cents) for row in rows] == [
        ("sale", "#1001", "TP-1", 8000),
        ("sale", "#1001", "", -1000),
        ("sale", "#1001", "", 500),
        ("refund", "#1001-R", "", -2000),
        ("sale", "#1001", "Tea cup", 2000),
    ]
    assert {row.identifiers for row in rows} == {(("email", "ann@example.com"), ("phone", "+33610826417"))}
    assert {row.placed_at_ms for row in rows} == {1_759_823_426_000}
    assert found[-1] == Skipped(4, "status_skipped")


def test_a_taobao_report_in_gb18030_with_wrapped_and_masked_cells(tmp_path: Path) -> None:
    content = (
        "订单编号,买家会员名,买家实际支付金额,订单状态,联系手机,订单付款时间,宝贝标题,宝贝总数量,退款金额\n"
        '="1234567890123456789",茶友,="99.80",交易成功,\'13812345678,2023-01-05 09:00:00,茶壶，茶杯,3,0.00\n'
        '="1234567890123456790",t**1,10.00,卖家已发货，等待买家确认,138****5678,2023-01-05 10:00:00,茶匙,1,10.00\n'
        '="1234567890123456791",茶友,0.00,等待买家付款,,,茶匙,1,\n'
        '="1234567890123456792",茶友,5.00,交易关闭,,,茶匙,1,\n'
    ).encode("gb18030")
    found, mapper = mapped_file(tmp_path, content, "taobao")
    first, second, undone = orders_of(found)
    assert (first.document, first.amount_cents, first.quantity, first.sku) == ("1234567890123456789", 9980, 3, "")
    assert first.identifiers == (("taobao_buyer", "茶友"), ("phone", "+8613812345678"))
    assert (second.identifiers, undone.kind, undone.amount_cents) == ((), "refund", -1000)
    assert [(problem.code, problem.count) for problem in mapper.tally.problems()] == [
        ("identifier_masked", 2),
        ("status_skipped", 1),
        ("unpaid", 1),
    ]


def test_a_jd_export_counts_the_discount_of_an_order_once() -> None:
    columns = [
        "订单号",
        "商品ID",
        "商品名称",
        "订购数量",
        "下单时间",
        "京东价",
        "订单金额",
        "结算金额",
        "订单状态",
        "下单帐号",
        "联系电话",
        "付款确认时间",
    ]
    order = ("2023-01-05 09:00:00", "758.00", "1097.00", "932.45", "等待出库", "tea_fan", "13812345678", "")
    second = ("2023-01-05 09:00:00", "339.00", "1097.00", "932.45", "等待出库", "tea_fan", "13812345678", "")
    rows = lines("jd", columns, ("11", "1", "茶壶", "1", *order), ("11", "2", "茶杯", "1", *second))
    assert [(row.product, row.amount_cents) for row in rows] == [("茶壶", 75800), ("优惠", -16455), ("茶杯", 33900)]
    assert sum(row.amount_cents for row in rows) == 93245
    deleted = ("11", "1", "茶壶", "1", *order[:4], "(删除)等待出库", *order[5:])
    assert isinstance(outcomes("jd", columns, deleted)[0], Skipped)


def test_a_youzan_order_marked_as_fully_refunded_is_undone() -> None:
    columns = ["订单号", "买家付款时间", "订单实付金额", "全部商品名称", "买家手机号", "买家姓名", "订单退款状态"]
    sale, undone = lines(
        "youzan", columns, ("E1", "2023-01-05 09:00:00", "59.9", "茶", "13812345678", "李雷", "全额退款")
    )
    assert (sale.amount_cents, undone.amount_cents, undone.document) == (5990, -5990, "E1-R")
    assert sale.traits == (("name", "李雷"),)


def test_products_and_persons_are_read_by_the_generic_mappings() -> None:
    product, nameless = outcomes("products", ["SKU", "商品名称", "价格"], ("A1", "茶壶", "12.50"), ("A2", "", "1"))
    assert product == (ProductRow(2, "A1", "茶壶", None, 1250, "CNY"),)
    assert getattr(nameless, "code", "") == "name_missing"
    columns = ["手机号", "姓名", "注册时间"]
    person, nobody = outcomes("persons", columns, ("13812345678", "李雷", "2020-01-01"), ("", "韩", ""))
    assert person == (PersonRow(2, (("phone", "+8613812345678"),), (("name", "李雷"),), 1_577_808_000_000),)
    assert getattr(nobody, "code", "") == "person_missing"


def test_a_plain_table_is_not_taken_for_a_shops_export_that_would_lose_its_quantities() -> None:
    columns = ["订单号", "付款时间", "商品编码", "商品名称", "数量", "单价", "会员号", "手机号"]
    suggested = suggest_mapping(columns)
    assert suggested is not None
    assert suggested.name == "orders"
