"""Short ways to write events and send them."""

from typing import Any
from uuid import UUID, uuid4

from siyu.flows.ingest.contract import Answer, Hit, WriteKey
from siyu.flows.ingest.hits import Delivery
from siyu.flows.ingest.service import Ingest

WEB = WriteKey(UUID(int=1), "Web shop", is_trusted=False)
SERVER = WriteKey(UUID(int=2), "Shop server", is_trusted=True)
NOON_MS = 1_772_366_400_000


def event(name: str = "product_looked_at", **fields: Any) -> dict[str, Any]:
    """One track call of a browser."""
    return {"type": "track", "event": name, "messageId": str(uuid4()), "anonymousId": "browser-1", **fields}


def hit(raw: Any = None, key: WriteKey = WEB, **fields: Any) -> Hit:
    return Hit(event(**fields) if raw is None else raw, key, NOON_MS, id=uuid4())


def send(ingest: Ingest, *events: Any, key: WriteKey = WEB, **fields: Any) -> list[Answer]:
    """Take them as one request's, and carry them into the log."""
    return ingest.take(Delivery(key=key, events=events, received_ms=ingest.now_ms(), **fields))


def fates(answers: list[Answer]) -> list[str]:
    """What became of each, with the code where there is one: `quarantined nobody`."""
    return [f"{answer.fate} {answer.code}".strip() for answer in answers]


def logged(ingest: Ingest, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of every event in the log, in the order of their names and times."""
    return ingest.warehouse.rows(f"SELECT {', '.join(columns)} FROM events ORDER BY event, time, event_id")
