"""Functions, files and names stay small and say something; the checks themselves are seen to fail."""

import ast
from pathlib import Path

import pytest

from tools import sizes, tree, words

OURS = ("src/", "tests/", "tools/", "scripts/", "bench/")


def test_no_function_is_longer_than_the_limit() -> None:
    found = [
        f"{tree.name(path)}: {line}"
        for path in tree.python_files(*OURS)
        if not tree.name(path).startswith(sizes.GENERATED)
        for line in sizes.long_functions(tree.parsed(path))
    ]
    assert not found, "\n".join(found)


def test_no_file_is_longer_than_the_limit() -> None:
    paths = tree.files(".py", ".sql", ".sh", ".ts", ".tsx", ".css")
    found = [line for path in paths if (line := sizes.is_long(tree.name(path), path))]
    assert not found, "\n".join(found)


def test_no_name_holds_an_empty_word() -> None:
    found = [
        f"{tree.name(path)} {line}"
        for path in tree.python_files("src/")
        for line in words.empty_names(tree.parsed(path))
    ]
    found += [tree.name(path) for path in tree.files(".py", ".ts", ".tsx") if words.is_empty(path.name.split(".")[0])]
    assert not found, "\n".join(found)


def test_a_long_function_is_found() -> None:
    short = "def short():\n" + "    pass\n" * (sizes.FUNCTION_LINES_MAX - 1)
    assert list(sizes.long_functions(ast.parse(short))) == []
    assert list(sizes.long_functions(ast.parse(f"{short}    pass\n"))) == [
        f"short has {sizes.FUNCTION_LINES_MAX + 1} lines"
    ]


def test_a_long_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("pass\n" * 300)
    assert sizes.is_long("src/siyu/a.py", file) is None
    assert sizes.is_long("web/apps/a.tsx", file) == "web/apps/a.tsx has 300 lines, 200 at most"
    assert sizes.is_long("web/packages/api/src/schema.d.ts", file) is None


@pytest.mark.parametrize(
    "source", ["order_data = 1", "class OrderManager: ...", "def handle(x): ...", "def f(info): ..."]
)
def test_an_empty_word_is_found(source: str) -> None:
    assert list(words.empty_names(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["data_dir = 1", "def redeem(coupon): ...", "postgres_process = 1", "def does_match(): ..."]
)
def test_a_word_that_says_something_is_not(source: str) -> None:
    assert not list(words.empty_names(ast.parse(source)))
