"""Times of an event as a device's clock tells them, corrected."""

from datetime import UTC, datetime
from uuid import UUID

from siyu.flows.ingest import clockwork
from siyu.flows.ingest.contract import Hit, WriteKey
from siyu.flows.ingest.shape import check_shape
from tests.conformance.cases import Case, Difference, expect
from tests.conformance.stores import Stores


def run(case: Case, _stores: Stores) -> None:
    asked = case["query"]
    raw = {"type": "track", "event": "seen", "anonymousId": "d", "originalTimestamp": asked["originalTimestamp"]}
    received_ms = clockwork.moment_ms(asked["receivedAt"])
    assert received_ms is not None
    hit = Hit(raw, WriteKey(UUID(int=1), "case", is_trusted=False), received_ms, sent_at=asked.get("sentAt"))
    check_shape([hit])
    if hit.fate != "kept":
        raise Difference(hit.code)
    found = datetime.fromtimestamp(hit.time_ms / 1000, UTC)
    expect(case, timestamp=found.isoformat().replace("+00:00", "Z"))
