"""Work for later: jobs are enqueued in the business transaction and run by Procrastinate's worker in this process.

Procrastinate leaves a job whose worker died as `doing` for ever: `retry_stalled` is installed here, not optional.
"""

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import procrastinate
import psycopg
import structlog
from procrastinate import JobContext, RetryStrategy
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from siyu.kernel import metrics
from siyu.kernel.clock import utc_now
from siyu.kernel.tx import Tx

log = structlog.get_logger()

ATTEMPTS_MAX = 5
STALLED_SECONDS = 30
OUTAGE_SECONDS_MAX = 120
RESTART_SECONDS = 1
QUEUES = ("imports", "default")

_WORKER: procrastinate.app.WorkerOptions = {
    "concurrency": 2,
    "install_signal_handlers": False,
    "shutdown_graceful_timeout": 5,
    "delete_jobs": "successful",
}
JobCall = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A named piece of work; `wants` are the stores its function asks for by parameter name."""

    name: str
    queue: str
    call: JobCall
    wants: tuple[str, ...]
    cron: str | None


class JobBook:
    """All jobs of the house by name. Rooms' `jobs.py` and `flows` fill one of these when they are imported."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}

    def job(self, name: str, *, queue: str = "default", cron: str | None = None) -> Callable[[JobCall], JobCall]:
        """Decorator: `call(**stores, **args)`; keyword-only parameters are arguments, positional ones are stores."""

        def register(call: JobCall) -> JobCall:
            parameters = inspect.signature(call).parameters.values()
            wants = tuple(item.name for item in parameters if item.kind is not inspect.Parameter.KEYWORD_ONLY)
            self.jobs[name] = Job(name, queue, call, wants, cron)
            return call

        return register


def enqueue(tx: Tx, name: str, *, queue: str = "default", lock: str | None = None, args: Mapping[str, Any]) -> None:
    """Ask for a job; it exists if and only if this transaction commits. `lock`: jobs with the same one run in turn."""
    statement = text(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, args) "
        "VALUES (:queue, :name, 0, :lock, :args)"
    ).bindparams(bindparam("args", type_=JSONB))
    tx.db.execute(statement, {"queue": queue, "name": name, "lock": lock, "args": dict(args)})


def counts(tx: Tx) -> tuple[int, int, int]:
    """How many jobs wait, run, and have failed for good."""
    rows = tx.db.execute(text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")).all()
    by_status: dict[str, int] = dict(rows)
    return by_status.get("todo", 0), by_status.get("doing", 0), by_status.get("failed", 0)


class Worker:
    """Runs the book's jobs in a thread of this process until stopped."""

    def __init__(
        self, url: str, book: JobBook, stores: Mapping[str, object], *, stalled_at_start_seconds: float
    ) -> None:
        """`stalled_at_start_seconds`: 0 where no other process can be working on this database, so that what a killed
        one left is taken up at once; else the time after which a silent worker counts as dead."""
        self._url = url
        self._stalled_at_start_seconds = stalled_at_start_seconds
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4))
        self._rescue = Rescue(self._app)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        for job in book.jobs.values():
            self._install(job, stores)
        self._install_rescue()

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds_max: float = 10) -> None:
        """Stop taking jobs and wait for the running one; one that does not end in time is retried after the restart."""
        if self._loop and self._task and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
        if self._thread.is_alive():
            self._thread.join(seconds_max)

    def _run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        while True:
            try:
                async with self._app.open_async():
                    await self._rescue.stalled(self._stalled_at_start_seconds)
                    await self._app.run_worker_async(**_WORKER)
            except asyncio.CancelledError:
                return
            except Exception:
                log.warning("worker_failed", exc_info=True)
            # The library's worker ends, with an error or without one, when PostgreSQL goes away: ours outlives that.
            log.warning("worker_restarts")
            await asyncio.sleep(RESTART_SECONDS)

    def _install(self, job: Job, stores: Mapping[str, object]) -> None:
        gifts = {name: stores[name] for name in job.wants}

        def run(context: JobContext, /, **args: Any) -> None:
            args.pop("timestamp", None)
            with self._rescue.running(context.job.id):
                try:
                    job.call(**gifts, **args)
                except Exception as error:
                    metrics.JOBS_RUN.labels(job.name, "failed").inc()
                    _outlast(error, self._url)
                    raise
            metrics.JOBS_RUN.labels(job.name, "ok").inc()

        retry = RetryStrategy(max_attempts=ATTEMPTS_MAX, exponential_wait=3)
        task = self._app.task(name=job.name, queue=job.queue, retry=retry, pass_context=True)(run)
        if job.cron:
            self._app.periodic(cron=job.cron)(task)  # type: ignore[arg-type]

    def _install_rescue(self) -> None:
        name = "kernel.retry_stalled"

        @self._app.periodic(cron="* * * * *")
        @self._app.task(name=name, queue="default", queueing_lock=name, pass_context=True)
        async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  (the library names it)
            with self._rescue.running(context.job.id):
                await self._rescue.stalled(STALLED_SECONDS)
                await self._rescue.lost(context.job.worker_id)


class Rescue:
    """Finds jobs that say `doing` but that nobody does any more, and has them done again."""

    def __init__(self, app: procrastinate.App) -> None:
        self._app = app
        self._running: set[int | None] = set()
        self._suspects: set[int] = set()

    @contextmanager
    def running(self, job_id: int | None) -> Iterator[None]:
        self._running.add(job_id)
        try:
            yield
        finally:
            self._running.discard(job_id)

    async def stalled(self, seconds: float) -> None:
        """Jobs of workers that have been silent for so long."""
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
            if job.id not in self._running:
                log.warning("job_retried_after_crash", job=job.task_name)
                await self._app.job_manager.retry_job(job)

    async def lost(self, worker_id: int | None) -> None:
        """Jobs of this very worker that ended while PostgreSQL was away, so that their end was never written.

        One that was just taken looks the same for a moment: only what looked lost the last time as well is retried.
        """
        mine = await self._app.job_manager.list_jobs_async(status="doing", worker_id=worker_id)
        suspects = {job.id for job in mine if job.id is not None and job.id not in self._running}
        for job_id in suspects & self._suspects:
            log.warning("job_retried_after_lost_end", job_id=job_id)
            await self._app.job_manager.retry_job_by_id_async(job_id, retry_at=utc_now())
        self._suspects = suspects


def _outlast(error: Exception, url: str) -> None:
    """A job that fails because PostgreSQL went away waits for it, so that its end can be written and it is retried."""
    deadline = time.monotonic() + OUTAGE_SECONDS_MAX
    while isinstance(error, DBAPIError | psycopg.OperationalError) and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.2)
        else:
            return
