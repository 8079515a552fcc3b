"""Statements over what was seen together: identifiers as nodes, edges between them, and who has become whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from siyu.kernel.copying import copy_rows
from siyu.people.identity.contract import Identifier

_LOCK = 7_341_982_002
_TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({_LOCK})")
"""Held from reading the evidence until commit: whoever changes who is who does it alone."""


class Node(NamedTuple):
    """An identifier as it stands: whom it was first taken for, and who that is by now."""

    number: int
    identifier: Identifier
    origin: UUID
    root: UUID
    component: UUID
    is_shared: bool


class KnownEdge(NamedTuple):
    a: int
    b: int
    seen_ms: int
    is_confirmed: bool


def take_turn(db: Session) -> None:
    db.connection().execute(_TAKE_TURN)


def nodes(db: Session, identifiers: Collection[Identifier]) -> dict[Identifier, Node]:
    """Those of the identifiers that are known."""
    if not identifiers:
        return {}
    rows = db.connection().execute(_NODES, {"values": sorted({identifier.value for identifier in identifiers})})
    found = {node.identifier: node for node in map(_node, rows.fetchall())}
    return {identifier: found[identifier] for identifier in identifiers if identifier in found}


_COLUMNS = "i.number, i.type, i.value, i.person_id, coalesce(o.kept_id, i.person_id), i.component, i.is_shared"
_WITH_ROOT = "FROM identifiers i LEFT JOIN person_overrides o ON o.person_id = i.person_id"
_NODES = text(f"SELECT {_COLUMNS} {_WITH_ROOT} WHERE i.value = ANY(:values)")
_REGION = text(f"SELECT {_COLUMNS} {_WITH_ROOT} WHERE i.component = ANY(:components) AND NOT i.is_shared")
_OF_PERSON = text(
    f"SELECT {_COLUMNS} {_WITH_ROOT} WHERE o.kept_id = :person_id OR (i.person_id = :person_id AND o.kept_id IS NULL)"
)
_NUMBERED = text(f"SELECT {_COLUMNS} {_WITH_ROOT} WHERE i.number = ANY(:numbers)")


def _node(row: Any) -> Node:
    number, kind, value, origin, root, component, is_shared = row
    return Node(number, Identifier(kind, value), origin, root, component, is_shared)


def region(db: Session, components: Collection[UUID]) -> list[Node]:
    """Every identifier of these components that joins anybody."""
    return list(map(_node, db.connection().execute(_REGION, {"components": sorted(components)}).fetchall()))


def of_person(db: Session, person_id: UUID) -> list[Node]:
    """Everything the person is known by."""
    return [_node(row) for row in db.connection().execute(_OF_PERSON, {"person_id": person_id})]


def numbered(db: Session, numbers: Collection[int]) -> dict[int, Node]:
    return {row[0]: _node(row) for row in db.connection().execute(_NUMBERED, {"numbers": sorted(numbers)})}


def known_pairs(db: Session, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """When each of these pairs was first seen, as far as known; a void one was never seen later."""
    if not pairs:
        return {}
    ordered = sorted(pairs)
    values = {"a": [a for a, _ in ordered], "b": [b for _, b in ordered]}
    return {(a, b): seen_ms for a, b, seen_ms in db.connection().execute(_KNOWN_PAIRS, values)}


_KNOWN_PAIRS = text(
    """
    SELECT e.a, e.b, CASE WHEN e.void_since IS NULL THEN e.seen_ms ELSE 0 END
    FROM unnest(CAST(:a AS bigint[]), CAST(:b AS bigint[])) AS asked (a, b)
    JOIN identity_edges e ON e.a = asked.a AND e.b = asked.b
    """
)


def edges_among(db: Session, numbers: Collection[int]) -> list[KnownEdge]:
    """Edges that count, with their lower end among these."""
    rows = db.connection().execute(_EDGES_AMONG, {"numbers": sorted(numbers)})
    return [KnownEdge(*row) for row in rows]


_EDGES_AMONG = text(
    "SELECT a, b, seen_ms, is_confirmed FROM identity_edges WHERE a = ANY(:numbers) AND void_since IS NULL"
)


def apart_among(db: Session, numbers: Collection[int]) -> list[tuple[int, int]]:
    rows = db.connection().execute(_APART_AMONG, {"numbers": sorted(numbers)})
    return [(a, b) for a, b in rows]


_APART_AMONG = text("SELECT a, b FROM identity_apart WHERE a = ANY(:numbers) AND b = ANY(:numbers)")


def draw_numbers(db: Session, count: int) -> list[int]:
    """Numbers for new identifiers."""
    return [number for (number,) in db.connection().execute(_DRAW_NUMBERS, {"count": count})]


_DRAW_NUMBERS = text(
    "SELECT nextval(pg_get_serial_sequence('identifiers', 'number')) FROM generate_series(1, :count) ORDER BY 1"
)


def add_nodes(db: Session, new: Sequence[Node], *, source: str, at: datetime) -> None:
    rows = (
        (node.number, *node.identifier, node.origin, node.component, node.is_shared, source, at) for node in new
    )  # fmt: skip
    copy_rows(db, "identifiers", _NODE_COLUMNS, rows)


_NODE_COLUMNS = ("number", "type", "value", "person_id", "component", "is_shared", "source", "linked_at")


def add_edges(db: Session, seen: Mapping[tuple[int, int], int], *, source: str) -> None:
    """Note the pairs, or that they were seen earlier than was known."""
    ordered = sorted(seen)
    values = {"a": [a for a, _ in ordered], "b": [b for _, b in ordered], "seen": [seen[pair] for pair in ordered]}
    db.connection().execute(_ADD_EDGES, {**values, "source": source})


_ADD_EDGES = text(
    """
    INSERT INTO identity_edges AS e (a, b, seen_ms, is_confirmed, source)
    SELECT a, b, seen_ms, false, :source
    FROM unnest(CAST(:a AS bigint[]), CAST(:b AS bigint[]), CAST(:seen AS bigint[])) AS t (a, b, seen_ms)
    ON CONFLICT (a, b) DO UPDATE SET seen_ms = least(e.seen_ms, excluded.seen_ms)
    """
)


def confirm_edge(db: Session, pair: tuple[int, int], *, seen_ms: int, source: str) -> None:
    """An edge that staff vouch for."""
    db.connection().execute(_CONFIRM_EDGE, {"a": pair[0], "b": pair[1], "seen_ms": seen_ms, "source": source})


_CONFIRM_EDGE = text(
    """
    INSERT INTO identity_edges (a, b, seen_ms, is_confirmed, source) VALUES (:a, :b, :seen_ms, true, :source)
    ON CONFLICT (a, b) DO UPDATE SET is_confirmed = true, void_since = NULL
    """
)


def void_edges(db: Session, pairs: Collection[tuple[int, int]], *, at: datetime) -> None:
    ordered = sorted(pairs)
    values = {"a": [a for a, _ in ordered], "b": [b for _, b in ordered], "at": at}
    db.connection().execute(_VOID_EDGES, values)


_VOID_EDGES = text(
    """
    UPDATE identity_edges e SET void_since = :at
    FROM unnest(CAST(:a AS bigint[]), CAST(:b AS bigint[])) AS t (a, b) WHERE e.a = t.a AND e.b = t.b
    """
)


def keep_apart(db: Session, pair: tuple[int, int], *, at: datetime) -> None:
    statement = "INSERT INTO identity_apart (a, b, said_at) VALUES (:a, :b, :at) ON CONFLICT DO NOTHING"
    db.connection().execute(text(statement), {"a": pair[0], "b": pair[1], "at": at})


def join_again(db: Session, numbers: Collection[int]) -> None:
    """Forget what kept these apart from each other: staff have thought better of it."""
    statement = "DELETE FROM identity_apart WHERE a = ANY(:numbers) AND b = ANY(:numbers)"
    db.connection().execute(text(statement), {"numbers": sorted(numbers)})


def put_nodes(db: Session, changed: Sequence[Node]) -> None:
    """Write where these identifiers stand now."""
    values = {
        "numbers": [node.number for node in changed],
        "person_ids": [node.origin for node in changed],
        "components": [node.component for node in changed],
        "shared": [node.is_shared for node in changed],
    }
    db.connection().execute(_PUT_NODES, values)


_PUT_NODES = text(
    """
    UPDATE identifiers i SET person_id = t.person_id, component = t.component, is_shared = t.is_shared
    FROM unnest(CAST(:numbers AS bigint[]), CAST(:person_ids AS uuid[]), CAST(:components AS uuid[]),
        CAST(:shared AS boolean[])) AS t (number, person_id, component, is_shared)
    WHERE i.number = t.number
    """
)


def drop_nodes(db: Session, numbers: Collection[int]) -> None:
    """Forget identifiers with all that was seen of them."""
    for statement in _DROP_NODES:
        db.connection().execute(statement, {"numbers": sorted(numbers)})


_DROP_NODES = (
    text("DELETE FROM identity_edges WHERE a = ANY(:numbers) OR b = ANY(:numbers)"),
    text("DELETE FROM identity_apart WHERE a = ANY(:numbers) OR b = ANY(:numbers)"),
    text("DELETE FROM identity_conflicts WHERE a = ANY(:numbers) OR b = ANY(:numbers)"),
    text("DELETE FROM identifiers WHERE number = ANY(:numbers)"),
)


def origins(db: Session, roots: Collection[UUID]) -> dict[UUID, UUID]:
    """Everybody who has become one of these, and whom."""
    return dict(db.connection().execute(_ORIGINS, {"roots": sorted(roots)}).all())


_ORIGINS = text("SELECT person_id, kept_id FROM person_overrides WHERE kept_id = ANY(:roots)")


def put_roots(db: Session, roots: Mapping[UUID, UUID]) -> None:
    """Write who these are by now, each a version later than everything before."""
    ordered = sorted(roots)
    db.connection().execute(_PUT_ROOTS, {"ids": ordered, "kept": [roots[origin] for origin in ordered]})


_PUT_ROOTS = text(
    """
    INSERT INTO person_overrides (person_id, kept_id, version)
    SELECT person_id, kept_id, nextval('person_override_versions')
    FROM unnest(CAST(:ids AS uuid[]), CAST(:kept AS uuid[])) AS t (person_id, kept_id)
    ON CONFLICT (person_id) DO UPDATE SET kept_id = excluded.kept_id, version = excluded.version
    """
)
"""Who is themselves again keeps a row that says so: the log learns of it by the version."""


def add_conflicts(db: Session, found: Iterable[tuple[UUID, int, int, str, str]], *, at: datetime) -> None:
    """Queue them, unless they are known, whatever became of them: (id, a, b, ground, kind)."""
    rows = list(found)
    columns = list(zip(*rows, strict=True)) if rows else []
    if not columns:
        return
    values = dict(zip(("ids", "a", "b", "grounds", "kinds"), map(list, columns), strict=True))
    db.connection().execute(_ADD_CONFLICTS, {**values, "at": at})


_ADD_CONFLICTS = text(
    """
    INSERT INTO identity_conflicts (id, a, b, ground, kind, found_at, state)
    SELECT id, a, b, ground, kind, :at, 'open'
    FROM unnest(CAST(:ids AS uuid[]), CAST(:a AS bigint[]), CAST(:b AS bigint[]), CAST(:grounds AS text[]),
        CAST(:kinds AS text[])) AS t (id, a, b, ground, kind)
    ON CONFLICT (a, b) DO NOTHING
    """
)
