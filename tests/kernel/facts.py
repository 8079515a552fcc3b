"""Facts, and listeners that write down what they were given, for tests of the relay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from siyu.kernel.outbox import DeadLetterRow, OutboxRow
from siyu.kernel.relay import Listener, Listeners, Relay
from siyu.kernel.tx import SYSTEM, Begin, Tx


@dataclass(frozen=True, slots=True)
class TeaPoured:
    name: ClassVar[str] = "tea.poured"
    cup: int
    at: datetime | None = None
    by: UUID | None = None
    guests: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class CupBroken:
    name: ClassVar[str] = "cup.broken"
    cup: int


def pour(begin: Begin, *cups: int) -> None:
    with begin(SYSTEM) as tx:
        for cup in cups:
            tx.tell(TeaPoured(cup))


def listening(**listeners: Callable[[Tx, TeaPoured], None]) -> Listeners:
    """Listeners to TeaPoured under these names."""
    book = Listeners()
    for name, call in listeners.items():
        book.when(TeaPoured)(_named(name, call))
    return book


def relay(begin: Begin, **listeners: Callable[[Tx, TeaPoured], None]) -> Relay:
    return Relay(begin, listening(**listeners), {})


def rows(begin: Begin) -> list[OutboxRow]:
    with begin(SYSTEM) as tx:
        return list(tx.db.scalars(select(OutboxRow).order_by(OutboxRow.sequence)))


def letters(begin: Begin) -> list[DeadLetterRow]:
    with begin(SYSTEM) as tx:
        return list(tx.db.scalars(select(DeadLetterRow).order_by(DeadLetterRow.listener)))


def _named(name: str, call: Callable[[Tx, TeaPoured], None]) -> Listener:
    def listener(tx: Tx, fact: TeaPoured) -> None:
        call(tx, fact)

    listener.__name__ = name
    return listener
