"""CSV downloads: the list as it was filtered, whole, and harmless to the program that opens it."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI

from siyu.entrypoints.house import House
from tests.entrypoints.conftest import SignIn
from tests.entrypoints.doors import Door, bring_in, with_key

BOM = "\ufeff"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=cmd|" /C calc"!A0', '=HYPERLINK("http://x")', "-"]
STARTS = tuple("=+-@\t\r\n＝＋－＠")
LISTS = ["people", "orders", "products", "audit"]


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture
def shop(door: Door, house: House) -> Door:
    """Names that are formulas, in everything that has a name."""
    rows = [
        f"{quoted(f'{text}-{number}')},2026-01-0{number % 9 + 1} 10:00,{quoted(f'{text}{number}')},{quoted(text)},"
        f"{quoted(text)},1,{number}.00,{quoted(text)},{quoted(text)}\n"
        for number, text in enumerate(FORMULAS, 1)
    ]
    header = "order_no,paid_at,sku,product,category,quantity,amount,member_id,customer_name\n"
    bring_in(door, house, header + "".join(rows) + "R1,2026-02-01 10:00,T1,Tea,tea,-1,-5.00,M1,Lin\n")
    door.post("/v1/api-keys", {"name": "=1+1", "kind": "secret", "scopes": ["people:read"]})
    return door


def download(door: Door, path: str) -> list[list[str]]:
    answer = door.ask("GET", f"/v1/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    name = path.partition("/")[0]
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    body = answer.content.decode()
    assert body.startswith(BOM)
    return list(csv.reader(io.StringIO(body.removeprefix(BOM), newline="")))


def test_no_cell_can_be_run(shop: Door) -> None:
    for name in LISTS:
        rows = download(shop, f"{name}/export")
        assert len(rows) > (3 if name == "audit" else 8)
        assert [cell for row in rows for cell in row if cell.startswith(STARTS)] == []
        assert len({len(row) for row in rows}) == 1


def test_the_names_are_there_all_the_same(shop: Door) -> None:
    names = {row[1].removeprefix("'") for row in download(shop, "products/export")}
    assert set(FORMULAS[:4]) <= names


def test_a_refund_is_told_by_its_direction(shop: Door) -> None:
    header, *rows = download(shop, "orders/export?kind=refund")
    [refund] = [dict(zip(header, row, strict=True)) for row in rows]
    assert (refund["document"], refund["amount"], refund["direction"]) == ("R1-R", "5.00", "out")


def count(door: Door, path: str) -> int:
    return int(door.get(f"/v1/{path}")["total"])


FILTERED = [
    "orders{}?kind=refund",
    "orders{}?from=2026-01-03&to=2026-01-05",
    "orders{}?q=%3D",
    "orders{}?currency=USD",
    "people{}?q=M1",
    "people{}?buyer=none",
    "people{}?min_net_cents=500",
    "people{}?last_order_from=2026-01-05",
    "products{}?q=%3D1",
    "products{}?category=%2B1",
    "products{}",
]


def test_the_filters_of_a_list_are_those_of_its_download(shop: Door) -> None:
    listed = {path: count(shop, path.format("")) for path in FILTERED}
    assert {path: len(download(shop, path.format("/export"))) - 1 for path in FILTERED} == listed


def test_a_list_longer_than_one_read_comes_whole_and_in_order(door: Door, house: House) -> None:
    rows = "".join(f"S{number:05},Name {number}\n" for number in range(1200))
    assert bring_in(door, house, "sku,name\n" + rows, mapping="products")["created"] == 1200
    skus = [row[0] for row in download(door, "products/export?sort=-sku")[1:]]
    assert skus == [f"S{number:05}" for number in reversed(range(1200))]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["sort=colour", "sort=" + "x" * 5000])
def test_a_download_that_cannot_be_made_is_a_problem_and_not_half_a_file(door: Door, name: str, query: str) -> None:
    assert door.says("GET", f"/v1/{name}/export?{query}").startswith("422")


def test_who_took_a_list_along_is_written_down(shop: Door) -> None:
    for name in LISTS:
        download(shop, f"{name}/export")
        [entry] = shop.get(f"/v1/audit?action={name}.exported")["items"]
        assert (entry["actor"]["name"], entry["subject_kind"]) == ("Owner", name)


def test_contact_details_are_masked_in_a_download(door: Door, house: House) -> None:
    rows = "member_id,name,phone,email\nM1,林梅,13812345678,lin.mei@example.com\n"
    bring_in(door, house, rows, mapping="persons")
    text = str(download(door, "people/export"))
    assert "13812345678" not in text
    assert "12345678" not in text
    assert "lin.mei@example.com" not in text
    assert "M1" in text


def test_the_rejected_rows_are_harmless_and_say_why(door: Door, house: House) -> None:
    ended = bring_in(door, house, 'order_no,paid_at,amount\n"=1+1",never,1\n+2,2026-01-01 10:00,=3\n')
    assert (ended["rows_rejected"], ended["created"]) == (2, 0)
    for language, heading in (("en", "reason"), ("zh", "原因")):
        answer = door.ask("GET", f"/v1/imports/{ended['id']}/rejects", Accept_Language=language)
        assert answer.content.startswith(BOM.encode())
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix(BOM), newline="")))
        assert heading in rows[0]
        assert [row[1] for row in rows[1:]] == ["time_unreadable", "money_unreadable"]
        assert all(row[2] for row in rows[1:])
        assert [cell for row in rows for cell in row if cell.startswith(STARTS)] == []


def test_a_download_needs_its_own_permission(house: House, api: FastAPI, sign_in: SignIn) -> None:
    reader = with_key(house, api, "people:read", "orders:read", "products:read")
    for name in ("people", "orders", "products"):
        assert reader.says("GET", f"/v1/{name}/export") == "403 permission_missing"
    assert sign_in("analyst").says("GET", "/v1/people/export") == "403 permission_missing"


def test_many_downloads_at_once_all_come_whole(shop: Door) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken: list[list[list[str]]] = list(pool.map(lambda _: download(shop, "orders/export"), range(24)))
    assert all(rows == taken[0] for rows in taken)
