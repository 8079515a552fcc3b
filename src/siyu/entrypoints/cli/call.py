"""`siyu api` and `siyu openapi`: the HTTP surface from the command line."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from siyu.entrypoints.cli import local
from siyu.entrypoints.cli.import_file import FileMissing
from siyu.entrypoints.cli.shell import app, composition
from siyu.kernel.errors import Invalid
from siyu.kernel.settings import Settings


class BodyUnreadable(Invalid):
    code = "body_unreadable"
    zh = "请求内容不是 JSON：{problem}"
    en = "The body is not JSON: {problem}"


@app.command()
def api(
    method: str,
    path: str,
    body: Annotated[str | None, typer.Argument(help="JSON，或 @文件 / JSON, or @file")] = None,
) -> None:
    """调用运行中的服务 / Call the running server with this machine's key, and print its JSON."""
    options = {} if body is None else {"json": _read(body)}
    with local.connect(Settings()) as client:
        answer = local.ask(client, method.upper(), path, **options)
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


@app.command()
def openapi(context: typer.Context) -> None:
    """打印 OpenAPI / Print the OpenAPI description."""
    typer.echo(json.dumps(composition(context).describe().openapi(), ensure_ascii=False, indent=2, sort_keys=True))


def _read(body: str) -> Any:
    text = body
    if body.startswith("@"):
        path = Path(body[1:])
        if not path.is_file():
            raise FileMissing(path=path)
        text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except ValueError as error:
        raise BodyUnreadable(problem=error) from error
