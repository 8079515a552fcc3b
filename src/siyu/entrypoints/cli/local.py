"""Talking to the server that runs on this machine over the same data folder."""

import json
import secrets
from pathlib import Path
from typing import Any

import httpx

from siyu.kernel.data_dir import holder
from siyu.kernel.errors import Refused, Upstream
from siyu.kernel.settings import Settings

ADDRESS = "server.json"
KEY = "local.key"
ANSWER_SECONDS_MAX = 600


class ServerNotRunning(Refused):
    code = "server_not_running"
    zh = "Siyu 没有在运行，请先执行 siyu up"
    en = "Siyu is not running; start it with: siyu up"


class ServerSaid(Upstream):
    code = "server_said"
    zh = "{title}"
    en = "{title}"


def note_address(data_dir: Path, url: str) -> None:
    """Leave the server's address where commands find it."""
    (data_dir / ADDRESS).write_text(json.dumps({"url": url}))


def is_running(settings: Settings) -> bool:
    return holder(settings.data_dir) is not None


def connect(settings: Settings) -> httpx.Client:
    """A client that speaks for this machine's operator; raises ServerNotRunning."""
    try:
        url = json.loads((settings.data_dir / ADDRESS).read_text())["url"]
        key = (settings.data_dir / KEY).read_text().strip()
    except (OSError, ValueError, KeyError) as error:
        raise ServerNotRunning from error
    if not is_running(settings):
        raise ServerNotRunning
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=url, headers=headers, timeout=ANSWER_SECONDS_MAX)


def ask(client: httpx.Client, method: str, path: str, **options: Any) -> Any:
    """The JSON answer; a problem becomes an error with its code and sentence."""
    headers = {"Idempotency-Key": secrets.token_hex(16)} if method == "POST" else {}
    answer = client.request(method, path, headers=headers, **options)
    if answer.is_error:
        raise ServerSaid(retry=False, title=_title(answer))
    return answer.json() if answer.content else None


def _title(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
        return f"{problem['title']} ({problem['code']})"
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code} {answer.reason_phrase}"
