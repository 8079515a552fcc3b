"""What the tree promises: modules say what they are for, Alembic sees every table, nothing of one machine is kept."""

import ast
import re
from pathlib import Path

import pytest

from tools import tree

TABLES_SEEN_BY_ALEMBIC = tree.ROOT / "src/siyu/migrations/tables.py"
# Written in pieces, so that this file does not hold what it looks for.
OF_ONE_MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:work|home/[a-z]\w*|Users/\w+)/",
            "py" + r"pi\.(?:org|tuna)",
            "pytho" + r"nhosted\.org",
            r"registry\.npm" + "js",
            "npmmi" + r"rror\.",
            "mirro" + r"rs\.\w+\.(?:com|edu|org|cn)",
        ]
    )
)


def test_every_module_says_what_it_is_for() -> None:
    modules = tree.python_files("src/", "tests/", "tools/", "scripts/", "bench/")
    silent = [tree.name(path) for path in modules if not ast.get_docstring(tree.parsed(path))]
    assert not silent, "\n".join(silent)


def test_every_table_is_seen_by_alembic() -> None:
    seen = _imported(tree.parsed(TABLES_SEEN_BY_ALEMBIC))
    unseen = [
        module for path in tree.python_files("src/") if _has_tables(path) and (module := _module(path)) not in seen
    ]
    assert not unseen, f"import them in {tree.name(TABLES_SEEN_BY_ALEMBIC)}: {unseen}"


def test_nothing_of_one_machine_is_kept() -> None:
    found = [
        f"{tree.name(path)}:{number}: {line.strip()[:120]}" for path in tree.files() for number, line in _suspects(path)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line", ["see /wo" + "rk/main", "https://files.pytho" + "nhosted.org/x", "https://registry.npm" + "js.org/y"]
)
def test_a_line_of_one_machine_is_found(line: str) -> None:
    assert OF_ONE_MACHINE.search(line)


@pytest.mark.parametrize("line", ["GET /v1/work/items", "/var/lib/siyu", "registry.register(x)", "the npm registry"])
def test_an_ordinary_line_is_not(line: str) -> None:
    assert not OF_ONE_MACHINE.search(line)


def _suspects(path: Path) -> list[tuple[int, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [(number, line) for number, line in enumerate(lines, start=1) if OF_ONE_MACHINE.search(line)]


def _has_tables(path: Path) -> bool:
    assigned = (node for node in ast.walk(tree.parsed(path)) if isinstance(node, ast.Name))
    return any(node.id == "__tablename__" and isinstance(node.ctx, ast.Store) for node in assigned)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(tree.ROOT / "src").with_suffix("").parts)


def _imported(module: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
