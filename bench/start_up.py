"""Cold start to the first answered request, and idle memory with chDB's own share, beside chDB alone in the same run.

python -m bench.start_up
"""

import statistics
import subprocess
import sys
import tempfile

from bench.server import Server

RUNS = 3
TARGET_SECONDS = 10
TARGET_BYTES = 700_000_000
_CHDB_ALONE = """
import sys, psutil
import clickhouse_connect
before = psutil.Process().memory_info().rss
client = clickhouse_connect.get_client(interface="chdb", path=sys.argv[1])
client.query("SELECT 1")
print(psutil.Process().memory_info().rss - before)
"""


def chdb_alone_bytes() -> int:
    """What opening chDB adds to a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _CHDB_ALONE, folder]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def starts() -> tuple[list[float], int]:
    """Seconds of each cold start (a new data folder: both stores made and migrated), and the last one's idle memory."""
    seconds: list[float] = []
    memory = 0
    for _ in range(RUNS):
        with Server() as server:
            seconds.append(server.start_seconds)
            memory = server.memory_bytes()
    return seconds, memory


def main() -> None:
    reference = chdb_alone_bytes()
    seconds, memory = starts()
    print(f"{'cold start, s (median of ' + str(RUNS) + ')':32} {statistics.median(seconds):>16,.1f}")
    print(f"{'idle memory, bytes':32} {memory:>16,}")
    print(f"{'chDB alone, bytes':32} {reference:>16,}")
    print(f"{'ours beside chDB, bytes':32} {memory - reference:>16,}")
    print(f"targets: {TARGET_SECONDS} s, {TARGET_BYTES:,} bytes")


if __name__ == "__main__":
    main()
