"""Backup and restore of the whole house: PostgreSQL by its own dump, the event log as Native blocks, and the uploads.

The relay stands still while both stores are read, so the event log holds exactly what the outbox says was delivered.
A restore touches nothing before every file of the backup was found whole, and keeps the old record until the new one is
loaded.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from siyu.entrypoints.house import House
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel import postgres
from siyu.kernel.errors import Conflict, Invalid, Upstream

MANIFEST = "manifest.json"
_DUMP = "postgres.dump"
_EVENTS = "events"
_ASIDE = "before_restore"
_TABLES = ("events",)


class BackupFailed(Upstream):
    code = "backup_failed"
    zh = "备份或恢复未完成：{problem}"
    en = "The backup or restore did not complete: {problem}"


class BackupUnreadable(Invalid):
    code = "backup_unreadable"
    zh = "{folder} 不是完整的 Siyu 备份"
    en = "{folder} is not a complete Siyu backup"


class FolderNotEmpty(Conflict):
    code = "folder_not_empty"
    zh = "目录 {folder} 不为空"
    en = "The folder {folder} is not empty"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; written last, so a folder without one is not a backup."""

    version: str
    revision: str
    taken_at: str
    rows: dict[str, int]
    digests: dict[str, str]
    """SHA-256 of the dump and of each file of events, by name below the folder."""


def take(house: House, folder: Path, *, now: datetime) -> Manifest:
    """Write a whole backup into an empty or new folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmpty(folder=folder)
    with house.standstill:
        _dump(house.engine, folder / _DUMP)
        rows = {table: _save_table(house.warehouse, table, folder / _EVENTS) for table in _TABLES}
    _copy_uploads(house.settings.data_dir / "uploads", folder / "uploads")
    manifest = Manifest(house.version, _revision(house.engine), now.isoformat(), rows, _digests(folder))
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2))
    return manifest


def restore(house: House, folder: Path) -> Manifest:
    """Replace everything in the house by the backup; nobody else may be using it."""
    manifest = read_manifest(folder)
    if manifest.digests != _digests(folder):
        raise BackupUnreadable(folder=folder)
    _load(house.engine, folder / _DUMP)
    house.migrate(house.engine)
    for table in _TABLES:
        _load_table(house.warehouse, table, folder / _EVENTS)
    _copy_uploads(folder / "uploads", house.settings.data_dir / "uploads")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupUnreadable(folder=folder) from error


def kept(data_dir: Path) -> Iterator[tuple[str, Manifest, int]]:
    """The backups below the data folder, newest first: name, manifest, size in bytes."""
    for folder in sorted((data_dir / "backups").glob("*"), reverse=True):
        if (folder / MANIFEST).is_file():
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
            yield folder.name, read_manifest(folder), size


def _dump(engine: Engine, path: Path) -> None:
    _run("pg_dump", engine, ["--format=custom", "--no-owner", "--compress=3"], stdout=path)


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in (folder / _DUMP, *sorted((folder / _EVENTS).glob("*.native"))):
        if path.is_file():
            with path.open("rb") as content:
                found[str(path.relative_to(folder))] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def _load(engine: Engine, path: Path) -> None:
    _set_aside(engine)
    try:
        _run("pg_restore", engine, ["--no-owner", "--exit-on-error", "--single-transaction"], stdin=path)
    except BackupFailed:
        _put_back(engine)
        raise
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {_ASIDE} CASCADE"))


def _set_aside(engine: Engine) -> None:
    """Where a schema stands aside already, an earlier restore was killed half-way: then that one is the record."""
    with engine.begin() as connection:
        if connection.execute(text(f"SELECT to_regnamespace('{_ASIDE}')")).scalar_one():
            connection.execute(text("DROP SCHEMA public CASCADE"))
        else:
            connection.execute(text(f"ALTER SCHEMA public RENAME TO {_ASIDE}"))
        connection.execute(text("CREATE SCHEMA public"))


def _put_back(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {_ASIDE} RENAME TO public"))


def _run(
    tool: str, engine: Engine, options: list[str], *, stdout: Path | None = None, stdin: Path | None = None
) -> None:
    """Run a PostgreSQL tool; the password travels in the environment, never on the command line."""
    url = engine.url.set(drivername="postgresql", password=None)
    environment = os.environ | {"PGPASSWORD": engine.url.password or ""}
    command = [str(postgres.program(tool)), *options, "--dbname", url.render_as_string()]
    with open(stdout or os.devnull, "wb") as out, open(stdin or os.devnull, "rb") as source:  # noqa: PTH123
        done = subprocess.run(command, stdin=source, stdout=out, stderr=subprocess.PIPE, env=environment, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(retry=False, problem=done.stderr.decode(errors="replace")[-500:])


def _save_table(warehouse: Warehouse, table: str, folder: Path) -> int:
    """One file a year, so that no more than a year is ever in memory; how many rows."""
    folder.mkdir(mode=0o700, exist_ok=True)
    saved = 0
    for year, rows in warehouse.rows(f"SELECT toYear(time), count() FROM {table} GROUP BY 1 ORDER BY 1"):
        sql = f"SELECT * FROM {table} WHERE toYear(time) = {{year:UInt16}}"
        (folder / f"{table}-{year}.native").write_bytes(warehouse.native(sql, {"year": year}))
        saved += rows
    return saved


def _load_table(warehouse: Warehouse, table: str, folder: Path) -> None:
    warehouse.command(f"TRUNCATE TABLE {table}")
    for file in sorted(folder.glob(f"{table}-*.native")):
        warehouse.insert_native(table, file.read_bytes())


def _copy_uploads(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
