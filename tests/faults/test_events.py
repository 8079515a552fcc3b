"""Under a storm of events everything is killed, filled up or held up; what was promised is there, and there once."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bench.server import Server
from tests.faults.storm import Storm, check, free_port, pause, shipped
from tests.faults.totals import wait_for

KILLS = 20
SLOW = 60


@pytest.fixture
def server() -> Iterator[Server]:
    """On a port of its own, so that senders find it again after every start."""
    with Server(SIYU_HTTP__PORT=str(free_port())) as started:
        yield started


def test_kills_of_the_server_and_of_postgresql_lose_and_double_nothing(server: Server) -> None:
    with Storm(server) as storm:
        storm.wait_for_more(200)
        server.kill_postgres()  # under the running server
        storm.wait_for_more(200)
        server.kill()
        server.kill_postgres()
        server.start()
        storm.wait_for_more(200)
        server.kill()
        server.start()
        storm.wait_for_more(200)
    check(server, storm)


def test_slow_clients_do_not_hold_up_the_others(server: Server) -> None:
    port = server.client.base_url.port
    assert port
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for connection in slow:
        connection.sendall(b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n{")
    with Storm(server) as storm:
        storm.wait_for_more(100)
    assert server.client.get("/v1/system").is_success
    shipped(server)
    for connection in slow:
        connection.close()
    assert storm.refusals == 0


@pytest.mark.faults
def test_twenty_kills_at_any_moment_lose_and_double_nothing(server: Server) -> None:
    dice = Random(20_261_121)
    with Storm(server) as storm:
        for number in range(KILLS):
            storm.wait_for_more(dice.randrange(1, 400))
            pause(dice.random() * 0.3)
            if number % 3 != 1:
                server.kill()
            if number % 3:
                server.kill_postgres()
            if number % 3 != 1:
                server.start()
    check(server, storm)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 MB, where mounting is allowed."""
    folder = Path("/tmp") / f"siyu-small-{os.getpid()}"  # PostgreSQL's own user must reach it
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "none", folder], check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no file system can be mounted here, so no disk can be filled")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.faults
def test_a_full_disk_refuses_loses_nothing_and_goes_on_once_there_is_room(small_disk: Path) -> None:
    with Server(SIYU_HTTP__PORT=str(free_port()), SIYU_DATA_DIR=str(small_disk / "data")) as server:
        with Storm(server) as storm:
            storm.wait_for_more(300)
            ballast = small_disk / "ballast"
            _fill(ballast)
            refused = storm.refusals
            wait_for(lambda: storm.refusals > refused)
            ballast.unlink()
            storm.wait_for_more(300)
        check(server, storm)


def _fill(path: Path) -> None:
    """Take whatever room is left."""
    with path.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 1_000_000)
                file.flush()
        except OSError:
            return
