"""Real stores for every test: one embedded PostgreSQL and one warehouse a run, emptied between tests."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, text

from siyu.app import load_flows
from siyu.facts.warehouse import service as warehouses
from siyu.facts.warehouse.service import Warehouse
from siyu.kernel import db
from siyu.kernel.postgres import EmbeddedPostgres
from siyu.kernel.settings import BrandSettings, Settings
from siyu.kernel.tx import SYSTEM, Begin, Tx, beginner
from siyu.migrations import history
from siyu.migrations.tables import METADATA

hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")
"""How long an example takes says something about the machine, not about the code."""

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Hand:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder other users may enter: the embedded PostgreSQL runs as its own user when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="siyu-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(scratch: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(scratch / "postgres")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated(postgres: EmbeddedPostgres) -> Iterator[Engine]:
    load_flows()
    engine = db.connect(postgres.url, connections_max=40)
    history.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def opened_warehouse(scratch: Path, postgres: EmbeddedPostgres) -> Iterator[Warehouse]:
    """Opened after PostgreSQL was started: nothing may fork once the engine is in the process."""
    warehouse = warehouses.embedded(scratch / "clickhouse")
    warehouse.migrate()
    yield warehouse
    warehouse.close()


@pytest.fixture
def engine(migrated: Engine) -> Iterator[Engine]:
    yield migrated
    tables = [*METADATA.tables, "procrastinate_jobs", "procrastinate_events"]
    with migrated.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the audit log refuses otherwise
        connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"))


@pytest.fixture
def warehouse(opened_warehouse: Warehouse) -> Iterator[Warehouse]:
    yield opened_warehouse
    opened_warehouse.command("TRUNCATE TABLE events")


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def begin(engine: Engine, clock: Hand) -> Begin:
    return beginner(engine, clock)


@pytest.fixture
def tx(begin: Begin) -> Iterator[Tx]:
    with begin(SYSTEM) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data", brand=BrandSettings(name="Test", time_zone="Asia/Shanghai", currency="CNY")
    )
