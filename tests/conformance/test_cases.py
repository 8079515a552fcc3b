"""The public cases of the kinds we have rooms for, through the product, by the command anybody can run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "cases"
KINDS = {path.stem for path in (Path(__file__).parent / "kinds").glob("*.py")} - {"__init__"}
MOMENT = "2024-06-01T12:00:00Z"


def run(*files: Path) -> tuple[int, list[str]]:
    """Exit code and lines. In a process of its own: the engine allows one folder a process."""
    command = [sys.executable, "tests/conformance/run.py", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.skipif(not CASES.is_dir(), reason="the conformance cases are not beside this checkout")
def test_every_case_of_a_kind_we_have_passes_or_says_why_not() -> None:
    files = sorted(CASES.glob("*.jsonl"))
    ours = [case for file in files for case in map(json.loads, file.read_text().splitlines()) if case["kind"] in KINDS]
    code, lines = run(*files)
    assert [line for line in lines if " failed: " in line] == []
    assert {line.split()[0] for line in lines if line.endswith(" passed")} >= {case["id"] for case in ours}
    assert (code, len(lines)) == (0, 1 + sum(len(file.read_text().splitlines()) for file in files))
    assert re.fullmatch(rf"{len(ours)} passed, 0 failed, \d+ skipped", lines[-1])


def test_a_wrong_answer_fails_and_a_kind_without_a_room_is_not_supported(tmp_path: Path) -> None:
    asked = dict.fromkeys(("originalTimestamp", "sentAt", "receivedAt"), MOMENT)
    made_up = [
        {"id": "x-1", "kind": "no_such_kind"},
        {"id": "x-2", "kind": "timestamp", "query": asked, "expect": {"timestamp": "2024-06-01T12:00:01Z"}},
        {"id": "x-3", "kind": "timestamp", "query": {}, "expect": {}},
        {"id": "x-4", "kind": "timestamp", "query": asked, "expect": {"timestamp": MOMENT}},
    ]
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in made_up))
    code, lines = run(file)
    said = [line.split(":")[0] for line in lines[:4]]
    assert said == ["x-1 not supported", "x-2 failed", "x-3 failed", "x-4 passed"]
    assert (code, lines[-1]) == (1, "1 passed, 2 failed, 1 skipped")
