"""Work for later: jobs are enqueued in the business transaction and run by Procrastinate's worker in this process.

Procrastinate leaves a job whose worker died as `doing` for ever: `retry_stalled` is installed here, not optional.
"""

import asyncio
import inspect
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import procrastinate
import structlog
from procrastinate import JobContext, RetryStrategy
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from siyu.kernel import metrics
from siyu.kernel.tx import Tx

log = structlog.get_logger()

ATTEMPTS_MAX = 5
STALLED_SECONDS = 30
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
        self._stalled_at_start_seconds = stalled_at_start_seconds
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        for job in book.jobs.values():
            _install(self._app, job, stores)
        _install_stalled_retry(self._app)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds_max: float = 10) -> None:
        """Stop taking jobs and wait for the running one; one that does not end in time is retried after the restart."""
        if self._loop and self._task:
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(seconds_max)

    def _run(self) -> None:
        asyncio.run(self._work())

    async def _work(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        while True:
            try:
                async with self._app.open_async():
                    await _retry_stalled(self._app, self._stalled_at_start_seconds)
                    await self._app.run_worker_async(**_WORKER)
                return
            except asyncio.CancelledError:
                return
            except Exception:  # PostgreSQL may be restarting: the worker must outlive it
                log.warning("worker_restarts", exc_info=True)
                await asyncio.sleep(2)


def _install(app: procrastinate.App, job: Job, stores: Mapping[str, object]) -> None:
    gifts = {name: stores[name] for name in job.wants}

    def run(**args: Any) -> None:
        args.pop("timestamp", None)
        try:
            job.call(**gifts, **args)
        except Exception:
            metrics.JOBS_RUN.labels(job.name, "failed").inc()
            raise
        metrics.JOBS_RUN.labels(job.name, "ok").inc()

    retry = RetryStrategy(max_attempts=ATTEMPTS_MAX, exponential_wait=3)
    task = app.task(name=job.name, queue=job.queue, retry=retry)(run)
    if job.cron:
        app.periodic(cron=job.cron)(task)  # type: ignore[arg-type]


def _install_stalled_retry(app: procrastinate.App) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="kernel.retry_stalled", queue="default", queueing_lock="kernel.retry_stalled", pass_context=True)
    async def retry_stalled(_context: JobContext, timestamp: int) -> None:  # noqa: ARG001  (named by the library)
        await _retry_stalled(app, STALLED_SECONDS)


async def _retry_stalled(app: procrastinate.App, seconds: float) -> None:
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        log.warning("job_retried_after_crash", job=job.task_name)
        await app.job_manager.retry_job(job)
