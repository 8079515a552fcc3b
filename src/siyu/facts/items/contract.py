"""Item rows as other rooms may know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class NewItem:
    """A row as a source told it; `properties` of None removes it."""

    type: str
    id: str
    properties: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Item:
    type: str
    id: str
    properties: dict[str, Any]
    source: str
    updated_at: datetime
