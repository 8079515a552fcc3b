"""`siyu import`: send a file to the running server, watch it come in, keep what was rejected beside it."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from siyu.entrypoints.cli import local
from siyu.entrypoints.cli.shell import app, err, out
from siyu.kernel.errors import Invalid
from siyu.kernel.settings import Settings

POLL_SECONDS = 0.3
_ENDED = ("done", "failed", "cancelled")


class FileMissing(Invalid):
    code = "file_missing"
    zh = "找不到文件 {path}"
    en = "There is no file {path}"


class What(StrEnum):
    """What kind of rows a file holds."""

    orders = "orders"
    products = "products"
    persons = "persons"
    events = "events"


@app.command(name="import")
def import_(
    what: What,
    file: Path,
    mapping: Annotated[
        str | None, typer.Option(help="现成映射的名字或 YAML 文件 / A ready mapping's name, or a YAML file")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查不写入 / Check, write nothing")] = False,
) -> None:
    """导入订单、商品、客户或事件文件 / Import a file of orders, products, persons or events (CSV, XLSX, Parquet)."""
    name, yaml = _chosen(mapping, what)
    with local.connect(Settings()) as client:
        run_state = run(client, file, mapping=name, yaml=yaml, is_dry_run=dry_run)
    if run_state["state"] != "done":
        raise typer.Exit(1)


def run(client: httpx.Client, file: Path, *, mapping: str | None, yaml: str | None, is_dry_run: bool) -> dict[str, Any]:
    """Upload, start, watch to the end, report; the import as it ended."""
    if not file.is_file():
        raise FileMissing(path=file)
    uploaded = _upload(client, file)
    wanted = {"file_id": uploaded["id"], "mapping": mapping, "mapping_yaml": yaml, "dry_run": is_dry_run}
    started = local.ask(client, "POST", "/v1/imports", json=wanted)
    ended = _watch(client, started["id"])
    _report(ended)
    if ended["rows_rejected"]:
        _keep_rejects(client, ended["id"], file)
    return ended


def _chosen(mapping: str | None, what: What) -> tuple[str | None, str | None]:
    if mapping and mapping.endswith((".yaml", ".yml")):
        path = Path(mapping)
        if not path.is_file():
            raise FileMissing(path=path)
        return None, path.read_text(encoding="utf-8")
    return mapping or what.value, None


def _upload(client: httpx.Client, file: Path) -> dict[str, Any]:
    with file.open("rb") as content:
        answer: dict[str, Any] = local.ask(
            client, "POST", "/v1/imports/files", params={"name": file.name}, content=content
        )
    return answer


def _watch(client: httpx.Client, import_id: str) -> dict[str, Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as progress:
        reading = progress.add_task("读取 / reading", total=None)
        writing = progress.add_task("写入 / writing", total=None)
        while True:
            run_state: dict[str, Any] = local.ask(client, "GET", f"/v1/imports/{import_id}")
            progress.update(reading, completed=run_state["rows_read"], total=run_state["rows_total"])
            progress.update(writing, completed=run_state["documents_done"], total=run_state["documents_total"])
            if run_state["state"] in _ENDED:
                return run_state
            time.sleep(POLL_SECONDS)


def _report(ended: dict[str, Any]) -> None:
    if ended["error"]:
        err.print(f"[red]{ended['error']['code']}[/red]  {ended['error']['message']['zh']}")
        err.print(ended["error"]["message"]["en"])
    dry = "  (试运行，未写入 / dry run, nothing written)" if ended["dry_run"] else ""
    out.print(
        f"{ended['state']}{dry}: 行 / rows {ended['rows_read']:,}, 拒绝 / rejected {ended['rows_rejected']:,}, "
        f"跳过 / skipped {ended['rows_skipped']:,}; 单据 / documents {ended['documents_done']:,}: "
        f"新增 / new {ended['created']:,}, 变更 / changed {ended['changed']:,}, 未变 / unchanged {ended['unchanged']:,}"
    )
    if ended["problems"]:
        out.print(_problem_table(ended["problems"]))


def _problem_table(problems: list[dict[str, Any]]) -> Table:
    table = Table("code", "次数 / count", "首行 / first row", "说明 / meaning")
    for problem in problems:
        words = problem["message"]
        meaning = f"{words['zh']}\n{words['en']}"
        table.add_row(problem["code"], f"{problem['count']:,}", str(problem["first_row"]), meaning)
    return table


def _keep_rejects(client: httpx.Client, import_id: str, file: Path) -> None:
    target = file.with_name(f"{file.stem}.rejected.csv")
    try:
        with client.stream("GET", f"/v1/imports/{import_id}/rejects") as answer, target.open("wb") as kept:
            for piece in answer.iter_bytes():
                kept.write(piece)
    except OSError:
        target = Path.cwd() / target.name
        with client.stream("GET", f"/v1/imports/{import_id}/rejects") as answer, target.open("wb") as kept:
            for piece in answer.iter_bytes():
                kept.write(piece)
    out.print(f"被拒绝的行 / rejected rows: {target}")
