"""Alembic's environment: always on the connection the house hands over, in one transaction."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from siyu.migrations.tables import METADATA


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Procrastinate keeps its own tables in the same database."""
    return kind != "table" or name is None or not name.startswith("procrastinate_")


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_name=_is_ours,
        compare_server_default=False,
        user_module_prefix="siyu.kernel.db.",
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
