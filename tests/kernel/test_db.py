"""The door to PostgreSQL: it speaks UTC, takes thousands of values at once, and says plainly when nobody answers."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import OperationalError

from siyu.kernel.db import is_any, wait_until_answering
from siyu.kernel.outbox import OutboxRow
from siyu.kernel.tx import Tx
from tests.kernel.facts import TeaPoured


def test_every_connection_speaks_utc(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SHOW timezone")).scalar_one() == "UTC"
        assert str(connection.execute(text("SELECT now()")).scalar_one().tzinfo) == "UTC"


@pytest.mark.parametrize("values", [[], ["tea.poured"], [f"n{number}" for number in range(5000)] + ["tea.poured"]])
def test_any_number_of_values_is_one_parameter(tx: Tx, values: Sequence[str]) -> None:
    tx.tell(TeaPoured(1))
    query = select(OutboxRow.name).where(is_any(OutboxRow.name, values))
    assert len(query.compile().params) == 1
    assert list(tx.db.scalars(query)) == values[-1:]


def test_hostile_values_are_only_values(tx: Tx) -> None:
    tx.tell(TeaPoured(1))
    query = select(OutboxRow.id).where(
        is_any(OutboxRow.name, ["{tea.poured}", "'tea.poured'", "tea.poured,x", "\\", '"'])
    )
    assert list(tx.db.scalars(query)) == []


def test_a_server_that_never_answers_is_an_error_in_the_end() -> None:
    nobody = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing", connect_args={"connect_timeout": 1})
    with pytest.raises(OperationalError):
        wait_until_answering(nobody, seconds_max=0)
    nobody.dispose()
