"""What a conformance case is, and what can come of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Case = dict[str, Any]
"""One line of a file: `id`, `kind`, what goes in (`input`, or `query` and `events`), and `expect`."""


class Difference(Exception):
    """The product answers otherwise than the case expects."""


class NotSupported(Exception):
    """The product does not do this, and says why."""


def cases(path: Path) -> Iterator[Case]:
    """Every case of a JSON-lines file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def expect(case: Case, **found: Any) -> None:
    """Raise Difference for every expected value that was found to be another; values not found are differences too."""
    wrong = {
        name: {"expected": wanted, "found": found.get(name)}
        for name, wanted in case["expect"].items()
        if found.get(name) != wanted
    }
    if wrong:
        raise Difference(json.dumps(wrong, ensure_ascii=False, default=str))
