"""Import of 541,909 order lines, beside a bare chDB load of the same file in the same run.

    python -m bench.import_orders

Prints wall seconds (until the last event is in the log), CPU seconds of the server, its peak memory, and the ratio.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from bench.server import Server

FILE = Path("examples/online_retail/online_retail_2010_2011.parquet")
TARGET_SECONDS = 60
TARGET_BYTES = 1_500_000_000
_BARE = """
import sys, time
import clickhouse_connect
client = clickhouse_connect.get_client(interface="chdb", path=sys.argv[1])
client.command("CREATE TABLE lines (InvoiceNo String, StockCode String, Description Nullable(String), "
    "Quantity Int64, InvoiceDate DateTime64(3), UnitPrice Float64, CustomerID Nullable(Int64), "
    "Country Nullable(String)) "
    "ENGINE = MergeTree ORDER BY InvoiceNo SETTINGS fsync_after_insert = 1, fsync_part_directory = 1")
started = time.perf_counter()
client.command("INSERT INTO lines SELECT InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, "
    "CustomerID, Country FROM file({path:String}, Parquet)", {"path": sys.argv[2]})
print(time.perf_counter() - started)
"""


def ours() -> dict[str, float]:
    """Upload, import and wait until the relay has nothing left."""
    with Server() as server:
        started = time.perf_counter()
        import_id = _start(server.client)
        while server.client.get(f"/v1/imports/{import_id}").json()["state"] not in ("done", "failed"):
            time.sleep(0.2)
        imported = time.perf_counter() - started
        while server.client.get("/v1/system").json()["outbox"]["waiting"]:
            time.sleep(0.2)
        total = time.perf_counter() - started
        figures = server.client.get("/v1/insight/overview").json()
        assert figures["documents"] == 25_900, figures
        return {
            "rows written, s": imported,
            "rows and events written, s": total,
            "server CPU, s": server.cpu_seconds(),
            "server peak memory, bytes": server.peak_bytes(),
        }


def bare() -> float:
    """The same file loaded into one durable chDB table, nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _BARE, f"{folder}/ch", str(FILE.resolve())]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _start(client: httpx.Client) -> str:
    uploaded = client.post("/v1/imports/files", params={"name": FILE.name}, content=FILE.read_bytes()).json()
    wanted = {"file_id": uploaded["id"], "mapping": "online_retail"}
    answer = client.post("/v1/imports", json=wanted, headers={"Idempotency-Key": uploaded["id"]})
    return str(answer.json()["id"])


def main() -> None:
    reference = bare()
    for name, value in ours().items():
        print(f"{name:32} {value:>16,.1f}")
        if name == "rows and events written, s":
            print(f"{'bare chDB load, s':32} {reference:>16,.1f}")
            print(f"{'ratio to bare load':32} {value / reference:>16,.1f}")
    print(f"targets: {TARGET_SECONDS} s, {TARGET_BYTES:,} bytes")


if __name__ == "__main__":
    main()
