"""Limits on the tail: what is longer than one can hold in one's head. Only what a generator writes is free of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FUNCTION_LINES_MAX = 40
FILE_LINES_MAX = {"src/": 300, "tools/": 300, "scripts/": 300, "bench/": 300, "tests/": 400, "web/": 200}
GENERATED = ("web/packages/api/src/schema.d.ts", "src/siyu/migrations/versions/")


def long_functions(module: ast.Module) -> Iterator[str]:
    """Names of functions past the limit; decorators do not count, docstrings do."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield f"{node.name} has {lines} lines"


def is_long(name: str, path: Path) -> str | None:
    """A sentence when the file is past the limit of its folder."""
    limit = next((most for folder, most in FILE_LINES_MAX.items() if name.startswith(folder)), None)
    if limit is None or name.startswith(GENERATED):
        return None
    lines = len(path.read_text(encoding="utf-8").splitlines())
    return f"{name} has {lines} lines, {limit} at most" if lines > limit else None
