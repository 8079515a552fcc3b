"""What staff decide: two people are one, one is two after all, and what becomes of a conflict."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from siyu.kernel.pages import Page, PageWanted, cut
from siyu.kernel.tx import Tx
from siyu.people.identity import binding, evidence, queries
from siyu.people.identity.contract import (
    ChangeMissing,
    ConflictDecided,
    ConflictState,
    Decision,
    IdentityConflict,
    MergeImpossible,
    Moved,
    PersonMissing,
)
from siyu.people.identity.evidence import Node
from siyu.people.identity.kinds import KINDS
from siyu.people.identity.tables import ChangeRow, ConflictRow

SOURCE = "staff"


def merge(tx: Tx, person_ids: tuple[UUID, UUID], why: str) -> tuple[Moved, ...]:
    """Make two people one, whatever speaks against it; the older stays."""
    evidence.take_turn(tx.db)
    now = queries.roots(tx.db, person_ids)  # others may have merged them while we waited
    first, second = (_identifiers(tx, now[person_id]) for person_id in person_ids)
    if first[0].root == second[0].root:
        raise MergeImpossible
    evidence.join_again(tx.db, [node.number for node in (*first, *second)])
    pair = _pair(_surest(first), _surest(second))
    evidence.confirm_edge(tx.db, pair, seen_ms=round(tx.now.timestamp() * 1000), source=SOURCE)
    return binding.regroup(tx, {node.component for node in (*first, *second)}, why)


def part(tx: Tx, change_id: UUID, why: str) -> tuple[Moved, ...]:
    """Take a merge back: group anew without what ties the two together, and keep them apart from now on.

    What was seen of either meanwhile stays with the one it was seen of.
    """
    evidence.take_turn(tx.db)
    change = queries.lock_change(tx.db, change_id)
    if change is None or change.kind != "merged" or change.undone_at is not None:
        raise ChangeMissing
    leaving = set(map(UUID, change.origins))
    everybody = _identifiers(tx, queries.roots(tx.db, [change.now])[change.now])
    theirs = [node for node in everybody if node.origin in leaving]
    staying = [node for node in everybody if node.origin not in leaving]
    if not theirs or not staying:
        raise MergeImpossible
    _sever(tx, theirs, staying)
    evidence.keep_apart(tx.db, _pair(_surest(theirs), _surest(staying)), at=tx.now)
    moves = binding.regroup(tx, {node.component for node in everybody}, why)
    change.undone_at = tx.now
    return moves


def conflicts(tx: Tx, wanted: PageWanted, state: ConflictState | None) -> Page[IdentityConflict]:
    rows = queries.conflicts(tx.db, wanted, state)
    page, next_cursor = cut(rows, wanted, default=queries.CONFLICT_SORT, sort_value=getattr, key=lambda row: row.id)
    nodes = evidence.numbered(tx.db, {number for row in page for number in (row.a, row.b)}) if page else {}
    return Page([_conflict(row, nodes) for row in page], next_cursor, queries.conflict_count(tx.db, state))


def decide(tx: Tx, conflict_id: UUID, decision: Decision, why: str) -> tuple[Moved, ...]:
    """Carry out what somebody decided about a conflict, once."""
    evidence.take_turn(tx.db)
    row = queries.open_conflict(tx.db, conflict_id)
    if row is None:
        raise ConflictDecided
    nodes = evidence.numbered(tx.db, {row.a, row.b})
    row.state, row.decided_at, row.decided_by, row.why = _STATES[decision], tx.now, tx.actor.name[:200], why
    match decision:
        case "merge":
            return merge(tx, (nodes[row.a].root, nodes[row.b].root), why)
        case "move":
            return _give_over(tx, nodes[row.a], nodes[row.b], why)
        case "keep_apart":
            evidence.void_edges(tx.db, {(row.a, row.b)}, at=tx.now)
            evidence.keep_apart(tx.db, (row.a, row.b), at=tx.now)
            return binding.regroup(tx, {node.component for node in nodes.values()}, why)
        case _:
            return ()


_STATES: dict[Decision, ConflictState] = {
    "merge": "merged", "keep_apart": "apart", "move": "moved", "dismiss": "dismissed",
}  # fmt: skip


def _give_over(tx: Tx, a: Node, b: Node, why: str) -> tuple[Moved, ...]:
    """The less sure of the two (a phone, mostly) was passed on: what tied it to who had it counts no more."""
    passed, taker = sorted((a, b), key=lambda node: (-KINDS[node.identifier.type].certainty, node.identifier))
    before = evidence.of_person(tx.db, passed.root)
    ties = evidence.edges_among(tx.db, {node.number for node in before} | {passed.number, taker.number})
    old = {(e.a, e.b) for e in ties if passed.number in (e.a, e.b) and taker.number not in (e.a, e.b)}
    evidence.void_edges(tx.db, old, at=tx.now)
    return binding.regroup(tx, {passed.component, taker.component}, why)


def _conflict(row: ConflictRow, nodes: Mapping[int, Node]) -> IdentityConflict:
    a, b = nodes[row.a], nodes[row.b]
    return IdentityConflict(
        row.id, a.identifier, b.identifier, a.root, b.root, row.kind, row.found_at, row.state,  # type: ignore[arg-type]
        row.decided_at, row.decided_by, row.why,
    )  # fmt: skip


def _sever(tx: Tx, theirs: Sequence[Node], staying: Sequence[Node]) -> None:
    """Void every edge between the two."""
    here, there = {node.number for node in theirs}, {node.number for node in staying}
    edges = evidence.edges_among(tx.db, here | there)
    crossing = {(edge.a, edge.b) for edge in edges if (edge.a in here) != (edge.b in here)}
    evidence.void_edges(tx.db, {pair for pair in crossing if set(pair) <= here | there}, at=tx.now)


def _identifiers(tx: Tx, person_id: UUID) -> list[Node]:
    found = evidence.of_person(tx.db, person_id)
    if not found:
        raise PersonMissing
    return found


def _surest(nodes: Collection[Node]) -> Node:
    return min(nodes, key=lambda node: (KINDS[node.identifier.type].certainty, node.identifier))


def _pair(a: Node, b: Node) -> tuple[int, int]:
    return (a.number, b.number) if a.number < b.number else (b.number, a.number)


def changes(tx: Tx, person_id: UUID) -> list[ChangeRow]:
    """What became of the person and of whoever they became, latest first."""
    return queries.changes_of(tx.db, [person_id, *evidence.origins(tx.db, [person_id])])
