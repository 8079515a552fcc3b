"""The relay: takes told facts in order and gives each to every listener; inboxes make "at least once" once."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from siyu.kernel import metrics
from siyu.kernel.outbox import DeadLetterRow, InboxRow, OutboxRow
from siyu.kernel.pages import Order, Page, PageWanted, cut, paged
from siyu.kernel.tx import SYSTEM, Begin, Fact, Tx

BATCH_MAX = 50
LEASE_SECONDS = 120
ATTEMPTS_MAX = 10
BACKOFF_SECONDS_MAX = 3600

Listener = Callable[..., None]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listening:
    """One listener: its stable name, the fact's name, and the stores it asks for by parameter name."""

    name: str
    call: Listener
    shape: TypeAdapter[Any]
    wants: tuple[str, ...]


class Listeners:
    """Who listens to what. `flows/when_*.py` fill one of these when they are imported."""

    def __init__(self) -> None:
        self._by_fact: dict[str, list[Listening]] = {}

    def when(self, fact: type[Fact]) -> Callable[[Listener], Listener]:
        """Decorator: call `listener(tx, fact, **stores)` for each such fact."""

        def register(listener: Listener) -> Listener:
            wants = tuple(inspect.signature(listener).parameters)[2:]
            name = f"{listener.__module__.rsplit('.', 1)[-1]}.{listener.__name__}"
            self._by_fact.setdefault(fact.name, []).append(Listening(name, listener, TypeAdapter(fact), wants))
            return listener

        return register

    def of(self, fact_name: str) -> list[Listening]:
        return self._by_fact.get(fact_name, [])


@dataclass(frozen=True, slots=True)
class Claimed:
    sequence: int
    id: UUID
    name: str
    body: dict[str, Any]
    attempts: int


class Relay:
    """Delivers from one outbox to one set of listeners; `stores` are handed to listeners that name them."""

    def __init__(self, begin: Begin, listeners: Listeners, stores: Mapping[str, object]) -> None:
        self._begin = begin
        self._listeners = listeners
        self._stores = stores

    def deliver(self, batch_max: int = BATCH_MAX) -> int:
        """Deliver up to `batch_max` waiting facts, in order of sequence; how many were claimed."""
        with self._begin(SYSTEM) as tx:
            lease = tx.new_id()
            claimed = _claim(tx, lease, batch_max)
        for fact in claimed:
            self._deliver_one(fact, lease)
        return len(claimed)

    def _deliver_one(self, fact: Claimed, lease: UUID) -> None:
        failures: dict[str, str] = {}
        for listening in self._listeners.of(fact.name):
            try:
                self._hand_over(listening, fact)
            except Exception as error:  # one listener's failure must not keep the fact from the others
                said = {"listener": listening.name, "fact": fact.name, "attempt": fact.attempts}
                log.warning("listener_failed", **said, exc_info=True)
                failures[listening.name] = f"{type(error).__name__}: {error}"[:2000]
        with self._begin(SYSTEM) as tx:
            _close(tx, fact, lease, failures)
        metrics.FACTS_DELIVERED.labels(fact.name, "failed" if failures else "ok").inc()

    def _hand_over(self, listening: Listening, fact: Claimed) -> None:
        with self._begin(SYSTEM) as tx:
            receipt = insert(InboxRow).values(listener=listening.name, fact_id=fact.id, received_at=tx.now)
            fresh = tx.db.execute(receipt.on_conflict_do_nothing().returning(InboxRow.fact_id)).first()
            if fresh:
                told = listening.shape.validate_python(fact.body)
                listening.call(tx, told, **{name: self._stores[name] for name in listening.wants})


def take_back_leases(tx: Tx) -> None:
    """Free what a killed relay had claimed; only for a start at which no other relay can be alive."""
    claimed = (OutboxRow.delivered_at.is_(None)) & (OutboxRow.lease.is_not(None))
    tx.db.execute(update(OutboxRow).where(claimed).values(lease=None, leased_until=None))


def revive(tx: Tx, dead_letter_id: UUID) -> bool:
    """Put a dead letter's fact back into the outbox; listeners that already had it skip it by their inbox."""
    letter = tx.db.get(DeadLetterRow, dead_letter_id, with_for_update=True)
    if letter is None:
        return False
    values = {"due_at": tx.now, "attempts": 0, "delivered_at": None, "lease": None, "leased_until": None}
    tx.db.execute(update(OutboxRow).where(OutboxRow.id == letter.fact_id).values(**values))
    tx.db.delete(letter)
    return True


