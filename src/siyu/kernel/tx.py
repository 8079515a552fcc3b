"""One unit of work: a session, the moment it happens at, who does it, and what it tells. Only this file commits."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from siyu.kernel import outbox
from siyu.kernel.clock import Clock
from siyu.kernel.ids import new_id


class Fact(Protocol):
    """Something that happened, in the past tense, told with ids only: a frozen dataclass with a `name`."""

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and from where."""

    kind: Literal["staff", "key", "system"]
    id: UUID | None
    name: str
    ip: str | None = None
    request_id: str | None = None


SYSTEM = Actor(kind="system", id=None, name="system")


@dataclass(slots=True)
class Tx:
    """Everything a verb may touch. `notes` carries what the entrypoint wants to know at commit (was it audited?)."""

    db: Session
    now: datetime
    actor: Actor
    notes: dict[str, Any] = field(default_factory=dict)

    def new_id(self) -> UUID:
        return new_id(self.now)

    def tell(self, fact: Fact) -> None:
        """Write the fact beside the change it speaks of: both commit, or neither."""
        outbox.put(self.db, fact_id=self.new_id(), name=fact.name, body=_body(fact), told_at=self.now)


Begin = Callable[[Actor], AbstractContextManager[Tx]]


def beginner(engine: Engine, clock: Clock) -> Begin:
    """The function that opens transactions on this engine with this clock."""

    @contextmanager
    def begin(actor: Actor) -> Iterator[Tx]:
        with Session(engine, expire_on_commit=False) as db, db.begin():
            yield Tx(db=db, now=clock(), actor=actor)

    return begin


def _body(fact: Fact) -> dict[str, Any]:
    return {item.name: _plain(getattr(fact, item.name)) for item in dataclasses.fields(fact)}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
