"""Sending over real HTTP: in order, in batches, through every fault, each event once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from siyu.client import Client, ClientClosed, Failure, NotDelivered, QueueFull, Refused, Result
from siyu.client.answers import Answer, Later, Never, Settled, TooMuch, judge, wait_seconds
from tests.client.conftest import Told
from tests.client.house import (
    KEY,
    Fault,
    House,
    Hurry,
    hangs_up,
    is_slow,
    keeps_and_hangs_up,
    refuses,
    says,
)

DROPPED = Settled((Result("a", "dropped", "", "", ""),))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Open = Callable[..., Client]


@pytest.fixture
def client_of(small_house: House) -> Iterator[Open]:
    """Clients that hurry, closed at the end."""
    with ExitStack() as opened:

        def open_client(**options: Any) -> Client:
            told = {"interval_seconds": 0.01, "world": Hurry().world(), "timeout_seconds": 5.0, **options}
            client = Client(small_house.address, told.pop("key", KEY), **told)
            opened.callback(client.close, seconds_max=1)
            return client

        yield open_client


def track(client: Client, count: int, name: str = "seen", **properties: Any) -> list[str]:
    return [client.track(name, {"n": n, **properties}, user_id="M1") for n in range(count)]


def test_events_arrive_once_in_order_in_batches_of_a_hundred(small_house: House, client_of: Open) -> None:
    client = client_of(interval_seconds=60)
    ids = track(client, 250)
    assert client.flush(seconds_max=10)
    assert list(small_house.kept) == ids
    assert [event["properties"]["n"] for event in small_house.kept.values()] == list(range(250))
    assert max(small_house.batches) == 100
    assert sum(small_house.batches) == 250


def test_the_first_event_waits_for_others_no_longer_than_the_interval(small_house: House, client_of: Open) -> None:
    client = client_of(interval_seconds=0.05)
    track(client, 3)
    deadline = time.monotonic() + 5
    while len(small_house.kept) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(small_house.kept) == 3


def test_batches_stay_below_400_kb(small_house: House, client_of: Open) -> None:
    client = client_of(interval_seconds=60)
    track(client, 60, text="茶" * 10_000)
    assert client.flush(seconds_max=20)
    assert len(small_house.kept) == 60
    assert max(small_house.bytes) <= 400_100


FAULTS: list[Fault] = [
    says(500),
    hangs_up,
    says(503, Retry_After="7"),
    keeps_and_hangs_up,
    says(429, {"code": "too_many"}),
    says(502, b"<html>Bad gateway</html>"),
    says(200, b"<html>Please sign in to this network</html>"),
    says(200, {"success": False}),
    says(408),
    says(200, b'"ok"'),
]


def test_through_every_fault_each_event_is_kept_once_and_in_order(small_house: House, client_of: Open) -> None:
    for fault in FAULTS:
        small_house.faults += [fault, fault]
    results: list[Result] = []
    failures: list[Failure] = []
    client = client_of(batch_max=10, on_result=results.append, on_error=failures.append)
    ids = track(client, 40)
    assert client.flush(seconds_max=20)
    assert list(small_house.kept) == ids
    assert [result.message_id for result in results] == ids
    assert {result.status for result in results} == {"kept", "duplicate"}
    assert not failures
    assert not small_house.faults


def test_waits_grow_and_are_never_shorter_than_the_server_asks(small_house: House, client_of: Open) -> None:
    small_house.faults += [says(500)] * 9 + [says(503, Retry_After="90"), says(429, Retry_After="7200")]
    hurry = Hurry()
    client = client_of(world=hurry.world())
    track(client, 1)
    assert client.flush(seconds_max=10)
    waited = [seconds for seconds in hurry.waited if seconds >= 0.5]
    assert waited == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 90, 3600]
    assert [wait_seconds(attempt, None, 0.0) for attempt in (0, 1, 99)] == [0.25, 0.5, 30]


def test_a_server_that_never_answers_is_left_and_asked_again(small_house: House, client_of: Open) -> None:
    small_house.faults.append(is_slow)
    client = client_of(timeout_seconds=0.2)
    ids = track(client, 2)
    assert client.flush(seconds_max=10)
    assert list(small_house.kept) == ids


def test_a_batch_that_is_too_large_goes_in_halves(small_house: House, client_of: Open) -> None:
    small_house.events_max = 7
    client = client_of(interval_seconds=60)
    ids = track(client, 100)
    assert client.flush(seconds_max=10)
    assert list(small_house.kept) == ids
    assert small_house.batches[:5] == [100, 50, 25, 12, 6]


def test_one_event_nobody_takes_is_told_and_holds_up_no_other(small_house: House, client_of: Open) -> None:
    small_house.faults.append(refuses("poison"))
    failures: list[Failure] = []
    client = client_of(interval_seconds=60, on_error=failures.append)
    good = track(client, 30)
    poison = track(client, 1, name="poison")
    good += track(client, 30)
    assert client.flush(seconds_max=10)
    assert list(small_house.kept) == good
    [failure] = failures
    assert ([failure.event["messageId"]], failure.event["properties"]) == (poison, {"n": 0})
    assert isinstance(failure.error, Refused)
    assert failure.error.facts["status"] == 400


def test_with_a_wrong_key_nothing_is_thrown_away_and_every_verb_says_why(small_house: House, client_of: Open) -> None:
    failures: list[Failure] = []
    client = client_of(key="sk_wrong", on_error=failures.append)
    ids = track(client, 3)
    assert not client.flush(seconds_max=10)
    with pytest.raises(Refused) as refused:
        track(client, 1)
    assert refused.value.facts["status"] == 401
    assert failures == []
    assert client.close() == 3
    assert [failure.event["messageId"] for failure in failures] == ids
    assert small_house.batches == [3]


def test_each_result_is_told_and_a_broken_listener_stops_nothing(
    small_house: House, client_of: Open, murmur: Told
) -> None:
    told: list[Result] = []

    def listen(result: Result) -> None:
        told.append(result)
        raise RuntimeError("broken")

    client = client_of(on_result=listen)
    track(client, 1)
    track(client, 1, name="refused")
    assert client.flush(seconds_max=10)
    client.track("seen", user_id="M1", message_id=told[0].message_id)
    assert client.flush(seconds_max=10)
    assert [(result.status, result.code) for result in told] == [
        ("kept", ""),
        ("quarantined", "why"),
        ("duplicate", "why"),
    ]
    assert murmur.text.count("listener_failed") == 3


def test_a_full_queue_makes_verbs_wait_and_then_refuse_never_drop(small_house: House, client_of: Open) -> None:
    small_house.faults.append(is_slow)
    client = client_of(queue_bytes_max=2_000, full_wait_seconds=0.05, timeout_seconds=30.0)
    accepted: list[str] = []
    with pytest.raises(QueueFull):
        accepted.extend(track(client, 1)[0] for _ in range(100))
    assert 5 < len(accepted) < 20
    room = threading.Timer(0.1, small_house.released.set)
    room.start()
    waiting = client_of(full_wait_seconds=10.0, queue_bytes_max=2_000)
    accepted += track(waiting, 50)
    assert client.flush(seconds_max=10)
    assert waiting.flush(seconds_max=10)
    assert set(small_house.kept) == set(accepted)


def test_closing_sends_what_is_left_and_tells_what_it_could_not(small_house: House, client_of: Open) -> None:
    with client_of(interval_seconds=60) as first:
        ids = track(first, 5)
    assert list(small_house.kept) == ids
    failures: list[Failure] = []
    small_house.faults.extend([hangs_up] * 1000)
    second = client_of(interval_seconds=60, on_error=failures.append)
    lost = track(second, 4)
    assert second.close(seconds_max=0.3) == 4
    assert [failure.event["messageId"] for failure in failures] == lost
    assert all(isinstance(failure.error, NotDelivered) for failure in failures)


def test_closing_while_it_waits_for_the_next_try_tries_at_once(small_house: House) -> None:
    small_house.faults.append(says(503, Retry_After="600"))
    client = Client(small_house.address, KEY, interval_seconds=0)
    ids = track(client, 1)
    while not small_house.batches:
        time.sleep(0.01)
    assert client.close(seconds_max=5) == 0
    assert list(small_house.kept) == ids


def test_what_is_said_while_it_closes_is_sent_or_refused_or_told(small_house: House, client_of: Open) -> None:
    failures: list[Failure] = []
    client = client_of(on_error=failures.append)
    accepted: list[str] = []

    def talk() -> None:
        with suppress(ClientClosed):
            while True:
                accepted.append(client.track("seen", user_id="M1"))

    talking = [threading.Thread(target=talk) for _ in range(4)]
    for thread in talking:
        thread.start()
    while len(accepted) < 50:
        time.sleep(0.001)
    client.close(seconds_max=5)
    for thread in talking:
        thread.join()
    told = {failure.event["messageId"] for failure in failures}
    assert set(accepted) == set(small_house.kept) | told


def test_many_threads_share_one_client(small_house: House, client_of: Open) -> None:
    client = client_of()
    threads = [threading.Thread(target=track, args=(client, 50)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert client.flush(seconds_max=10)
    assert len(small_house.kept) == 400
    assert small_house.doubles == 0


def test_nothing_that_went_wrong_is_silent(small_house: House, client_of: Open, murmur: Told) -> None:
    small_house.faults += [says(500, b"broken"), refuses("poison")]
    client = client_of()
    track(client, 1, name="poison")
    assert client.flush(seconds_max=10)
    assert "send_failed: 500 broken" in murmur.text
    assert "event_not_sent" in murmur.text


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(200, None, b'{"success":true,"results":[{"messageId":"a","status":"dropped"},7]}'), DROPPED),
        (Answer(200, None, b'{"success":true}'), Settled(())),
        (Answer(0, None, b"refused"), Later(None, "0 refused")),
        (Answer(503, "5", b""), Later(5.0, "503 ")),
        (Answer(503, "Sun, 01 Mar 2026 12:01:00 GMT", b""), Later(60.0, "503 ")),
        (Answer(503, "Sun, 01 Mar 2026 11:00:00 GMT", b""), Later(0.0, "503 ")),
        (Answer(429, "soon", b""), Later(None, "429 ")),
        (Answer(413, None, b""), TooMuch(413, "")),
        (Answer(403, None, b"\xff"), Never(403, "\N{REPLACEMENT CHARACTER}")),
        (Answer(301, None, b""), Never(301, "")),
    ],
)  # fmt: skip
def test_every_answer_has_a_meaning(answer: Answer, verdict: object) -> None:
    assert judge(answer, NOON) == verdict
