"""A lean load generator: prebuilt requests over keep-alive connections, nothing parsed but the status.

    python -m bench.load PORT KEY batches|singles …

It is a process of its own so that the server's interpreter is measured and not the generator's.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from statistics import quantiles
from uuid import UUID

VISITORS = 5_000


def event(run: int, number: int) -> dict[str, object]:
    """A page view as a shop's web SDK sends it, about 600 bytes; `run` keeps the ids of two runs apart."""
    visitor = number % VISITORS
    return {
        "type": "track",
        "event": ("product_viewed", "list_viewed", "search_submitted", "item_added")[number % 4],
        "messageId": str(UUID(int=(run << 64) | (number * 0x9E3779B97F4A7C15 % 2**64))),
        "anonymousId": f"browser-{visitor:06}",
        **({"userId": f"member-{visitor:06}"} if visitor % 5 == 0 else {}),
        "timestamp": "2026-01-01T00:00:00.000Z",
        "properties": {"sku": f"T-{number % 300}", "price_cents": 1999, "position": number % 20, "list": "home"},
        "context": {
            "library": {"name": "siyu-web", "version": "0.1.0"},
            "page": {"url": "https://shop.example.com/p/1", "path": "/p/1", "title": "Tea", "referrer": ""},
            "session": {"id": f"s-{visitor}"},
            "campaign": {"source": "wechat", "medium": "menu", "name": "spring"},
            "locale": "zh-CN",
            "screen": {"width": 390, "height": 844},
        },
    }


def request(port: int, key: str, events: Sequence[dict[str, object]]) -> bytes:
    body = json.dumps({"batch": events, "sentAt": "2026-01-01T00:00:01.000Z"}).encode()
    head = f"POST /v1/batch?writeKey={key} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/plain\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Connection:
    """One keep-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, content: bytes) -> None:
        """Send, and read the whole answer; it must be 200."""
        self._writer.write(content)
        head = await self._reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await self._reader.readexactly(length)


async def batches(port: int, key: str, run: int, total: int, size: int, connections: int) -> float:
    """Send `total` batches of `size` as fast as they are answered; seconds."""
    waiting = [request(port, key, [event(run, n * size + i) for i in range(size)]) for n in range(total)]

    async def work(connection: Connection) -> None:
        while waiting:
            await connection.send(waiting.pop())

    opened = [await Connection.to(port) for _ in range(connections)]
    started = time.perf_counter()
    await asyncio.gather(*(work(connection) for connection in opened))
    return time.perf_counter() - started


async def singles(port: int, key: str, run: int, rate: int, seconds: int) -> list[float]:
    """One event a request at a steady rate, whether or not the last was answered; latencies from the planned moment."""
    idle: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(64):
        idle.put_nowait(await Connection.to(port))
    latencies: list[float] = []

    async def one(content: bytes, planned: float) -> None:
        connection = await idle.get()
        await connection.send(content)
        idle.put_nowait(connection)
        latencies.append(time.perf_counter() - planned)

    contents = [request(port, key, [event(run, n)]) for n in range(rate * seconds)]
    started = time.perf_counter()
    tasks = []
    for number, content in enumerate(contents):
        planned = started + number / rate
        await asyncio.sleep(max(planned - time.perf_counter(), 0))
        tasks.append(asyncio.create_task(one(content, planned)))
    await asyncio.gather(*tasks)
    return latencies


def main(arguments: Sequence[str]) -> None:
    port, key, what, run = int(arguments[0]), arguments[1], arguments[2], int(arguments[3])
    if what == "batches":
        total, size, connections = map(int, arguments[4:])
        print(asyncio.run(batches(port, key, run, total, size, connections)))
    else:
        rate, seconds = map(int, arguments[4:])
        found = asyncio.run(singles(port, key, run, rate, seconds))
        cuts = quantiles(found, n=100)
        print(cuts[49], cuts[98])


if __name__ == "__main__":
    main(sys.argv[1:])
