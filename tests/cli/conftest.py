"""The `siyu` command as people run it: a process of its own, beside a server that runs, or none."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.server import Server

COMMAND_SECONDS_MAX = 120
Done = subprocess.CompletedProcess[str]
Siyu = Callable[..., Done]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(SIYU_BRAND__TIME_ZONE="Asia/Shanghai", SIYU_BRAND__CURRENCY="CNY") as started:
        yield started


@pytest.fixture
def siyu(server: Server) -> Siyu:
    """Beside the running server."""
    return lambda *arguments: _run(server, server.environment, *arguments)


@pytest.fixture
def alone(tmp_path: Path) -> Siyu:
    """With a data folder in which nothing runs."""
    environment = os.environ | {"SIYU_DATA_DIR": str(tmp_path / "data")}
    return lambda *arguments: _run(Server(), environment, *arguments)


def _run(server: Server, environment: dict[str, str], *arguments: str) -> Done:
    wide = environment | {"COLUMNS": "200"}
    return subprocess.run(
        server.command(*arguments), env=wide, capture_output=True, text=True, timeout=COMMAND_SECONDS_MAX, check=False
    )
