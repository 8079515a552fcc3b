"""The wheel: facts are delivered and old ones swept without anybody asking, also after a store was away."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest

from siyu.kernel.relay import Relay
from siyu.kernel.tx import Actor, Begin, Tx
from siyu.kernel.wheel import OUTBOX_DAYS, Wheel
from tests.conftest import Hand
from tests.kernel.facts import TeaPoured, listening, pour, relay, rows

SECONDS_MAX = 30


@contextmanager
def turning(
    delivering: Begin, begin: Begin, given: "Given", standstill: AbstractContextManager[object]
) -> Iterator[None]:
    wheel = Wheel(Relay(delivering, listening(take=given.take), {}), begin, standstill)
    wheel.start()
    try:
        yield
    finally:
        wheel.stop()


class Given:
    """What a listener was given; `waits_for` returns when it was given that cup."""

    def __init__(self) -> None:
        self.cups: list[int] = []
        self._changed = threading.Condition()

    def take(self, _tx: Tx, fact: TeaPoured) -> None:
        with self._changed:
            self.cups.append(fact.cup)
            self._changed.notify_all()

    def waits_for(self, cup: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: cup in self.cups, SECONDS_MAX)


@pytest.fixture
def given() -> Given:
    return Given()


def test_facts_are_delivered_without_anybody_asking(begin: Begin, given: Given) -> None:
    with turning(begin, begin, given, threading.Lock()):
        pour(begin, *range(25))
        assert given.waits_for(24)
        pour(begin, 25)
        assert given.waits_for(25)
    assert given.cups == list(range(26))


def test_nothing_is_delivered_while_somebody_holds_the_standstill(begin: Begin, given: Given) -> None:
    standstill = threading.Lock()
    with standstill:
        wheel = turning(begin, begin, given, standstill)
        wheel.__enter__()
        pour(begin, 1)
        assert given.cups == []
    assert given.waits_for(1)
    wheel.__exit__(None, None, None)


def test_the_wheel_turns_on_after_the_store_was_away(begin: Begin, given: Given) -> None:
    away = iter([True])

    def sometimes_away(actor: Actor) -> AbstractContextManager[Tx]:
        if next(away, False):
            raise OSError("the store is away")
        return begin(actor)

    with turning(sometimes_away, begin, given, threading.Lock()):
        pour(begin, 1)
        assert given.waits_for(1)


def test_what_was_delivered_long_ago_is_swept_when_the_wheel_starts(begin: Begin, clock: Hand, given: Given) -> None:
    pour(begin, 1)
    relay(begin, take=given.take).deliver()
    clock.now += timedelta(days=OUTBOX_DAYS, seconds=1)
    swept = threading.Event()

    @contextmanager
    def sweeping(actor: Actor) -> Iterator[Tx]:
        with begin(actor) as tx:
            yield tx
        swept.set()

    with turning(begin, sweeping, given, threading.Lock()):
        assert swept.wait(SECONDS_MAX)
    assert rows(begin) == []
