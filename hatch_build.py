"""Refuses to build a wheel without the console inside: a server without its screens is worse than no release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = (Path("src/siyu/static/console/index.html"), Path("src/siyu/static/sdk/siyu.js"))


class ConsoleIsBuilt(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own generic has no default
    """Editable installs never need Node; wheels always carry the built console."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        missing = [path for path in BUILT if not (Path(self.root) / path).is_file()]
        if version != "editable" and missing:
            message = f"{missing[0]} is missing. Run `make web` first, then build the wheel again."
            raise RuntimeError(message)
