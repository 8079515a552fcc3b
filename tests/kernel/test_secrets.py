"""The house's own secrets: made once, read by this user alone, never empty."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from siyu.kernel.secrets import KEY_BYTES, secret_key


def test_a_key_is_made_at_the_first_asking_and_stays(tmp_path: Path) -> None:
    made = secret_key(tmp_path / "key")
    assert len(made) == KEY_BYTES
    assert secret_key(tmp_path / "key") == made
    assert secret_key(tmp_path / "other") != made
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_threads_that_ask_first_at_the_same_moment_get_the_same_key(tmp_path: Path) -> None:
    for number in range(50):
        start = threading.Barrier(4, timeout=30)

        def ask(_: int, path: Path = tmp_path / str(number), start: threading.Barrier = start) -> bytes:
            start.wait()
            return secret_key(path)

        with ThreadPoolExecutor(4) as pool:
            [key] = set(pool.map(ask, range(4)))
        assert len(key) == KEY_BYTES


def test_a_file_a_kill_left_empty_is_not_taken_for_a_key(tmp_path: Path) -> None:
    (tmp_path / "key").touch(mode=0o600)
    made = secret_key(tmp_path / "key")
    assert len(made) == KEY_BYTES
    assert secret_key(tmp_path / "key") == made
