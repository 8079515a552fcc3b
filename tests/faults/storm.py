"""Many senders at once who retry until they are answered, repeat themselves, and remember what was promised to them."""

import json
import socket
import subprocess
import sys
import threading
import time
from itertools import count
from random import Random
from typing import Any, Self
from uuid import UUID, uuid4

import httpx

from bench.server import Server
from tests.faults.totals import wait_for

SENDERS, BATCH = 4, 20
RETRY_SECONDS = 0.05
_READ_LOG = """
import json, sys
from pathlib import Path
from siyu.facts.warehouse import service as warehouses
warehouse = warehouses.embedded(Path(sys.argv[1]) / "clickhouse")
rows = warehouse.rows("SELECT toString(event_id), event, count() FROM events GROUP BY event_id, event")
print(json.dumps(rows))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Storm:
    """Sends until stopped. `sent` and `promised` are messageIds; a promise is an answer that names the event kept."""

    def __init__(self, server: Server) -> None:
        wanted = {"name": "Storm", "kind": "public", "scopes": ["events:write"]}
        made = server.client.post("/v1/api-keys", json=wanted, headers={"Idempotency-Key": str(uuid4())})
        self._url = str(server.client.base_url.join(f"/v1/batch?writeKey={made.json()['secret']}"))
        self.sent: set[str] = set()
        self.promised: set[str] = set()
        self.refusals = 0
        self.surprises: list[str] = []
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(SENDERS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exit: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)

    def wait_for_more(self, promises: int) -> None:
        """Until so many more events were promised to be kept."""
        wanted = len(self.promised) + promises
        wait_for(lambda: len(self.promised) >= wanted)

    def _work(self, number: int) -> None:
        dice = Random(number)
        with httpx.Client(timeout=20) as client:
            for turn in count():
                if self._stopping.is_set():
                    return
                self._deliver(client, dice, self._batch(number, turn, dice))

    def _batch(self, number: int, turn: int, dice: Random) -> list[dict[str, Any]]:
        """New events, an increment, and some that were sent before."""
        fresh = [_event(number, turn, place) for place in range(BATCH)]
        fresh[0] |= {"type": "profile", "verb": "increment", "userId": "m-1", "traits": {"cups": 1}}
        self.sent |= {str(event["messageId"]) for event in fresh}
        old = [_event(number, dice.randrange(turn + 1), dice.randrange(1, BATCH)) for _ in range(5)]
        return [*fresh, *old]

    def _deliver(self, client: httpx.Client, dice: Random, batch: list[dict[str, Any]]) -> None:
        while not self._stopping.is_set():
            dice.shuffle(batch)
            try:
                answer = client.post(self._url, content=json.dumps({"batch": batch}))
            except httpx.HTTPError:
                self._stopping.wait(RETRY_SECONDS)
                continue
            if answer.status_code == 200:
                results = answer.json()["results"]
                self.surprises += [
                    result["code"] for result in results if result["status"] not in ("kept", "duplicate")
                ]
                self.promised |= {result["messageId"] for result in results}
                return
            if answer.status_code != 503:
                self.surprises.append(answer.text)
            self.refusals += 1
            self._stopping.wait(RETRY_SECONDS)


def _event(number: int, turn: int, place: int) -> dict[str, Any]:
    event_id = UUID(int=(number << 96) | (turn << 32) | (place << 1) | 1)
    return {"type": "track", "event": "stormed", "messageId": str(event_id), "anonymousId": f"d-{number}-{turn % 50}"}


def shipped(server: Server) -> None:
    """Wait until everything accepted is in the log."""

    def is_empty() -> bool:
        try:
            return bool(server.client.get("/v1/system").json()["ingest"]["spooled_events"] == 0)
        except (httpx.HTTPError, KeyError, ValueError):
            return False

    wait_for(is_empty)


def cups(server: Server) -> int:
    """What the increments made of the one member everybody speaks of."""
    for person in server.client.get("/v1/people?identifier_type=member_id").json()["items"]:
        for trait in server.client.get(f"/v1/people/{person['id']}").json()["traits"]:
            if trait["name"] == "cups":
                return int(trait["value"])
    return 0


def logged(server: Server) -> dict[str, tuple[str, int]]:
    """Name and number of rows of every event, read when nobody else has the log open."""
    command = [sys.executable, "-c", _READ_LOG, str(server.data_dir)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return {event_id: (name, rows) for event_id, name, rows in json.loads(done.stdout)}


def check(server: Server, storm: Storm) -> None:
    """Nothing promised is lost, nothing counts twice, and every increment counted as often as its event."""
    assert storm.surprises == []
    shipped(server)
    added = cups(server)
    server.stop()
    found = logged(server)
    assert storm.promised - set(found) == set(), "promised and lost"
    assert {event_id: rows for event_id, (_name, rows) in found.items() if rows != 1} == {}, "counted twice"
    assert set(found) <= storm.sent
    assert added == sum(name == "profile_changed" for name, _rows in found.values())
    assert len(storm.promised) > 100


def pause(seconds: float) -> None:
    """Let the storm blow: how long does not matter, only that kills come at different moments."""
    time.sleep(seconds)
