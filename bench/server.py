"""A server of its own in a child process: fresh data folder, free port, gone at the end; for benchmarks and tests."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import psutil

START_SECONDS_MAX = 90
STOP_SECONDS_MAX = 30


class Server:
    """`siyu up`; `start_seconds` is the time to the first answered request, `output` what it has printed since."""

    client: httpx.Client
    start_seconds: float

    def __init__(self, **settings: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="siyu-server-"))
        self._folder.chmod(0o755)
        self.data_dir = Path(settings.get("SIYU_DATA_DIR", self._folder / "data"))
        self._printed = self._folder / "printed"
        self.environment = os.environ | {
            "SIYU_DATA_DIR": str(self.data_dir),
            "SIYU_HTTP__PORT": "0",
            "SIYU_BRAND__TIME_ZONE": "Europe/London",
            "SIYU_BRAND__CURRENCY": "GBP",
            "SIYU_LOG__LEVEL": "error",
            **settings,
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.stop()
        self.kill_postgres()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start over the same data folder; returns when a request was answered."""
        (self.data_dir / "server.json").unlink(missing_ok=True)
        started = time.perf_counter()
        with self._printed.open("wb") as printed:
            self.process = subprocess.Popen(self.command("up"), env=self.environment, stdout=printed)
        self.client = self._connect()
        self.start_seconds = time.perf_counter() - started

    def command(self, *arguments: str) -> list[str]:
        """The `siyu` command, for `environment`."""
        return [sys.executable, "-c", "from siyu.app import main; main()", *arguments]

    def stop(self) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(STOP_SECONDS_MAX)

    def kill(self) -> None:
        """As a power cut of the process: nothing is said goodbye to, and PostgreSQL stays behind."""
        self.client.close()
        self.process.kill()
        self.process.wait(STOP_SECONDS_MAX)

    def postgres_pid(self) -> int | None:
        try:
            return int((self.data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def postgres_is_alive(self) -> bool:
        """Whether a postmaster serves the data folder; a dead one that nobody has reaped yet does not."""
        try:
            postmaster = psutil.Process(self.postgres_pid() or -1)
            return "postgres" in postmaster.name() and postmaster.status() != psutil.STATUS_ZOMBIE
        except (psutil.Error, ValueError):
            return False

    def kill_postgres(self) -> None:
        """Kill the postmaster and wait until it is gone; nothing happens when there is none."""
        if self.postgres_is_alive():
            postmaster = psutil.Process(self.postgres_pid())
            postmaster.kill()
            postmaster.wait(STOP_SECONDS_MAX)

    @property
    def output(self) -> str:
        return self._printed.read_text()

    def memory_bytes(self) -> int:
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def peak_bytes(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def cpu_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def _connect(self) -> httpx.Client:
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                url = json.loads((self.data_dir / "server.json").read_text())["url"]
                key = (self.data_dir / "local.key").read_text().strip()
                client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=120)
                client.get("/readyz").raise_for_status()
                return client
            except (OSError, ValueError, httpx.HTTPError):
                time.sleep(0.02)
        message = f"the server did not answer (it ended with {self.process.poll()})"
        raise RuntimeError(message)
