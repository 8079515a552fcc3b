"""Killed at the worst moment and started again, the house comes up by itself and every order counts once."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.server import Server
from tests.faults.totals import NET_CENTS, WHOLE, begin_import, finish, progress, totals, wait_for

KILLS = 10
Moment = Callable[[Server, str], bool]


def _is_reading(server: Server, import_id: str) -> bool:
    return bool(progress(server, import_id).get("rows_read"))


def _is_writing(server: Server, import_id: str) -> bool:
    return bool(progress(server, import_id).get("documents_done"))


@pytest.mark.parametrize("moment", [_is_reading, _is_writing], ids=["reading", "writing"])
def test_an_import_whose_server_was_killed_goes_on_by_itself(server: Server, orders_file: Path, moment: Moment) -> None:
    import_id = begin_import(server, orders_file)
    wait_for(lambda: moment(server, import_id))
    server.kill()
    server.start()
    assert finish(server, import_id)["state"] == "done"
    assert totals(server) == WHOLE


def test_importing_again_after_a_kill_changes_nothing(server: Server, orders_file: Path) -> None:
    first = begin_import(server, orders_file)
    wait_for(lambda: _is_writing(server, first))
    server.kill()
    server.kill_postgres()
    server.start()
    again = finish(server, begin_import(server, orders_file))
    assert again["state"] == "done"
    assert finish(server, first)["state"] == "done"
    assert totals(server) == WHOLE


def test_a_server_outlives_the_death_of_its_postgresql(server: Server, orders_file: Path) -> None:
    import_id = begin_import(server, orders_file)
    wait_for(lambda: _is_writing(server, import_id))
    server.kill_postgres()
    assert finish(server, import_id)["state"] == "done"
    assert totals(server) == WHOLE


def test_a_pid_file_that_names_another_program_is_only_litter(server: Server) -> None:
    server.kill()
    server.kill_postgres()
    pid_file = server.data_dir / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert server.client.get("/readyz").json() == {"database": True, "warehouse": True}


def test_a_second_server_on_the_same_folder_is_refused(server: Server) -> None:
    second = subprocess.run(
        server.command("up"), env=server.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    assert "already_running" in second.stderr
    assert server.client.get("/readyz").is_success


def test_a_server_asked_to_stop_ends_and_takes_its_postgresql_along(server: Server) -> None:
    assert server.postgres_is_alive()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)
    assert not server.postgres_is_alive()


@pytest.mark.faults
def test_ten_kills_of_both_lose_nothing(server: Server, orders_file: Path) -> None:
    import_id = begin_import(server, orders_file)
    for kill in range(KILLS):
        _wait_for_a_step(server, import_id)
        server.kill()
        if kill % 2:
            server.kill_postgres()
        server.start()
    assert finish(server, import_id)["state"] == "done"
    assert totals(server) == WHOLE
    assert totals(server).net_cents == NET_CENTS


def _wait_for_a_step(server: Server, import_id: str) -> None:
    before = progress(server, import_id)
    wait_for(lambda: progress(server, import_id) not in ({}, before) or before.get("state") == "done")
