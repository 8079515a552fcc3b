"""What the prose tells a reader to type or open exists."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from siyu.kernel.settings import Settings
from tools import tree

PROSE = [path for path in tree.files(".md") if not tree.name(path).startswith("web/")]
NAMES = [tree.name(path) for path in PROSE]


@pytest.mark.parametrize("path", PROSE, ids=NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text()) + re.findall(
        r'(?:src|srcset|href)="([^"#]+)"', path.read_text()
    )
    dead = [link for link in links if not re.match(r"[a-z]+:", link) and not (path.parent / link).exists()]
    assert not dead


@pytest.mark.parametrize("path", PROSE, ids=NAMES)
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (tree.ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:^|`)make ([a-z]+)", path.read_text(), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("path", PROSE, ids=NAMES)
def test_siyu_commands_exist(path: Path) -> None:
    named = set(re.findall(r"(?:^|`|\$ |/)siyu ([a-z-]+)", path.read_text(), re.MULTILINE))
    assert not named or named <= commands()


@pytest.mark.parametrize("path", PROSE, ids=NAMES)
def test_settings_exist(path: Path) -> None:
    named = set(re.findall(r"\bSIYU_[A-Z_]*[A-Z]", path.read_text()))
    assert named <= variables("SIYU_", Settings)


def test_both_readmes_show_the_same_commands_and_settings() -> None:
    shown = [
        re.findall(r"^(?:make|siyu) .*|SIYU_[A-Z_]*[A-Z]", (tree.ROOT / name).read_text(), re.MULTILINE)
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert shown[0] == shown[1]


@cache
def commands() -> set[str]:
    siyu = Path(sys.executable).parent / "siyu"
    env = os.environ | {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}
    told = subprocess.run([siyu, "--help"], check=True, capture_output=True, text=True, env=env, timeout=60).stdout
    return set(re.findall(r"^[│|\s]*([a-z][a-z-]+)\s{2,}", told, re.MULTILINE))


def variables(prefix: str, model: type[BaseModel]) -> set[str]:
    """Every environment variable the settings read."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= variables(f"{prefix}{name.upper()}__", inner)
        else:
            found.add(f"{prefix}{name.upper()}")
    return found
