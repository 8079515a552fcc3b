"""The warehouse: migrated once, asked with bound values only, read without writing, shared by many threads."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.facts.warehouse.contract import WarehouseUnavailable
from siyu.facts.warehouse.service import CLIENTS_MAX, Warehouse

HOSTILE = (
    "'", "\\", "\\'", "'; DROP TABLE events; --", "{name:String}", "%s", "\t\n\r", "\x00", "茶壶", "`", '"',
    "') OR 1 = 1 --", "\\N", "NULL", "\b\f\\x41", "🫖",
)  # fmt: skip


@pytest.fixture
def notes(opened_warehouse: Warehouse) -> Warehouse:
    opened_warehouse.command("DROP TABLE IF EXISTS notes")
    opened_warehouse.command("CREATE TABLE notes (number Int64, word String) ENGINE = MergeTree ORDER BY number")
    return opened_warehouse


def test_migrating_again_does_nothing(opened_warehouse: Warehouse) -> None:
    before = opened_warehouse.rows("SELECT name, ran_at FROM warehouse_migrations ORDER BY name")
    assert before
    assert opened_warehouse.migrate() == []
    assert opened_warehouse.rows("SELECT name, ran_at FROM warehouse_migrations ORDER BY name") == before


def test_a_migration_that_ran_but_was_not_noted_down_can_run_again(warehouse: Warehouse) -> None:
    [(name,)] = warehouse.rows("SELECT name FROM warehouse_migrations WHERE name LIKE '0001%'")
    warehouse.command("DELETE FROM warehouse_migrations WHERE name = {name:String}", {"name": name})
    assert warehouse.migrate() == [name]
    assert warehouse.migrate() == []


def test_every_table_we_write_to_survives_a_power_cut(opened_warehouse: Warehouse) -> None:
    made = opened_warehouse.rows(
        "SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase()"
    )
    for name in ("events", "warehouse_migrations"):
        statement = dict(made)[name]
        for setting in (
            "fsync_after_insert = 1", "fsync_part_directory = 1", "min_rows_to_fsync_after_merge = 1",
            "min_compressed_bytes_to_fsync_after_merge = 1", "max_suspicious_broken_parts = 1000000",
        ):  # fmt: skip
            assert setting in statement


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_stays_a_value(notes: Warehouse, value: str) -> None:
    assert notes.rows("SELECT {name:String}, length({name:String})", {"name": value}) == [(value, len(value.encode()))]
    notes.insert("notes", pa.table({"number": [1], "word": [value]}))
    assert notes.rows("SELECT number FROM notes WHERE word = {word:String}", {"word": value}) == [(1,)]
    assert notes.rows("SELECT number FROM notes WHERE word IN {words:Array(String)}", {"words": [value]}) == [(1,)]
    assert notes.named("SELECT word FROM notes WHERE word = {word:String}", {"word": value}) == [{"word": value}]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=10), min_size=1, max_size=5))
def test_any_texts_come_back_as_they_went_in(opened_warehouse: Warehouse, words: list[str]) -> None:
    asked = "SELECT {words:Array(String)}, {first:String}"
    assert opened_warehouse.rows(asked, {"words": words, "first": words[0]}) == [(words, words[0])]


def test_values_of_every_kind_we_use_are_bound(opened_warehouse: Warehouse) -> None:
    ids = [UUID(int=number) for number in (0, 1, 2**128 - 1)]
    asked = "SELECT {ids:Array(UUID)}, {id:UUID}, {count:Int64}, {limit:UInt32}"
    given = {"ids": ids, "id": ids[2], "count": -(2**63), "limit": 2**32 - 1}
    assert opened_warehouse.rows(asked, given) == [(ids, ids[2], -(2**63), 2**32 - 1)]
    assert opened_warehouse.rows("SELECT 1 WHERE {id:UUID} IN {none:Array(UUID)}", {"id": ids[0], "none": []}) == []


def test_a_thousand_ids_fit_in_one_question(opened_warehouse: Warehouse) -> None:
    ids = [UUID(int=number) for number in range(1000)]
    assert opened_warehouse.rows("SELECT length({ids:Array(UUID)})", {"ids": ids}) == [(1000,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
        "SELECT * FROM executable('ls', 'LineAsString', 'x String')",
        "WITH x AS (SELECT * FROM file('/etc/passwd', 'LineAsString')) SELECT * FROM x",
        "SELECT 1 SETTINGS readonly = 0",
    ],
)
def test_a_question_cannot_reach_outside_the_warehouse(warehouse: Warehouse, sql: str) -> None:
    for ask in (warehouse.rows, warehouse.named):
        with pytest.raises(WarehouseUnavailable):
            ask(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO notes VALUES (2, 'x')",
        "CREATE TABLE more (x Int64) ENGINE = Memory",
        "DROP TABLE notes",
        "ALTER TABLE notes DELETE WHERE 1",
        "TRUNCATE TABLE notes",
        "SET readonly = 0",
        "/* SELECT */ TRUNCATE TABLE notes",
    ],
)
def test_what_is_not_a_question_is_not_asked(notes: Warehouse, sql: str) -> None:
    notes.insert("notes", pa.table({"number": [1], "word": ["kept"]}))
    for ask in (notes.rows, notes.named):
        with pytest.raises(AssertionError, match="only a SELECT"):
            ask(sql)
    assert notes.rows("SELECT * FROM notes") == [(1, "kept")]


def test_writing_goes_on_after_any_question_that_failed(notes: Warehouse) -> None:
    for number, sql in enumerate(
        ["SELECT no_such_column", "SELECT * FROM file('/etc/passwd')", "SELECT (", "SELECT 1;2"]
    ):
        with pytest.raises(WarehouseUnavailable):
            notes.rows(sql)
        notes.insert("notes", pa.table({"number": [number], "word": ["kept"]}))
    notes.command("ALTER TABLE notes DELETE WHERE number = 0 SETTINGS mutations_sync = 1")
    assert notes.rows("SELECT count() FROM notes") == [(3,)]


def test_a_question_that_fails_leaves_the_client_fit_for_the_next(opened_warehouse: Warehouse) -> None:
    for _ in range(CLIENTS_MAX * 2):
        with pytest.raises(WarehouseUnavailable) as caught:
            opened_warehouse.rows("SELECT no_such_column")
        assert caught.value.retry
    assert opened_warehouse.rows("SELECT 1") == [(1,)]


def test_more_threads_than_clients_take_turns(opened_warehouse: Warehouse) -> None:
    start = threading.Barrier(CLIENTS_MAX * 4, timeout=30)

    def ask(number: int) -> int:
        start.wait()
        asked = "SELECT sum(number + {add:Int64}) FROM numbers(1000)"
        return sum(opened_warehouse.rows(asked, {"add": number})[0][0] for _ in range(5))

    with ThreadPoolExecutor(CLIENTS_MAX * 4) as pool:
        answers = list(pool.map(ask, range(CLIENTS_MAX * 4)))
    assert answers == [5 * (499_500 + 1000 * number) for number in range(CLIENTS_MAX * 4)]


def test_threads_that_write_and_read_at_once_lose_nothing(notes: Warehouse) -> None:
    def write(number: int) -> None:
        notes.insert("notes", pa.table({"number": [number] * 10, "word": ["x"] * 10}))
        assert notes.rows("SELECT count() FROM notes WHERE number = {number:Int64}", {"number": number}) == [(10,)]

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(24)))
    assert notes.rows("SELECT count(), uniqExact(number) FROM notes") == [(240, 24)]


def test_what_is_taken_out_in_native_blocks_goes_in_again(notes: Warehouse) -> None:
    notes.insert("notes", pa.table({"number": list(range(len(HOSTILE))), "word": list(HOSTILE)}))
    before = notes.rows("SELECT * FROM notes ORDER BY number")
    blocks = notes.native("SELECT * FROM notes WHERE number >= {least:Int64}", {"least": 0})
    notes.command("TRUNCATE TABLE notes")
    notes.insert_native("notes", blocks)
    assert notes.rows("SELECT * FROM notes ORDER BY number") == before


def test_it_says_how_it_is(warehouse: Warehouse) -> None:
    health = warehouse.health()
    assert (health.kind, health.ok) == ("embedded", True)
    assert health.version.count(".") >= 2
    assert health.rows == 0  # events, and nothing it keeps for itself
    assert health.size_bytes > 0
