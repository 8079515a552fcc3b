"""The spool: what was accepted is sent, whatever becomes of the process, the file or the disk."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siyu.client import Client, Forked, SpoolFailed, SpoolLocked
from siyu.client import spool as spools
from siyu.client.spool import Spool
from tests.client.conftest import Told
from tests.client.house import KEY, House, Hurry, keeps_and_hangs_up

NOWHERE = "http://127.0.0.1:9"
Line = st.integers(0, 300).map(lambda size: b'{"t":"' + b"x" * size + b'"}')


def put(spool: Spool, *lines: bytes) -> None:
    for line in lines:
        spool.make_durable(spool.add(line))


def lines(spool: Spool) -> list[bytes]:
    return spool.first(1_000_000, 1_000_000_000)


def open_client(address: str, path: Path, **options: Any) -> Client:
    return Client(address, KEY, spool=path, interval_seconds=0.01, world=Hurry().world(), **options)


def test_what_one_process_left_the_next_one_sends_and_the_file_becomes_empty(
    small_house: House, tmp_path: Path
) -> None:
    path = tmp_path / "new folder" / "events.spool"
    with open_client(NOWHERE, path) as client:
        ids = [client.track("seen", {"text": "茶\n"}, user_id="M1") for _ in range(120)]
        assert client.close(seconds_max=0.1) == 120
    assert path.stat().st_mode & 0o077 == 0
    with open_client(small_house.address, path) as client:
        assert client.flush(seconds_max=10)
        ids.append(client.track("seen", user_id="M1"))
        assert client.flush(seconds_max=10)
        assert path.stat().st_size == 0
    assert list(small_house.kept) == ids
    assert small_house.doubles == 0


def test_a_lost_answer_only_means_that_events_are_sent_again(small_house: House, tmp_path: Path) -> None:
    small_house.faults.append(keeps_and_hangs_up)
    path = tmp_path / "events.spool"
    with open_client(small_house.address, path) as client:
        ids = [client.track("seen", user_id="M1") for _ in range(5)]
        assert client.flush(seconds_max=10)
    assert list(small_house.kept) == ids


def test_two_clients_never_share_a_spool(small_house: House, tmp_path: Path) -> None:
    path = tmp_path / "events.spool"
    with open_client(small_house.address, path), pytest.raises(SpoolLocked):
        open_client(small_house.address, path)
    program = f"from siyu.client import Client; Client({NOWHERE!r}, 'k', spool={str(path)!r})"
    with open_client(small_house.address, path):
        other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert "spool_locked" in other.stderr
    open_client(small_house.address, path).close()


@pytest.mark.parametrize("torn", [b"", b"0", b"\x00" * 900, b'0badbeef {"half":', b'00000000 {"wrong":1}\n', b"\n\n"])
def test_a_torn_last_line_is_tolerated(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "events.spool"
    spool = Spool(path)
    put(spool, b'{"n":1}', b'{"n":2}')
    spool.close()
    path.write_bytes(path.read_bytes() + torn)
    again = Spool(path)
    put(again, b'{"n":3}')
    again.close()
    last = Spool(path)
    assert lines(last) == [b'{"n":1}', b'{"n":2}', b'{"n":3}']
    last.close()


def test_a_damaged_line_in_the_middle_costs_only_itself(tmp_path: Path, murmur: Told) -> None:
    path = tmp_path / "events.spool"
    spool = Spool(path)
    put(spool, b'{"n":1}', b'{"n":2}', b'{"n":3}')
    spool.close()
    path.write_bytes(path.read_bytes().replace(b'"n":2', b'"n":7'))
    again = Spool(path)
    assert (again.count, lines(again)) == (2, [b'{"n":1}', b'{"n":3}'])
    again.close()
    assert "spool_line_damaged" in murmur.text


def test_a_long_spool_is_made_anew_with_only_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "COMPACT_BYTES", 1_000)
    path = tmp_path / "events.spool"
    spool = Spool(path)
    written = [b'{"n":%d}' % number for number in range(400)]
    put(spool, *written)
    for _ in range(30):
        spool.remove(len(spool.first(10, 1_000)))
    assert path.stat().st_size < 5_000
    assert path.stat().st_mode & 0o077 == 0
    put(spool, b'{"n":"last"}')
    assert lines(spool) == [*written[300:], b'{"n":"last"}']
    spool.close()
    again = Spool(path)
    assert lines(again) == [*written[300:], b'{"n":"last"}']
    again.close()


Step = st.one_of(
    st.tuples(st.just("put"), st.lists(Line, min_size=1, max_size=4)),
    st.tuples(st.just("settle"), st.integers(1, 5)),
    st.tuples(st.just("tear"), st.binary(max_size=30)),
)


@given(steps=st.lists(Step, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_order_of_writing_settling_and_dying_nothing_accepted_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, Any]]
) -> None:
    monkeypatch.setattr(spools, "COMPACT_BYTES", 300)
    path = tmp_path / "events.spool"
    path.unlink(missing_ok=True)
    spool, waiting = Spool(path), list[bytes]()
    for step, what in steps:
        match step:
            case "put":
                put(spool, *what)
                waiting += what
            case "settle":
                spool.remove(len(spool.first(what, 1_000_000)))
                del waiting[:what]
            case _:
                spool.close()
                path.write_bytes(path.read_bytes() + what.replace(b"\n", b""))
                spool = Spool(path)
        assert lines(spool) == waiting
        assert spool.count == len(waiting)
    spool.close()


def test_writers_at_the_same_time_share_their_syncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path / "events.spool")
    syncs: list[int] = []
    adding, real = threading.Lock(), os.fsync

    def slow_sync(file: int) -> None:
        """A disk that takes its time, so that others come meanwhile."""
        syncs.append(file)
        threading.Event().wait(0.02)
        real(file)

    def write() -> None:
        with adding:
            place = spool.add(b'{"n":1}')
        spool.make_durable(place)

    monkeypatch.setattr(os, "fsync", slow_sync)
    threads = [threading.Thread(target=write) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(spool)) == 20
    assert len(syncs) < 10
    spool.close()


CHILD = """
import resource, signal, sys
from siyu.client import Client, SpoolFailed
address, path, limit = sys.argv[1:]
if int(limit):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
client = Client(address, "sk_test", spool=path, interval_seconds=0.01)
number = 0
while True:
    try:
        print(client.track("seen", {"n": number, "text": "x" * 100}, user_id="M1"), flush=True)
    except SpoolFailed as error:
        print("full", error.code, flush=True)
        sys.stdin.read()
    number += 1
