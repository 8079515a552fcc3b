"""Bring PostgreSQL to the newest revision at start; two servers starting at once take turns."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_LOCK = 7_368_825  # any number: the same one in every process that migrates


def upgrade(engine: Engine) -> None:
    """Run the revisions that have not run here yet, all in one transaction."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(config(connection), "head")


def current(engine: Engine) -> str | None:
    """The revision this database is at."""
    with engine.connect() as connection:
        if not connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one():
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def newest() -> str | None:
    """The revision this program expects."""
    return ScriptDirectory.from_config(config(None)).get_current_head()


def config(connection: Connection | None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(resources.files("siyu.migrations")))
    settings.attributes["connection"] = connection
    return settings
