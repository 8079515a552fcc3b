"""The door to PostgreSQL: engine, table base, and the few column types every room uses."""

import math
import time
from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, cast

import psycopg
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Engine,
    MetaData,
    any_,
    bindparam,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

CONNECT_SECONDS_MAX = 30.0
"""How long a start waits for PostgreSQL: after a hard crash it answers only when its log is replayed."""
RESTED_SECONDS = 1.0
"""A connection idle for longer is asked before it is used again."""


class Json(TypeDecorator[Any]):
    """JSONB under a name of our own, so that migrations render it without foreign imports."""

    impl = JSONB
    cache_ok = True

    def __repr__(self) -> str:
        return "Json()"


class Row(DeclarativeBase):
    """Base of every table; constraint names are fixed so that errors can be told apart by them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        int: BigInteger,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


def is_any(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """`column = ANY(array)`: thousands of values travel as one parameter, where IN makes one of each."""
    array = bindparam(None, sorted(values), type_=ARRAY(column.type))
    return cast("ColumnElement[bool]", column == any_(array))


def connect(url: str, *, connections_max: int) -> Engine:
    """An engine on `url` (`postgresql://…`), waiting for a server that is still recovering."""
    engine = create_engine(
        _with_driver(url),
        pool_size=connections_max,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,  # what was bound may be somebody's phone number; errors are logged and shown
        connect_args={"connect_timeout": 5, "application_name": "siyu"},
    )
    event.listen(engine, "connect", _speak_utc)
    event.listen(engine, "checkin", _note_return)
    event.listen(engine, "checkout", _check_rested)
    wait_until_answering(engine)
    return engine


def wait_until_answering(engine: Engine, seconds_max: float = CONNECT_SECONDS_MAX) -> None:
    """Return when PostgreSQL answers; raise its own error when it does not within `seconds_max`."""
    deadline = time.monotonic() + seconds_max
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
            return
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _with_driver(url: str) -> str:
    scheme, rest = url.split("://", 1)
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


def _speak_utc(dbapi_connection: Any, _record: Any) -> None:
    with dbapi_connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
    dbapi_connection.commit()


def _note_return(_dbapi_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["returned_at"] = time.monotonic()


def _check_rested(dbapi_connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Ask a connection that has lain idle whether it still stands; one just returned did a moment ago.

    Asking every time would cost a transfer a fifth of its time. DisconnectionError makes the pool open another.
    """
    if time.monotonic() - record.info.get("returned_at", math.inf) < RESTED_SECONDS:
        return
    try:
        dbapi_connection.execute("SELECT 1")
        dbapi_connection.rollback()
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def version_and_size(db: Session) -> tuple[str, int]:
    """PostgreSQL's version, and the bytes this database takes."""
    asked = text("SELECT current_setting('server_version'), pg_database_size(current_database())")
    version, size_bytes = db.execute(asked).one()
    return version, size_bytes
