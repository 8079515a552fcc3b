"""Puts conformance cases through the product and prints what came of each.

    python tests/conformance/run.py FILE…

One line a case: `id passed`, `id failed: the difference`, or `id not supported: the reason`; the last line counts them.
The exit code is 1 when one failed.
"""

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.conformance.cases import Case, Difference, NotSupported, cases
from tests.conformance.stores import Stores, opened


def outcome(case: Case, stores: Stores) -> tuple[str, str]:
    """`passed`, `failed` or `skipped`, and the line that says so."""
    try:
        _kind(case["kind"])(case, stores)
    except NotSupported as why:
        return "skipped", f"{case['id']} not supported: {why}"
    except Difference as difference:
        return "failed", f"{case['id']} failed: {difference}"
    except Exception as error:  # noqa: BLE001  # a case that breaks the product has failed, and the next one is run
        return "failed", f"{case['id']} failed: {type(error).__name__}: {error}".replace("\n", " ")[:500]
    else:
        return "passed", f"{case['id']} passed"
    finally:
        stores.empty()


def main(files: Sequence[str]) -> int:
    counts: Counter[str] = Counter()
    with opened() as stores:
        for file in files:
            for case in cases(Path(file)):
                kind, line = outcome(case, stores)
                counts[kind] += 1
                print(line, flush=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


def _kind(name: str) -> Callable[[Case, Stores], None]:
    try:
        module = importlib.import_module(f"tests.conformance.kinds.{name}")
    except ModuleNotFoundError:
        message = f"cases of kind {name} have no room yet"
        raise NotSupported(message) from None
    run: Callable[[Case, Stores], None] = module.run
    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
