"""Events that come again: told by their id inside the window, whatever they say."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

from siyu.flows.ingest.contract import WriteKey
from siyu.flows.ingest.hits import Delivery
from siyu.flows.ingest.recent import KEPT_HOURS
from siyu.flows.ingest.service import open_ingest
from tests.conformance.cases import Case, NotSupported, expect
from tests.conformance.stores import BEGINNING, Stores


def run(case: Case, stores: Stores) -> None:
    if case["query"]["lookback_hours"] > KEPT_HOURS:
        raise NotSupported(f"ids are known for {KEPT_HOURS} hours")
    ingest = open_ingest(
        stores.begin, stores.warehouse, key=b"case", clock=lambda: stores.now, standstill=threading.Lock()
    )
    for event in case["events"]:
        stores.now = BEGINNING + timedelta(hours=event["t_h"])
        key = WriteKey(UUID(int=1), "case", is_trusted=False)
        ingest.take(Delivery(key, [_sent(event)], ingest.now_ms()))
    rows = stores.warehouse.rows("SELECT anonymous_id FROM events ORDER BY time, anonymous_id")
    expect(case, kept=[message_id for (message_id,) in rows])


def _sent(event: dict[str, Any]) -> dict[str, Any]:
    """The same words under every id; the device is called after it, to be found again in the log."""
    return {"type": "track", "event": "seen", "messageId": event["messageId"], "anonymousId": event["messageId"]}
