"""Refuses a docs/openapi.json that the code would write differently."""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

from tools.tree import ROOT

KEPT = ROOT / "docs" / "openapi.json"
LINES_SHOWN = 40


def main() -> int:
    siyu = str(Path(sys.executable).parent / "siyu")
    written = subprocess.run([siyu, "openapi"], check=True, stdout=subprocess.PIPE, text=True, timeout=60).stdout
    kept = KEPT.read_text() if KEPT.is_file() else ""
    change = list(
        difflib.unified_diff(kept.splitlines(), written.splitlines(), "docs/openapi.json", "the code", lineterm="")
    )
    print("\n".join(change[:LINES_SHOWN]))
    return 1 if change else 0


if __name__ == "__main__":
    sys.exit(main())
