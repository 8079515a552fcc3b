"""The data folder: one process at a time, and its lock ends with the process however that ended."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from siyu.kernel.data_dir import AlreadyRunning, hold, holder

HOLD = """
import sys
from pathlib import Path
from siyu.kernel.data_dir import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder until its input ends."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        with pytest.raises(AlreadyRunning) as caught, hold(tmp_path):
            pytest.fail("held twice")
        assert str(process.pid) in caught.value.message("zh")
        assert str(tmp_path) in caught.value.message("en")
        assert holder(tmp_path) == process.pid


def test_a_refused_process_does_not_break_the_lock_of_the_one_that_holds(tmp_path: Path) -> None:
    with another_process(tmp_path):
        for _ in range(2):
            with pytest.raises(AlreadyRunning), hold(tmp_path):
                pytest.fail("held twice")


def test_the_lock_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
        assert holder(tmp_path) is None
        with hold(tmp_path):
            assert holder(tmp_path) == os.getpid()


def test_a_folder_is_free_again_when_its_holder_lets_go(tmp_path: Path) -> None:
    with hold(tmp_path):
        pass
    assert holder(tmp_path) is None
    with hold(tmp_path), pytest.raises(AlreadyRunning), hold(tmp_path):
        pytest.fail("held twice")


def test_a_folder_that_is_not_there_has_no_holder_and_is_made_by_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert holder(folder) is None
    with hold(folder):
        private = [stat.S_IMODE((folder / name).stat().st_mode) for name in ("uploads", "backups", "clickhouse")]
        assert private == [0o700] * 3
        assert stat.S_IMODE((folder / "house.lock").stat().st_mode) == 0o600


def test_a_shorter_process_id_leaves_nothing_of_a_longer_one_behind(tmp_path: Path) -> None:
    (tmp_path / "house.lock").write_text("99999999999999")
    with hold(tmp_path):
        assert holder(tmp_path) == os.getpid()
