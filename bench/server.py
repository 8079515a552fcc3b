"""A server of its own in a child process: fresh data folder, free port, gone at the end; for benchmarks and e2e."""

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

START_SECONDS_MAX = 60


class Server:
    """`siyu up`; `start_seconds` is the time to the first answered request, `output` what it has printed."""

    def __init__(self, **settings: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="siyu-bench-"))
        self._folder.chmod(0o755)
        self.data_dir = data_dir = self._folder / "data"
        self._printed = self._folder / "printed"
        environment = os.environ | {
            "SIYU_DATA_DIR": str(data_dir),
            "SIYU_HTTP__PORT": "0",
            "SIYU_BRAND__TIME_ZONE": "Europe/London",
            "SIYU_BRAND__CURRENCY": "GBP",
            "SIYU_LOG__LEVEL": "error",
            **settings,
        }
        started = time.perf_counter()
        command = [sys.executable, "-c", "from siyu.app import main; main()", "up"]
        with self._printed.open("wb") as printed:
            self._process = subprocess.Popen(command, env=environment, stdout=printed)
        self.client = self._connect(data_dir)
        self.start_seconds = time.perf_counter() - started

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def output(self) -> str:
        return self._printed.read_text()

    def memory_bytes(self) -> int:
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def peak_bytes(self) -> int:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def cpu_seconds(self) -> float:
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def _connect(self, data_dir: Path) -> httpx.Client:
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                url = json.loads((data_dir / "server.json").read_text())["url"]
                key = (data_dir / "local.key").read_text().strip()
                client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=120)
                client.get("/readyz").raise_for_status()
                return client
            except (OSError, ValueError, httpx.HTTPError):
                time.sleep(0.02)
        message = "the server did not answer"
        raise RuntimeError(message)
