"""Events over HTTP in batches of 50, beside bare clickhouse-connect inserts of the same rows; and singles at 500/s.

    python -m bench.ingest [rounds]

Ours: duplicates told, people looked up, every answer durable, measured until the last event is in the log. Bare: the
same columns into the same table with the same fsync settings, by the client library alone: in blocks of 50 as the
requests bring them, and in blocks of 2,000. The rounds alternate; medians are printed.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.load import event
from bench.server import Server
from siyu.facts.events.columns import block, json_text
from siyu.facts.warehouse import service as warehouses

BATCHES, SIZE, CONNECTIONS = 400, 50, 8
RATE, RATE_SECONDS = 500, 10
TARGET_RATIO, TARGET_P99_MS = 0.5, 50
_ROUNDS = 3


def ours(server: Server, key: str, run: int) -> float:
    """Events a second from the first request until the log holds the last."""
    before = _rows(server)
    started = time.perf_counter()
    _load(server, key, "batches", run, BATCHES, SIZE, CONNECTIONS)
    loaded_at = time.perf_counter()
    while _rows(server) < before + BATCHES * SIZE:
        time.sleep(0.02)
    print(f"  answered {BATCHES * SIZE / (loaded_at - started):,.0f}/s", file=sys.stderr)
    return BATCHES * SIZE / (time.perf_counter() - started)


def bare(block_rows: int, blocks: int) -> float:
    """Rows a second of the client library alone."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.ingest", "--bare", folder, str(block_rows), str(blocks)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _bare(folder: str, block_rows: int, blocks: int) -> float:
    warehouse = warehouses.embedded(Path(folder) / "ch")
    warehouse.migrate()
    person = str(uuid4())
    tables = []
    for number in range(blocks):
        events = [event(1, number * block_rows + i) for i in range(block_rows)]
        tables.append(
            block(
                {
                    "event_id": [str(item["messageId"]) for item in events],
                    "event": [item["event"] for item in events],
                    "type": ["track"] * block_rows,
                    "person_id": [person] * block_rows,
                    "anonymous_id": [item["anonymousId"] for item in events],
                    "session_id": [person] * block_rows,
                    "time": [1_772_366_400_000] * block_rows,
                    "received_at": [1_772_366_400_000] * block_rows,
                    "source": ["web"] * block_rows,
                    "properties": [json_text(item["properties"]) for item in events],  # type: ignore[arg-type]
                    "context": [json_text(item["context"]) for item in events],  # type: ignore[arg-type]
                    "utm_source": ["wechat"] * block_rows,
                }
            )
        )
    started = time.perf_counter()
    for table in tables:
        warehouse.insert("events", table)
    return block_rows * blocks / (time.perf_counter() - started)


def _rows(server: Server) -> int:
    return int(server.client.get("/v1/system").json()["warehouse"]["rows"])


def _load(server: Server, key: str, *arguments: object) -> str:
    port = str(server.client.base_url.port)
    command = [sys.executable, "-m", "bench.load", port, key, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def write_key(server: Server) -> str:
    wanted = {"name": "bench", "kind": "public", "scopes": ["events:write"]}
    answer = server.client.post("/v1/api-keys", json=wanted, headers={"Idempotency-Key": str(uuid4())})
    return str(answer.json()["secret"])


def main(rounds: int = _ROUNDS) -> None:
    found: dict[str, list[float]] = {"ours": [], "bare 50": [], "bare 2000": [], "p50": [], "p99": []}
    with Server() as server:
        key = write_key(server)
        _load(server, key, "batches", 9, 20, SIZE, CONNECTIONS)
        for number in range(rounds):
            found["bare 50"].append(bare(SIZE, 40))
            found["ours"].append(ours(server, key, 100 + number))
            found["bare 2000"].append(bare(2_000, 10))
            half, worst = map(float, _load(server, key, "singles", 200 + number, RATE, RATE_SECONDS).split())
            found["p50"].append(half * 1000)
            found["p99"].append(worst * 1000)
            print(f"  singles p50 {half * 1000:.0f} ms, p99 {worst * 1000:.0f} ms", file=sys.stderr)
        cpu = server.cpu_seconds()
    middle = {name: median(values) for name, values in found.items()}
    print(f"{'ours, batches of 50, events/s':40} {middle['ours']:>10,.0f}")
    for blocks in ("50", "2000"):
        rate = middle[f"bare {blocks}"]
        print(f"{f'bare inserts, blocks of {blocks}, rows/s':40} {rate:>10,.0f}   ratio {middle['ours'] / rate:.2f}")
    print(f"{f'single events at {RATE}/s, p50, ms':40} {middle['p50']:>10,.1f}")
    print(f"{f'single events at {RATE}/s, p99, ms':40} {middle['p99']:>10,.1f}")
    print(f"{'server CPU in all, s':40} {cpu:>10,.1f}")
    print(f"targets: ratio {TARGET_RATIO}, p99 {TARGET_P99_MS} ms")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        print(_bare(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    else:
        main(*map(int, sys.argv[1:2]))
