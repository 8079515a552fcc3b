"""Jobs: they exist with the transaction that asked for them, run in a real worker, and outlive a worker that died."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, text

from siyu.kernel import jobs
from siyu.kernel.jobs import STALLED_SECONDS, JobBook, Worker, enqueue
from siyu.kernel.tx import SYSTEM, Begin

SECONDS_MAX = 30
NEVER = 1e9

Starting = Callable[..., Worker]


@pytest.fixture
def start(engine: Engine) -> Iterator[Starting]:
    """Starts workers on the test's database; they are stopped when the test ends."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    started: list[Worker] = []

    def start(book: JobBook, *, stalled: float = STALLED_SECONDS, **stores: object) -> Worker:
        worker = Worker(url, book, stores, stalled_at_start_seconds=stalled)
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker._thread.is_alive():
            worker.stop()


def ask(begin: Begin, name: str, *, lock: str | None = None, **args: Any) -> None:
    with begin(SYSTEM) as tx:
        enqueue(tx, name, lock=lock, args=args)


def queued(begin: Begin) -> list[tuple[str, str, int]]:
    """The jobs there are, but for the house's own: name, status, attempts."""
    with begin(SYSTEM) as tx:
        found = tx.db.execute(
            text(
                "SELECT task_name, status::text, attempts FROM procrastinate_jobs "
                "WHERE task_name NOT LIKE 'kernel.%' ORDER BY id"
            )
        )
        return [tuple(row) for row in found]


def leave_doing(begin: Begin, heartbeat: str) -> None:
    """Make every job look taken by a worker that was last heard of at `heartbeat`."""
    with begin(SYSTEM) as tx:
        worker_id = tx.db.execute(
            text(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({heartbeat}) RETURNING id")
        ).scalar_one()
        tx.db.execute(
            text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker"), {"worker": worker_id}
        )


class Notes:
    """What ran, in order; `ran(name)` waits until it did."""

    def __init__(self, *names: str) -> None:
        self.book = JobBook()
        self.lines: list[str] = []
        self._happened = {name: threading.Event() for name in names}

    def note(self, name: str) -> None:
        self.lines.append(name)
        self._happened[name].set()

    def ran(self, name: str) -> bool:
        return self._happened[name].wait(SECONDS_MAX)


def test_a_job_asked_for_in_a_transaction_that_rolls_back_does_not_exist(begin: Begin) -> None:
    with suppress(ZeroDivisionError), begin(SYSTEM) as tx:
        enqueue(tx, "brew", args={})
        assert jobs.counts(tx) == (1, 0, 0)
        raise ZeroDivisionError
    assert queued(begin) == []


def test_a_job_runs_with_its_arguments_and_its_stores_and_is_gone(begin: Begin, start: Starting) -> None:
    notes, given = Notes("done"), []

    @notes.book.job("brew")
    def brew(kettle: str, *, leaves: list[str], grams: int) -> None:
        given.append((kettle, leaves, grams))
        notes.note("done")

    ask(begin, "brew", leaves=["茶", "'"], grams=5)
    worker = start(notes.book, kettle="iron", stove="unused")
    assert notes.ran("done")
    worker.stop()
    assert given == [("iron", ["茶", "'"], 5)]
    assert queued(begin) == []


def test_a_job_asked_for_while_the_worker_runs_is_taken_too(begin: Begin, start: Starting) -> None:
    notes = Notes("first", "second")
    notes.book.job("brew")(lambda *, tea: notes.note(tea))
    start(notes.book)
    ask(begin, "brew", tea="first")
    assert notes.ran("first")
    ask(begin, "brew", tea="second")
    assert notes.ran("second")


def test_a_job_that_fails_waits_for_its_next_attempt(begin: Begin, start: Starting) -> None:
    notes = Notes("failed")

    @notes.book.job("brew")
    def brew() -> None:
        notes.note("failed")
        raise ZeroDivisionError

    ask(begin, "brew")
    worker = start(notes.book)
    assert notes.ran("failed")
    worker.stop()
    assert queued(begin) == [("brew", "todo", 1)]


def test_a_job_whose_worker_died_is_taken_up_when_the_next_one_starts(begin: Begin, start: Starting) -> None:
    notes = Notes("done")
    notes.book.job("brew")(lambda: notes.note("done"))
    ask(begin, "brew")
    leave_doing(begin, "now() - interval '1 hour'")
    start(notes.book)
    assert notes.ran("done")


def test_a_job_whose_worker_died_while_others_live_is_taken_up_by_the_clock(begin: Begin, start: Starting) -> None:
    notes = Notes("done")
    notes.book.job("brew")(lambda: notes.note("done"))
    ask(begin, "brew")
    leave_doing(begin, "now() - interval '1 hour'")
    start(notes.book, stalled=NEVER)
    assert notes.ran("done")


def test_the_only_process_there_can_be_takes_up_at_once_what_its_killed_forerunner_left(
    begin: Begin, start: Starting
) -> None:
    notes = Notes("done")
    notes.book.job("brew")(lambda: notes.note("done"))
    ask(begin, "brew")
    leave_doing(begin, "now()")
    start(notes.book, stalled=0)
    assert notes.ran("done")


def test_a_job_whose_worker_is_alive_is_left_to_it(begin: Begin, start: Starting) -> None:
    notes = Notes("brewed", "other")
    notes.book.job("brew")(lambda: notes.note("brewed"))
    notes.book.job("other")(lambda: notes.note("other"))
    ask(begin, "brew")
    leave_doing(begin, "now() + interval '1 hour'")
    ask(begin, "other")
    worker = start(notes.book)
    assert notes.ran("other")
    worker.stop()
    assert notes.lines == ["other"]
    assert queued(begin) == [("brew", "doing", 0)]


def test_jobs_with_the_same_lock_run_in_turn_and_others_beside_them(begin: Begin, start: Starting) -> None:
    notes, release = Notes("first", "second", "beside"), threading.Event()

    @notes.book.job("brew")
    def brew(*, tea: str) -> None:
        notes.note(tea)
        if tea == "first":
            assert release.wait(SECONDS_MAX)
            notes.lines.append("first ended")

    ask(begin, "brew", lock="kettle", tea="first")
    ask(begin, "brew", lock="kettle", tea="second")
    ask(begin, "brew", lock="pot", tea="beside")
    start(notes.book)
    assert notes.ran("first")
    assert notes.ran("beside")
    assert sorted(notes.lines) == ["beside", "first"]
    release.set()
    assert notes.ran("second")
    assert notes.lines[2:] == ["first ended", "second"]


def test_a_job_nobody_knows_does_not_stop_the_worker(begin: Begin, start: Starting) -> None:
    notes = Notes("done")
    notes.book.job("brew")(lambda: notes.note("done"))
    ask(begin, "forgotten")
    ask(begin, "brew")
    worker = start(notes.book)
    assert notes.ran("done")
    worker.stop()
    assert [name for name, _, _ in queued(begin)] in ([], ["forgotten"])


def test_stopping_a_stopped_worker_is_no_error(begin: Begin, start: Starting) -> None:
    notes = Notes("done")
    notes.book.job("brew")(lambda: notes.note("done"))
    ask(begin, "brew")
    worker = start(notes.book)
    assert notes.ran("done")
    worker.stop()
    worker.stop()


def test_the_counts_are_of_those_that_wait_run_and_failed(begin: Begin) -> None:
    for name in ("a", "b", "c"):
        ask(begin, name)
    with begin(SYSTEM) as tx:
        tx.db.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'b'"))
        tx.db.execute(text("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'c'"))
        assert jobs.counts(tx) == (1, 1, 1)
