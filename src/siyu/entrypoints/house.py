"""The opened house as entrypoints see it: settings, stores and transactions, put together by `siyu.app`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from siyu.facts.warehouse.service import Warehouse
from siyu.flows.ingest.service import Ingest
from siyu.kernel.settings import Settings
from siyu.kernel.tx import Begin


@dataclass(frozen=True, slots=True)
class House:
    """Everything an entrypoint may reach. `static_dir` holds the built web assets, or nothing."""

    settings: Settings
    engine: Engine
    begin: Begin
    warehouse: Warehouse
    started_at: datetime
    version: str
    database_kind: str
    static_dir: Path
    migrate: Callable[[Engine], None]
    standstill: AbstractContextManager[object]
    """While it is held, the relay delivers nothing."""
    fingerprint_key: bytes
    ingest: Ingest

    @property
    def time_zone(self) -> str:
        return self.settings.brand.time_zone
