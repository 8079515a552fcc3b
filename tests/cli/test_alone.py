"""Commands where no server runs say so, in two languages, and never make a mess."""

import json
from pathlib import Path

from siyu.entrypoints.api import describe
from tests.cli.conftest import Siyu


def test_a_command_that_needs_the_server_says_how_to_start_it(alone: Siyu, tmp_path: Path) -> None:
    done = alone("status")
    assert done.returncode == 1
    assert "server_not_running" in done.stderr
    assert "siyu up" in done.stderr
    assert "请先执行" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_looks_at_everything_and_changes_nothing(alone: Siyu, tmp_path: Path) -> None:
    done = alone("doctor")
    for word in ("Python", "data folder", "disk space", "engines", "console assets", "not running"):
        assert word in done.stdout, word
    assert done.returncode == (1 if "missing: make web" in done.stdout else 0)
    assert list(tmp_path.iterdir()) == []


def test_openapi_is_written_without_a_house(alone: Siyu, tmp_path: Path) -> None:
    done = alone("openapi")
    assert done.returncode == 0
    assert json.loads(done.stdout) == json.loads(json.dumps(describe().openapi()))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_backup_is_refused_before_anything_is_opened(alone: Siyu, tmp_path: Path) -> None:
    done = alone("restore", str(tmp_path / "nothing"), "--yes")
    assert (done.returncode, "backup_unreadable" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []
