"""A small house over real HTTP that keeps events as ours does, and breaks in every way a network can."""

import gzip
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from siyu.client.world import World

KEY = "sk_test"
Event = dict[str, Any]


class House(ThreadingHTTPServer):
    """`faults` are used up one a request; `kept` are the events by messageId, in the order they came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.faults: deque[Callable[[_Door, list[Event]], None]] = deque()
        self.batches: list[int] = []
        self.bytes: list[int] = []
        self.kept: dict[str, Event] = {}
        self.doubles = 0
        self.events_max = 1_000
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def names(self) -> list[str]:
        return [event.get("event", "") for event in self.kept.values()]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up is nothing to talk about."""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: House

    def do_POST(self) -> None:
        body = gzip.decompress(self.rfile.read(int(self.headers["Content-Length"])))
        events = json.loads(body)["batch"]
        self.server.batches.append(len(events))
        self.server.bytes.append(len(body))
        if self.headers["Authorization"] != f"Bearer {KEY}" or self.path != "/v1/batch":
            self.say(401, {"code": "key_not_accepted"})
        elif len(events) > self.server.events_max:
            self.say(413, {"code": "batch_too_large"})
        elif self.server.faults:
            self.server.faults.popleft()(self, events)
        else:
            self.keep(events)

    def keep(self, events: list[Event]) -> None:
        self.say(200, {"success": True, "results": self.note(events)})

    def note(self, events: list[Event]) -> list[dict[str, str]]:
        results = []
        for event in events:
            status = "duplicate" if event["messageId"] in self.server.kept else "kept"
            if event.get("event") == "refused":
                status = "quarantined"
            self.server.doubles += status == "duplicate"
            self.server.kept.setdefault(event["messageId"], event)
            results.append(
                {"messageId": event["messageId"], "status": status, "code": "" if status == "kept" else "why"}
            )
        return results

    def say(self, status: int, told: object, **headers: str) -> None:
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *told: object) -> None:
        """Tests read what came, not a log."""


Fault = Callable[[_Door, list[Event]], None]


def says(status: int, told: object = b"", **headers: str) -> Fault:
    return lambda door, _: door.say(status, told, **headers)


def hangs_up(door: _Door, events: list[Event]) -> None:
    """The connection ends before anything was kept."""
    door.close_connection = True


def keeps_and_hangs_up(door: _Door, events: list[Event]) -> None:
    """The worst: it was kept, and the answer is lost."""
    door.note(events)
    door.close_connection = True


def is_slow(door: _Door, events: list[Event]) -> None:
    """Answers long after anybody would have waited."""
    door.server.released.wait(10)
    door.close_connection = True


def refuses(name: str) -> Fault:
    """400 for a batch that holds an event of this name."""

    def fault(door: _Door, events: list[Event]) -> None:
        door.server.faults.appendleft(fault)
        if any(event.get("event") == name for event in events):
            door.say(400, {"code": "body_broken"})
        else:
            door.keep(events)

    return fault


@contextmanager
def open_house() -> Iterator[House]:
    house = House()
    thread = threading.Thread(target=house.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield house
    finally:
        house.released.set()
        house.shutdown()
        house.server_close()
        thread.join()


class Hurry:
    """A world in which waiting takes no time; `waited` are the seconds that were asked for."""

    def __init__(self, chance: float = 1.0) -> None:
        self.waited: list[float] = []
        self._chance = chance

    def world(self) -> World:
        return World(chance=lambda: self._chance, wait=self._wait)

    def _wait(self, event: threading.Event, seconds: float) -> bool:
        self.waited.append(seconds)
        return event.wait(min(seconds, 0.001))
