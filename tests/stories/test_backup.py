"""Backup, wipe, restore: the same totals, the same events, the same login."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from siyu.entrypoints import backups
from siyu.entrypoints.house import House
from siyu.kernel.clock import utc_now
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.settings import Settings
from tests.entrypoints.doors import Door, bring_in
from tests.stories.lived_in import opened, owner_of
from tests.team.access.people import PASSWORD

ORDERS = "order_no,paid_at,sku,product,quantity,amount,member_id,phone,customer_name\n" + "".join(
    f"B{number},{2024 + number % 3}-0{number % 9 + 1}-05 10:00,S{number % 7},茶,1,{number}.50,M{number % 9},,林\n"
    for number in range(60)
)
CREDENTIALS = {"email": "owner@example.com", "password": PASSWORD}
READ = [
    "people", "people?sort=-net_cents", "orders?limit=200", "products", "imports", "staff", "api-keys",
    "insight/overview", "insight/trend", "insight/retention", "insight/top-products",
]  # fmt: skip


@pytest.fixture(scope="module")
def old(stores: EmbeddedPostgres, scratch: Path) -> Iterator[House]:
    with opened(stores, scratch, Settings(data_dir=scratch / "old"), "old_house") as house:
        yield house


@pytest.fixture(scope="module")
def fresh(stores: EmbeddedPostgres, scratch: Path) -> Iterator[House]:
    with opened(stores, scratch, Settings(data_dir=scratch / "fresh"), "fresh_house") as house:
        yield house


@pytest.fixture(scope="module")
def door(old: House) -> Iterator[Door]:
    with owner_of(old) as owner:
        yield owner


def everything(door: Door) -> dict[str, Any]:
    """All one can read of a house, the events of its best customer too."""
    read = {path: door.get(f"/v1/{path}") for path in READ}
    best = read["people?sort=-net_cents"]["items"][0]["id"]
    return {**read, "timeline": door.get(f"/v1/people/{best}/timeline")}


def events(house: House) -> list[tuple[Any, ...]]:
    return house.warehouse.rows("SELECT * FROM events ORDER BY event_id")


def test_a_house_restored_elsewhere_and_one_restored_over_itself_are_the_old_one(
    old: House, fresh: House, door: Door, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    bring_in(door, old, ORDERS)
    before, log = everything(door), events(old)
    assert backups.take(old, folder, now=utc_now()).rows["events"] == len(log) == 60
    bring_in(door, old, ORDERS.replace(".50", ".99").replace("B1,", "C1,"))
    assert everything(door) != before
    for house in (old, fresh):
        backups.restore(house, folder)
        door.client.app.state.house = house  # type: ignore[attr-defined]
        assert (everything(door), events(house)) == (before, log)
    assert Door(door.client.app).says("POST", "/v1/session", CREDENTIALS) == "200"  # type: ignore[arg-type]
    again = bring_in(door, fresh, ORDERS)
    assert (again["created"], again["unchanged"]) == (0, 60)
    kept = {path.name for path in (folder / "uploads").iterdir()}
    assert kept <= {path.name for path in (fresh.settings.data_dir / "uploads").iterdir()}
    door.client.app.state.house = old  # type: ignore[attr-defined]


def test_a_folder_that_is_not_a_whole_backup_is_refused_and_nothing_is_lost(old: House, tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "postgres.dump").write_bytes(b"PGDMP")
    for folder in (tmp_path / "half", tmp_path / "nothing"):
        with pytest.raises(backups.BackupUnreadable):
            backups.restore(old, folder)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("is_noticed", [True, False], ids=["noticed", "noticed-only-by-the-database"])
def test_a_damaged_backup_leaves_the_house_as_it_was(old: House, door: Door, tmp_path: Path, is_noticed: bool) -> None:
    folder = tmp_path / "backup"
    bring_in(door, old, ORDERS)
    backups.take(old, folder, now=utc_now())
    before, log = everything(door), events(old)
    dump, manifest = folder / "postgres.dump", folder / backups.MANIFEST
    told = manifest.read_text().replace(digest(dump), "{digest}")
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    manifest.write_text(told.replace("{digest}", "0" * 64 if is_noticed else digest(dump)))
    with pytest.raises(backups.BackupUnreadable if is_noticed else backups.BackupFailed):
        backups.restore(old, folder)
    assert (everything(door), events(old)) == (before, log)


def test_a_restore_that_was_killed_half_way_can_be_done_again(old: House, tmp_path: Path) -> None:
    backups.take(old, tmp_path / "backup", now=utc_now())
    with old.engine.begin() as connection:
        known = connection.exec_driver_sql("SELECT count(*) FROM orders").scalar_one()
        connection.exec_driver_sql("ALTER SCHEMA public RENAME TO before_restore")
        connection.exec_driver_sql("CREATE SCHEMA public")
    backups.restore(old, tmp_path / "backup")
    with old.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM orders").scalar_one() == known
        schemas = connection.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars().all()
    assert "before_restore" not in schemas


def test_a_backup_never_writes_into_a_folder_that_holds_something(old: House, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(backups.FolderNotEmpty):
        backups.take(old, tmp_path, now=utc_now())
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_only_its_owner_can_enter_a_backup(old: House, tmp_path: Path) -> None:
    backups.take(old, tmp_path / "backup", now=utc_now())
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700
