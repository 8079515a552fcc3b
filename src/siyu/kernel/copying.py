"""Rows by the hundred thousand into and out of PostgreSQL, inside the caller's transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy import Select
from sqlalchemy.orm import Session


def copy_rows(db: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY `rows` (values in the order of `columns`) into `table`; one statement, so all of them or none."""
    driver = db.connection().connection.driver_connection
    assert driver is not None
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def fetch_tuples(db: Session, query: Select[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query as the driver's own tuples, past the row objects that cost more than the query."""
    result = db.connection().execute(query)
    assert result.cursor is not None
    rows = list(result.cursor.fetchall())
    result.close()
    return rows