"""


def child(address: str, path: Path, limit: int = 0) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", CHILD, address, str(path), str(limit)]
    return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def read_until(process: subprocess.Popen[str], is_enough: Callable[[list[str]], bool]) -> list[str]:
    """The ids it said were accepted; then it is killed, and what it still said in dying counts as well."""
    assert process.stdout is not None
    said: list[str] = []
    while not is_enough(said):
        said.append(process.stdout.readline().strip())
    process.send_signal(signal.SIGKILL)
    said += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.communicate(timeout=30)
    return said


@pytest.mark.parametrize("is_reachable", [False, True], ids=["server-away", "while-sending"])
def test_killed_at_any_moment_nothing_it_accepted_is_lost(
    small_house: House, tmp_path: Path, is_reachable: bool
) -> None:
    path = tmp_path / "events.spool"
    address = small_house.address if is_reachable else NOWHERE
    accepted: list[str] = []
    for count in (40, 90):
        accepted += read_until(child(address, path), lambda said, count=count: len(said) >= count)  # type: ignore[misc]
    with open_client(small_house.address, path) as client:
        assert client.flush(seconds_max=20)
    assert len(set(accepted)) == len(accepted) >= 130
    assert set(accepted) <= set(small_house.kept)
    assert len(small_house.kept) <= len(accepted) + 2  # one a kill may be written, and not yet said to be


def test_on_a_full_disk_verbs_say_so_and_what_was_accepted_is_kept(small_house: House, tmp_path: Path) -> None:
    path = tmp_path / "events.spool"
    said = read_until(child(NOWHERE, path, limit=10_000), lambda said: bool(said) and said[-1].startswith("full"))
    accepted = said[:-1]
    assert said[-1] == "full spool_failed"
    assert 10 < len(accepted) < 60
    with open_client(small_house.address, path) as client:
        assert client.flush(seconds_max=10)
        accepted.append(client.track("seen", user_id="M1"))
        assert client.flush(seconds_max=10)
    assert list(small_house.kept) == accepted


def test_a_folder_that_cannot_be_written_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "events.spool").mkdir()
    with pytest.raises(SpoolFailed):
        Client(NOWHERE, KEY, spool=tmp_path / "events.spool")


def test_a_client_is_of_the_process_that_made_it(small_house: House) -> None:
    client = Client(small_house.address, KEY)
    client._process += 1
    with pytest.raises(Forked):
        client.track("seen", user_id="M1")
    assert client.close() == 0
    client._process -= 1
    client.close()
