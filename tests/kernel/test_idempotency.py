"""Idempotency keys: one answer per actor and key, none without its effect, none for a different request."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from siyu.kernel.idempotency import IdempotencyRow, KeyReused, KeyRunning, earlier_answer, forget_answers, remember
from siyu.kernel.tx import SYSTEM, Actor, Begin, Tx
from tests.conftest import Hand

LIN = Actor("staff", UUID(int=7), "Lin Mei")
BODY = '{"名": "茶壶"}\n'.encode()


def ask(tx: Tx, key: str = "k-1", fingerprint: str = "f-1") -> bytes | None:
    row = earlier_answer(tx, key=key, fingerprint=fingerprint)
    return row.body if row else None


def answer(tx: Tx, key: str = "k-1", fingerprint: str = "f-1") -> None:
    assert ask(tx, key, fingerprint) is None
    remember(tx, key=key, fingerprint=fingerprint, status=201, body=BODY)


def test_a_retry_gets_the_first_answer_byte_for_byte(begin: Begin) -> None:
    with begin(LIN) as tx:
        answer(tx)
    with begin(LIN) as tx:
        row = earlier_answer(tx, key="k-1", fingerprint="f-1")
        assert row is not None
        assert (row.status, row.body) == (201, BODY)


def test_a_second_request_is_refused_while_the_first_one_runs(begin: Begin) -> None:
    with begin(LIN) as running:
        answer(running)
        with pytest.raises(KeyRunning), begin(LIN) as tx:
            ask(tx)
        with pytest.raises(KeyRunning), begin(LIN) as tx:
            ask(tx, fingerprint="f-2")
    with begin(LIN) as tx:
        assert ask(tx) == BODY


def test_a_key_used_for_another_request_is_refused(begin: Begin) -> None:
    with begin(LIN) as tx:
        answer(tx)
    with pytest.raises(KeyReused), begin(LIN) as tx:
        ask(tx, fingerprint="f-2")
    with begin(LIN) as tx:
        assert ask(tx) == BODY


def test_a_request_that_fails_leaves_its_key_free(begin: Begin) -> None:
    with suppress(ZeroDivisionError), begin(LIN) as tx:
        answer(tx)
        raise ZeroDivisionError
    with begin(LIN) as tx:
        answer(tx, fingerprint="f-2")


def test_two_actors_may_use_the_same_key(begin: Begin) -> None:
    with begin(LIN) as one, begin(SYSTEM) as other:
        answer(one)
        answer(other, fingerprint="f-2")
    with begin(Actor("key", UUID(int=7), "ERP")) as tx:
        assert ask(tx) is None


@pytest.mark.parametrize("key", ["k", "k" * 255, "键", "'; DROP TABLE idempotency_keys; --", "a/b"])
def test_any_key_up_to_the_limit_is_kept_as_it_is(begin: Begin, key: str) -> None:
    with begin(LIN) as tx:
        answer(tx, key)
    with begin(LIN) as tx:
        assert ask(tx, key) == BODY


def test_old_answers_are_forgotten_and_young_ones_kept(begin: Begin, clock: Hand) -> None:
    with begin(LIN) as tx:
        answer(tx, "old")
    clock.now += timedelta(days=7)
    with begin(LIN) as tx:
        answer(tx, "young")
    with begin(SYSTEM) as tx:
        forget_answers(tx, before=tx.now)
        assert tx.db.execute(select(func.array_agg(IdempotencyRow.key))).scalar_one() == ["young"]
