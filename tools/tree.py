"""Which files belong to the repository: tracked, or new and not ignored."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Absolute paths, sorted; deleted files are left out. Suffixes narrow the list."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30).stdout
    found = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in found if path.is_file() and (not suffixes or path.name.endswith(suffixes)))


def name(path: Path) -> str:
    """The path as people write it: relative to the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """The module's syntax; a file Python cannot read is named in the error."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def python_files(*folders: str) -> tuple[Path, ...]:
    return tuple(path for path in files(".py") if name(path).startswith(folders))
