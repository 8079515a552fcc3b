"""Words that say nothing, refused in the names we give (docs/words.md has the ones that do)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

NOWHERE = {"manager", "helper", "helpers", "util", "utils", "common", "misc"}
NOT_A_VERB = {"do", "handle", "process"}
NOT_A_NOUN = {"data", "info", "obj"}


def empty_names(module: ast.Module) -> Iterator[str]:
    """Names given in this module that hold an empty word, with their line."""
    for name, line, is_function in _given(module):
        if is_empty(name) or (is_function and words(name)[:1] in [[verb] for verb in NOT_A_VERB]):
            yield f"line {line}: {name}"


def is_empty(name: str) -> bool:
    parts = words(name)
    return bool(NOWHERE & set(parts)) or parts[-1:] in [[noun] for noun in NOT_A_NOUN]


def words(name: str) -> list[str]:
    """`_orderData2` is order, data."""
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def _given(tree: ast.AST) -> Iterator[tuple[str, int, bool]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node.lineno, True
            case ast.ClassDef():
                yield node.name, node.lineno, False
            case ast.arg():
                yield node.arg, node.lineno, False
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno, False
