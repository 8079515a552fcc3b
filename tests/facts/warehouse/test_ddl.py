"""The numbered DDL, written for an embedded engine, one server or a cluster."""

from importlib import resources

import pytest

from siyu.facts.warehouse.ddl import Place, render

EMBEDDED = Place(is_embedded=True)
SERVER = Place(is_embedded=False)
CLUSTER = Place(is_embedded=False, cluster="main")
TEMPLATE = """
-- What it is for; a comment may hold a semicolon.
CREATE TABLE t{local} {on_cluster} (x Int64) ENGINE = {merge_tree} ORDER BY x {durable};
-- cluster only
CREATE TABLE t {on_cluster} AS t_local ENGINE = Distributed({cluster}, currentDatabase(), t_local);
-- end
ALTER TABLE t{local} {on_cluster} ADD COLUMN y Int64;
"""


def squeezed(statements: list[str]) -> list[str]:
    return [" ".join(statement.split()) for statement in statements]


def test_the_embedded_engine_gets_plain_tables_that_are_synced_to_disk() -> None:
    made, added = squeezed(render(TEMPLATE, EMBEDDED))
    assert made.startswith("CREATE TABLE t (x Int64) ENGINE = MergeTree ORDER BY x SETTINGS fsync_after_insert = 1,")
    assert made.count("=") == 6
    assert added == "ALTER TABLE t ADD COLUMN y Int64"


def test_a_server_gets_plain_tables_with_its_own_settings() -> None:
    assert squeezed(render(TEMPLATE, SERVER)) == [
        "CREATE TABLE t (x Int64) ENGINE = MergeTree ORDER BY x",
        "ALTER TABLE t ADD COLUMN y Int64",
    ]


def test_a_cluster_gets_replicated_tables_below_a_distributed_one() -> None:
    assert squeezed(render(TEMPLATE, CLUSTER)) == [
        "CREATE TABLE t_local ON CLUSTER main (x Int64) ENGINE = ReplicatedMergeTree ORDER BY x",
        "CREATE TABLE t ON CLUSTER main AS t_local ENGINE = Distributed(main, currentDatabase(), t_local)",
        "ALTER TABLE t_local ON CLUSTER main ADD COLUMN y Int64",
    ]


@pytest.mark.parametrize("place", [EMBEDDED, SERVER, CLUSTER])
def test_no_slot_of_any_shipped_file_is_left_open(place: Place) -> None:
    files = [file for file in resources.files("siyu.migrations.warehouse").iterdir() if file.name.endswith(".sql")]
    assert files
    for file in files:
        statements = render(file.read_text(), place)
        assert statements
        for statement in statements:
            assert "{" not in statement, file.name
            assert "--" not in statement, file.name
            assert ("ON CLUSTER main" in statement) is (place is CLUSTER), file.name


def test_shipped_files_are_numbered_without_gap_or_double() -> None:
    names = sorted(file.name for file in resources.files("siyu.migrations.warehouse").iterdir())
    numbers = [int(name[:4]) for name in names if name.endswith(".sql")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_to_run_is_no_statement() -> None:
    assert render("-- only a comment\n;\n", SERVER) == []
