"""Houses for stories that are long to tell: one with the example orders, one small shop that is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from siyu.entrypoints.house import House
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.settings import BrandSettings, Settings
from tests.entrypoints.doors import Door
from tests.stories.lived_in import begin_import, finish, opened, owner_of, turning

EXAMPLE = Path(__file__).parents[2] / "examples/online_retail/online_retail_2010_2011.parquet"


@dataclass(frozen=True)
class Shop:
    """A house with its owner at the door."""

    house: House
    door: Door


@dataclass(frozen=True)
class Retail(Shop):
    """The example brand, after the same file was imported twice."""

    first: dict[str, Any]
    second: dict[str, Any]


@pytest.fixture(scope="session")
def stores(migrated: Engine, opened_warehouse: Warehouse, postgres: EmbeddedPostgres) -> EmbeddedPostgres:
    """Both engines running, in the one order that is safe."""
    return postgres


@pytest.fixture(scope="session")
def retail(stores: EmbeddedPostgres, scratch: Path) -> Iterator[Retail]:
    if not EXAMPLE.exists():
        pytest.skip("the example file is not part of this distribution")
    brand = BrandSettings(name="Online Retail", time_zone="Europe/London", currency="GBP")
    settings = Settings(data_dir=scratch / "retail", brand=brand)
    with opened(stores, scratch, settings, "retail") as house, turning(house), owner_of(house) as door:
        ended = [finish(door, begin_import(door, EXAMPLE.read_bytes(), mapping="online_retail")) for _ in range(2)]
        yield Retail(house, door, *ended)


@pytest.fixture(scope="session")
def shop(stores: EmbeddedPostgres, scratch: Path) -> Iterator[Shop]:
    """Open for the whole run; each story uses documents and people of its own."""
    settings = Settings(data_dir=scratch / "shop", brand=BrandSettings(name="Shop"))
    with opened(stores, scratch, settings, "shop") as house, turning(house), owner_of(house) as door:
        yield Shop(house, door)
