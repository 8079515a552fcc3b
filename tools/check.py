"""`make check`: every static check in two lanes, one for each core of a small machine; prints only what failed."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.tree import ROOT

BIN = Path(sys.executable).parent
PYTHON = (sys.executable,)
NPM = (*PYTHON, "scripts/build_web.py", "run")
SECONDS_MAX = 300
LANES = 2


@dataclass(frozen=True)
class Check:
    title: str
    command: tuple[str, ...]
    mend: str = ""


# What the console's checks need before they start; a moment when nothing changed.
FIRST = Check("console packages", (*PYTHON, "scripts/build_web.py", "deps"))

# The long ones come first, so that neither lane waits for the other at the end.
CHECKS = (
    Check("types", (str(BIN / "mypy"),)),
    Check("console types", (*NPM, "typecheck")),
    Check("house rules", (*PYTHON, "-m", "pytest", "tests/house", "-q", "--no-header", "--tb=short")),
    Check("console lint", (*NPM, "lint")),
    Check("openapi in step", (*PYTHON, "-m", "tools.openapi_in_step"), mend="make openapi"),
    Check("client in step", (*NPM, "gen", "--", "--check"), mend="make openapi"),
    Check("import contracts", (str(BIN / "lint-imports"), "--no-logo", "--cache-dir", ".cache/imports")),
    Check("lint", (str(BIN / "ruff"), "check", "."), mend="ruff check --fix ."),
    Check("format", (str(BIN / "ruff"), "format", "--check", "."), mend="ruff format ."),
)


def main() -> int:
    started = time.monotonic()
    passed = [_passes(FIRST)]
    with ThreadPoolExecutor(LANES) as lanes:
        passed += lanes.map(_passes, CHECKS)
    failed = passed.count(False)
    print(f"{f'{failed} failed' if failed else 'all checks pass'}, {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    started = time.monotonic()
    code, told = _ask(check)
    lines = [f"{'ok  ' if code == 0 else 'FAIL'} {check.title:<18} {time.monotonic() - started:5.1f} s"]
    if code:
        lines += [told.rstrip(), *([f"to mend it: {check.mend}"] if check.mend else []), ""]
    print("\n".join(lines), flush=True)
    return code == 0


def _ask(check: Check) -> tuple[int, str]:
    try:
        asked = subprocess.run(
            check.command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        return 1, f"took longer than {SECONDS_MAX} s"
    return asked.returncode, asked.stdout + asked.stderr


if __name__ == "__main__":
    sys.exit(main())
