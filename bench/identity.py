"""OneID on a crowd whose identities are known, beside connected components by networkx on the same edges.

    python -m bench.identity [people]

Ours binds every trace in PostgreSQL, durably, in batches; who is who then is judged by pairs of identifiers. The
traces are bound again in another order, which must give the same people, and a merge is taken back, which must give
those before it. networkx joins the same edges in memory, without limits, times or people.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random
from uuid import UUID

import networkx as nx  # type: ignore[import-untyped]
from sqlalchemy import text

from bench.crowd import Trace, crowd
from bench.ledger import opened
from siyu.kernel.clock import utc_now
from siyu.kernel.tx import SYSTEM, Begin, beginner
from siyu.people.identity import service as identity
from siyu.people.identity.contract import DEVICE, IDENTIFIER_TYPES, Claim, Identifier

BATCH = 10_000
TARGET_RATE, TARGET_PRECISION, TARGET_RECALL = 20_000, 0.999, 0.99
_TRUST = {kind: place for place, kind in enumerate(IDENTIFIER_TYPES)}
Groups = set[frozenset[Identifier]]


def bound(begin: Begin, traces: Sequence[Trace]) -> float:
    """Seconds to bind them all."""
    claims = [_claim(trace) for trace in traces]
    started = time.perf_counter()
    for start in range(0, len(claims), BATCH):
        with begin(SYSTEM) as tx:
            identity.recognise(tx, claims=claims[start : start + BATCH], source="bench")
    return time.perf_counter() - started


def _claim(trace: Trace) -> Claim:
    known = sorted(trace.identifiers, key=lambda item: _TRUST[item.type])
    first_device = next((item.value for item in known if item.type == DEVICE), "")
    return Claim(tuple(item for item in known if item != (DEVICE, first_device)), first_device, trace.seen_ms)


def groups(begin: Begin) -> Groups:
    found: dict[UUID, set[Identifier]] = {}
    with begin(SYSTEM) as tx:
        rows = tx.db.execute(
            text(
                "SELECT i.type, i.value, coalesce(o.kept_id, i.person_id) FROM identifiers i "
                "LEFT JOIN person_overrides o ON o.person_id = i.person_id"
            )
        )
        for kind, value, person_id in rows:
            found.setdefault(person_id, set()).add(Identifier(kind, value))
    return {frozenset(members) for members in found.values()}


def judged(found: Iterable[frozenset[Identifier]], owners: dict[Identifier, set[int]]) -> tuple[float, float]:
    """(precision, recall) over pairs of identifiers; a pair is right when somebody owns both."""
    right = wrong = 0
    for members in found:
        for a, b in combinations(members, 2):
            if owners[a] & owners[b]:
                right += 1
            else:
                wrong += 1
    theirs: dict[int, list[Identifier]] = {}
    for identifier, people in owners.items():
        for person in people:
            theirs.setdefault(person, []).append(identifier)
    truth = {pair for listed in theirs.values() for pair in combinations(sorted(listed), 2)}
    return right / (right + wrong), right / len(truth)


def emptied(begin: Begin) -> None:
    with begin(SYSTEM) as tx:
        tx.db.execute(text("TRUNCATE persons, identifiers, identity_edges, person_overrides, identity_changes, "
                           "identity_conflicts CASCADE"))  # fmt: skip


def taken_back(begin: Begin, before: Groups) -> bool:
    """Merge two people by hand, take it back, and look whether everybody is who they were."""
    with begin(SYSTEM) as tx:
        rows = tx.db.execute(text("SELECT person_id FROM identifiers WHERE type = 'unionid' ORDER BY value LIMIT 2"))
        a, b = (identity.current(tx, person_ids=[one])[one] for (one,) in rows)
        identity.merge(tx, person_ids=(a, b), why="bench")
        [change] = [item for item in identity.changes(tx, person_id=min(a, b)) if item.why == "bench"]
    assert groups(begin) != before
    with begin(SYSTEM) as tx:
        identity.part(tx, change_id=change.id, why="bench")
    return groups(begin) == before


def reference(traces: Sequence[Trace]) -> tuple[float, Groups]:
    started = time.perf_counter()
    graph = nx.Graph()
    for trace in traces:
        graph.add_nodes_from(trace.identifiers)
        graph.add_edges_from((trace.identifiers[0], other) for other in trace.identifiers[1:])
    found = {frozenset(members) for members in nx.connected_components(graph)}
    return time.perf_counter() - started, found


def main(people: int = 100_000) -> None:
    traces = crowd(people).traces
    owners = crowd(people).owners()
    with opened() as (_postgres, engine):
        begin = beginner(engine, utc_now)
        seconds = bound(begin, traces)
        found = groups(begin)
        is_restored = taken_back(begin, found)
        emptied(begin)
        Random(5).shuffle(traces)
        again = bound(begin, traces)
        is_same = groups(begin) == found
    apart, theirs = reference(traces)
    precision, recall = judged(found, owners)
    their_precision, their_recall = judged(theirs, owners)
    two_unionids = sum(len({value for kind, value in members if kind == "unionid"}) > 1 for members in found)
    print(f"{'traces, identifiers, people found':40} {len(traces):,} {len(owners):,} {len(found):,}")
    print(f"{'bindings/s by time, shuffled':40} {len(traces) / seconds:>10,.0f} {len(traces) / again:>10,.0f}")
    print(f"{'networkx in memory, edges/s':40} {len(traces) / apart:>10,.0f}")
    print(f"{'precision, recall':40} {precision:>10.5f} {recall:>10.5f}")
    print(f"{'networkx: precision, recall':40} {their_precision:>10.5f} {their_recall:>10.5f}")
    print(f"{'people with two unionids':40} {two_unionids:>10,}")
    print(f"{'the same people in any order':40} {is_same!s:>10}")
    print(f"{'a merge taken back restores them':40} {is_restored!s:>10}")
    print(f"targets: {TARGET_RATE:,}/s, precision {TARGET_PRECISION}, recall {TARGET_RECALL}; the rest as it must be")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
