"""Transfers a second through `move`, one commit each, beside pgbench's TPC-B on the same PostgreSQL in the same run.

    python -m bench.ledger

Prints medians of alternating rounds, absolute and as a ratio to pgbench: from people to people (spread), from the one
account of the house everybody's points come from (hot), from one budget with a limit (a single row), and in batches.
"""

import itertools
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import Engine, make_url, text

from siyu.facts.ledger import service as ledger
from siyu.facts.ledger.contract import Move
from siyu.kernel import db
from siyu.kernel.clock import utc_now
from siyu.kernel.postgres import EmbeddedPostgres, program
from siyu.kernel.tx import SYSTEM, Begin, beginner
from siyu.migrations import history

CLIENTS = 8
ROUNDS = 3
SECONDS = 5.0
PEOPLE = 2_000
BATCH = 1_000
SCALE = 10
TARGET = 0.60
Deed = Callable[[Random], int]


class Books:
    """A house without a limit, a budget with one, and people; each deed is one committed transaction."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._keys = itertools.count()
        with begin(SYSTEM) as tx:
            self.house = ledger.open_account(tx, code="points.issued", unit="points", may_overdraw=True).id
            self.budget = ledger.open_account(tx, code="points.budget", unit="points").id
            self.people = [
                ledger.open_account(tx, code="points", unit="points", person_id=tx.new_id()).id for _ in range(PEOPLE)
            ]
        with begin(SYSTEM) as tx:
            ledger.move_many(tx, moves=[self._plan(self.house, person, 10**6) for person in self.people])
            ledger.move_many(tx, moves=[self._plan(self.house, self.budget, 10**12)])

    def spread(self, dice: Random) -> int:
        giver, taker = dice.sample(self.people, 2)
        return self._move(giver, taker)

    def hot(self, dice: Random) -> int:
        return self._move(self.house, dice.choice(self.people))

    def limited(self, dice: Random) -> int:
        return self._move(self.budget, dice.choice(self.people))

    def batch(self, dice: Random) -> int:
        plans = [self._plan(self.house, person, 1) for person in dice.choices(self.people, k=BATCH)]
        with self._begin(SYSTEM) as tx:
            return len(ledger.move_many(tx, moves=plans))

    def _move(self, giver: UUID, taker: UUID) -> int:
        with self._begin(SYSTEM) as tx:
            key = f"bench:{next(self._keys)}"
            ledger.move(tx, key=key, from_=giver, to=taker, amount=1, unit="points", why="bench")
        return 1

    def _plan(self, giver: UUID, taker: UUID, amount: int) -> Move:
        return Move(f"bench:{next(self._keys)}", giver, taker, amount, "points", "bench")


def rate(deed: Deed, *, clients: int = CLIENTS, seconds: float = SECONDS) -> float:
    """Transfers a second by so many threads."""
    stop = time.perf_counter() + seconds
    done = [0] * clients

    def work(client: int) -> None:
        dice = Random(client)
        while time.perf_counter() < stop:
            done[client] += deed(dice)

    started = time.perf_counter()
    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - started)


class Pgbench:
    """TPC-B on a database of its own in the same server, as pgbench comes."""

    def __init__(self, url: str) -> None:
        at = make_url(url).set(database="pgbench")
        self._uri = at.render_as_string(hide_password=False)
        self._run("--initialize", "--quiet", f"--scale={SCALE}")

    def rate(self) -> float:
        return _told(self._run(*_CROWD))

    def _run(self, *options: str) -> str:
        return _pgbench(self._uri, *options)


def posted_alone(url: str, books: Books) -> float:
    """Transfers a second of the database's own function, called by pgbench: what no interpreter stands before."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        person = f"(ARRAY[{','.join(repr(str(one)) for one in books.people[:200])}]::uuid[])[random(1, 200)]"
        script.write(
            f"BEGIN;\nSELECT * FROM ledger_post(gen_random_uuid()::text, sha256('bench'), 'move', '{books.house}', "
            f"{person}, 'points', 1, 'bench', now());\nCOMMIT;\n"
        )
        script.flush()
        uri = make_url(url).render_as_string(hide_password=False)
        return _told(_pgbench(uri, *_CROWD, "--no-vacuum", "--protocol=prepared", f"--file={script.name}"))


_CROWD = (f"--client={CLIENTS}", f"--jobs={os.cpu_count()}", f"--time={SECONDS:.0f}")


def _pgbench(uri: str, *options: str) -> str:
    command = [str(program("pgbench")), *options, uri]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _told(report: str) -> float:
    return float(next(line for line in report.splitlines() if line.startswith("tps")).split()[2])


@contextmanager
def opened() -> Iterator[tuple[EmbeddedPostgres, Engine]]:
    folder = Path(tempfile.mkdtemp(prefix="siyu-bench-"))
    folder.chmod(0o755)
    postgres = EmbeddedPostgres(folder / "postgres")
    postgres.start()
    engine = db.connect(postgres.url, connections_max=CLIENTS + 2)
    try:
        history.upgrade(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE pgbench"))
        yield postgres, engine
    finally:
        engine.dispose()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def chained(begin: Begin) -> tuple[int, float, float]:
    """(transfers, seconds to seal them all, seconds to verify them all)."""
    with begin(SYSTEM) as tx:
        ledger.mark(tx)
    started, count = time.perf_counter(), 0
    while True:
        with begin(SYSTEM) as tx:
            sealed = ledger.seal(tx)
        count += sealed
        if not sealed:
            break
    middle = time.perf_counter()
    with begin(SYSTEM) as tx:
        assert not ledger.verify_chain(tx).flaws
    return count, middle - started, time.perf_counter() - middle


def main() -> None:
    with opened() as (postgres, engine):
        begin = beginner(engine, utc_now)
        books, pgbench = Books(begin), Pgbench(postgres.url)
        deeds = {"spread": books.spread, "hot": books.hot, "one limited row": books.limited, "batches": books.batch}
        references: list[float] = []
        rounds: dict[str, list[float]] = {name: [] for name in deeds}
        for _ in range(ROUNDS):
            references.append(pgbench.rate())
            for name, deed in deeds.items():
                rounds[name].append(rate(deed))
        alone = posted_alone(postgres.url, books)
        count, sealing, verifying = chained(begin)
    print(f"{'pgbench TPC-B, transactions/s':40} {statistics.median(references):>12,.0f}")
    for name, rates in rounds.items():
        ratios = [ours / reference for ours, reference in zip(rates, references, strict=True)]
        ratio = statistics.median(ratios)
        print(f"{name + ', transfers/s':40} {statistics.median(rates):>12,.0f}   ratio {ratio:.2f}")
    print(f"{'the database function alone':40} {alone:>12,.0f}   ratio {alone / references[-1]:.2f}")
    print(f"target: single transfers ≥ {TARGET:.2f} of pgbench; {CLIENTS} clients each, medians of {ROUNDS} rounds")
    print(f"{'sealed afterwards, transfers/s':40} {count / sealing:>12,.0f}   of {count:,}")
    print(f"{'verified, transfers/s':40} {count / verifying:>12,.0f}")


if __name__ == "__main__":
    main()
