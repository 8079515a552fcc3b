"""`siyu status`, `doctor`, `backup` and `restore`: looking after the house."""

import shutil
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from siyu.entrypoints import backups
from siyu.entrypoints.cli import checks, local
from siyu.entrypoints.cli.shell import app, composition, out
from siyu.kernel.clock import utc_now
from siyu.kernel.errors import Conflict
from siyu.kernel.settings import Settings


class ServerRunning(Conflict):
    code = "server_running"
    zh = "Siyu 正在运行，请先停止再恢复"
    en = "Siyu is running; stop it before restoring"


@app.command()
def status() -> None:
    """运行状态 / How the running server is doing."""
    with local.connect(Settings()) as client:
        system: dict[str, Any] = local.ask(client, "GET", "/v1/system")
    table = Table(show_header=False)
    for name, value in _rows(system):
        table.add_row(name, value)
    out.print(table)


@app.command()
def doctor() -> None:
    """体检 / Check what the house needs: folders, space, engines, assets, the running server."""
    found = checks.all_checks(Settings())
    table = Table("", "检查 / check", "结果 / result")
    for check in found:
        table.add_row("[green]✓[/green]" if check.is_ok else "[red]✗[/red]", check.name, check.result)
    out.print(table)
    if not all(check.is_ok for check in found):
        raise typer.Exit(1)


@app.command()
def backup(context: typer.Context, folder: Path) -> None:
    """备份到目录 / Back up both stores and the uploads into a new folder; the server may be running."""
    settings = Settings()
    if folder.exists() and any(folder.iterdir()):
        raise backups.FolderNotEmpty(folder=folder)
    if local.is_running(settings):
        _fetch_backup(settings, folder)
    else:
        with composition(context).open_house(settings) as house:
            backups.take(house, folder, now=utc_now())
    manifest = backups.read_manifest(folder)
    out.print(f"已备份 / backed up: {folder}  events {manifest.rows.get('events', 0):,}")


@app.command()
def restore(
    context: typer.Context,
    folder: Path,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / Do not ask")] = False,
) -> None:
    """从备份恢复 / Replace everything in the house by a backup; the server must be stopped."""
    settings = Settings()
    if local.is_running(settings):
        raise ServerRunning
    manifest = backups.read_manifest(folder)
    if not yes:
        question = f"用 {manifest.taken_at} 的备份覆盖 {settings.data_dir} 中的全部数据？/ Replace everything in it?"
        typer.confirm(question, abort=True)
    with composition(context).open_house(settings) as house:
        backups.restore(house, folder)
    (settings.data_dir / local.KEY).unlink(missing_ok=True)
    out.print(f"已恢复 / restored: {manifest.taken_at}  events {manifest.rows.get('events', 0):,}")


def _fetch_backup(settings: Settings, folder: Path) -> None:
    """The server writes below its own data folder only; from there this command, on the same machine, moves it."""
    with local.connect(settings) as client:
        taken = local.ask(client, "POST", "/v1/system/backups")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rmdir()
    shutil.move(settings.data_dir / "backups" / taken["name"], folder)


def _rows(system: dict[str, Any]) -> list[tuple[str, str]]:
    database, warehouse, outbox, jobs = (system[name] for name in ("database", "warehouse", "outbox", "jobs"))
    return [
        ("版本 / version", f"{system['version']}  since {system['started_at']}"),
        ("PostgreSQL", f"{database['kind']} {database['version']}  {_mb(database['size_bytes'])}"),
        ("ClickHouse", f"{warehouse['kind']} {warehouse['version']}  {_mb(warehouse['size_bytes'])}"),
        ("事件库 / event log", f"{warehouse['rows']:,} rows"),
        ("待投递 / outbox", f"{outbox['waiting']:,} waiting, {outbox['dead']:,} dead"),
        ("任务 / jobs", f"{jobs['waiting']:,} waiting, {jobs['running']:,} running, {jobs['failed']:,} failed"),
        ("磁盘 / disk", f"{_mb(system['disk']['free_bytes'])} free"),
        ("内存 / memory", _mb(system["memory_bytes"])),
        ("上次备份 / last backup", system["last_backup_at"] or "—"),
    ]


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:,.0f} MB"