def dead_letters(tx: Tx, *, wanted: PageWanted) -> Page[DeadLetterRow]:
    """A page of facts a listener could not take, newest first."""
    orders = {"died_at": Order(DeadLetterRow.died_at, DeadLetterRow.id)}
    rows = list(tx.db.scalars(paged(select(DeadLetterRow), wanted, orders, default="-died_at")))
    page, next_cursor = cut(rows, wanted, default="-died_at", sort_value=getattr, key=lambda row: row.id)
    total = tx.db.execute(select(func.count()).select_from(DeadLetterRow)).scalar_one()
    return Page(list(page), next_cursor, total)


def waiting(tx: Tx) -> tuple[int, float, int]:
    """How many facts wait, how many seconds the oldest has waited, and how many letters are dead."""
    count, oldest = tx.db.execute(
        select(func.count(), func.min(OutboxRow.told_at)).where(OutboxRow.delivered_at.is_(None))
    ).one()
    dead = tx.db.execute(select(func.count()).select_from(DeadLetterRow)).scalar_one()
    return count, (tx.now - oldest).total_seconds() if count else 0.0, dead


def measure(tx: Tx) -> None:
    """Bring the outbox's Prometheus figures up to date."""
    count, oldest_seconds, dead = waiting(tx)
    metrics.OUTBOX_WAITING.set(count)
    metrics.OUTBOX_OLDEST_SECONDS.set(oldest_seconds)
    metrics.DEAD_LETTERS.set(dead)


def _claim(tx: Tx, lease: UUID, batch_max: int) -> list[Claimed]:
    free = (OutboxRow.leased_until.is_(None)) | (OutboxRow.leased_until < tx.now)
    picked = (
        select(OutboxRow.sequence)
        .where(OutboxRow.delivered_at.is_(None), OutboxRow.due_at <= tx.now, free)
        .order_by(OutboxRow.sequence)
        .limit(batch_max)
        .with_for_update(skip_locked=True)
    )
    claim = (
        update(OutboxRow)
        .where(OutboxRow.sequence.in_(picked.scalar_subquery()))
        .values(lease=lease, leased_until=tx.now + timedelta(seconds=LEASE_SECONDS), attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.sequence, OutboxRow.id, OutboxRow.name, OutboxRow.body, OutboxRow.attempts)
    )
    return sorted((Claimed(*row) for row in tx.db.execute(claim)), key=lambda fact: fact.sequence)


def _close(tx: Tx, fact: Claimed, lease: UUID, failures: dict[str, str]) -> None:
    """Mark delivered, or due again, or dead; the lease keeps a late relay from overruling the one that took over."""
    is_over = not failures or fact.attempts >= ATTEMPTS_MAX
    closing = (
        update(OutboxRow)
        .where(OutboxRow.sequence == fact.sequence, OutboxRow.lease == lease)
        .values(
            lease=None,
            leased_until=None,
            due_at=tx.now + timedelta(seconds=_backoff_seconds(fact.attempts)),
            delivered_at=tx.now if is_over else None,
        )
        .returning(OutboxRow.sequence)
    )
    if tx.db.execute(closing).first() and is_over:
        tx.db.add_all(_dead_letter(tx, fact, listener, error) for listener, error in failures.items())


def _backoff_seconds(attempts: int) -> int:
    return int(min(2**attempts, BACKOFF_SECONDS_MAX))


def _dead_letter(tx: Tx, fact: Claimed, listener: str, error: str) -> DeadLetterRow:
    return DeadLetterRow(
        id=tx.new_id(),
        listener=listener,
        fact_id=fact.id,
        name=fact.name,
        body=fact.body,
        error=error,
        attempts=fact.attempts,
        died_at=tx.now,
    )


def forget_delivered(tx: Tx, *, before: datetime) -> int:
    """Sweep facts delivered before a moment, with their inbox rows; dead letters stay. How many were swept."""
    dead = select(DeadLetterRow.fact_id)
    sweep = delete(OutboxRow).where(OutboxRow.delivered_at < before, OutboxRow.id.not_in(dead)).returning(OutboxRow.id)
    swept = tx.db.execute(sweep).scalars().all()
    tx.db.execute(delete(InboxRow).where(InboxRow.fact_id.in_(swept)))
    return len(swept)
