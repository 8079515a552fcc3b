"""A book in a transaction that is taken back, so that nothing has to be emptied after it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from siyu.kernel.tx import SYSTEM, Tx
from tests.conftest import NOON
from tests.facts.ledger.book import Book


@pytest.fixture
def tx(migrated: Engine) -> Iterator[Tx]:
    with Session(migrated, expire_on_commit=False) as db:
        yield Tx(db, NOON, SYSTEM)
        db.rollback()


@pytest.fixture
def book(tx: Tx) -> Book:
    return Book(tx)
