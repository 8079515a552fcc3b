"""Who is one person, as a function of everything that was seen together and of nothing else: no order, no history.

Identifiers are nodes; two that somebody used together are an edge. Edges are joined from the surest to the least sure
(what staff decided, what systems issue, contact details, devices), the earlier before the later, and one that would
give a person more of a type than people have is refused. Because that order belongs to the edges and not to their
arrival, the same evidence makes the same people however late or often parts of it come, and taking an edge away gives
the people there would have been without it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from siyu.people.identity.contract import Identifier
from siyu.people.identity.kinds import KINDS

CONFIRMED = -1
"""Surer than anything a system says: a member of staff looked at both and said so."""

Ground = Literal["too_many", "two_known", "kept_apart", "shared"]


class Edge(NamedTuple):
    """Two identifiers that were used together, first at `seen_ms`; `is_confirmed` by staff."""

    a: Identifier
    b: Identifier
    seen_ms: int
    is_confirmed: bool = False


class Refusal(NamedTuple):
    """An edge that joins nobody, on what ground, and the type there would have been too many of."""

    edge: Edge
    ground: Ground
    kind: str = ""


class Partition(NamedTuple):
    """The group each identifier belongs to (named by one of its members), what was refused, and who is shared."""

    groups: dict[Identifier, list[Identifier]]
    refused: list[Refusal]
    shared: set[Identifier]


def partition(
    nodes: Iterable[Identifier], edges: Collection[Edge], *, apart: Collection[tuple[Identifier, Identifier]] = ()
) -> Partition:
    """Group the identifiers; `apart` are pairs that staff said are two people's."""
    shared = shared_by_many(edges)
    groups = _Groups(nodes, apart)
    refused = []
    for edge in sorted(edges, key=_order):
        refusal = _joined(groups, edge, shared)
        if refusal:
            refused.append(refusal)
    return Partition(groups.listed(), refused, shared)


def shared_by_many(edges: Iterable[Edge]) -> set[Identifier]:
    """Identifiers seen beside more values of another type, as sure or surer, than one person could explain."""
    beside: dict[tuple[Identifier, str], set[str]] = defaultdict(set)
    for edge in edges:
        if edge.is_confirmed:
            continue
        for here, there in ((edge.a, edge.b), (edge.b, edge.a)):
            if there.type != here.type and KINDS[there.type].certainty <= KINDS[here.type].certainty:
                beside[here, there.type].add(there.value)
    return {here for (here, _), values in beside.items() if len(values) > KINDS[here.type].shared_above}


def _order(edge: Edge) -> tuple[int, int, Identifier, Identifier]:
    a, b, seen_ms, is_confirmed = edge
    certainty = CONFIRMED if is_confirmed else max(_CERTAINTY[a.type], _CERTAINTY[b.type])
    return (certainty, seen_ms, a, b) if a < b else (certainty, seen_ms, b, a)


_CERTAINTY = {name: kind.certainty for name, kind in KINDS.items()}


def _joined(groups: "_Groups", edge: Edge, shared: Collection[Identifier]) -> Refusal | None:
    """Join both ends, or say why not."""
    if not edge.is_confirmed and (edge.a in shared or edge.b in shared):
        return Refusal(edge, "shared")
    a, b = groups.find(edge.a), groups.find(edge.b)
    if a == b:
        return None
    if groups.are_apart(a, b):
        return Refusal(edge, "kept_apart")
    if not edge.is_confirmed:
        if KINDS[edge.a.type].is_weak or KINDS[edge.b.type].is_weak:
            if groups.is_known(a) and groups.is_known(b):
                return Refusal(edge, "two_known")
        elif kind := groups.too_many(a, b):
            return Refusal(edge, "too_many", kind)
    groups.join(a, b)
    return None


class _Groups:
    """A forest of identifiers; each root counts what its tree has of every type, and of every app of a type."""

    def __init__(self, nodes: Iterable[Identifier], apart: Collection[tuple[Identifier, Identifier]]) -> None:
        self._parent = {node: node for node in nodes}
        self._members: dict[Identifier, list[Identifier]] = {node: [node] for node in self._parent}
        self._counts: dict[Identifier, dict[tuple[str, str | None], int]] = {}
        self._enemies: Mapping[Identifier, set[Identifier]] = _both_ways(apart)

    def find(self, node: Identifier) -> Identifier:
        parent = self._parent
        above = parent[node]
        while above is not node:
            parent[node] = parent[above]
            node, above = above, parent[above]
        return node

    def join(self, a: Identifier, b: Identifier) -> None:
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members.pop(b)
        counts = self._counted(a)
        for what, count in self._counted(b).items():
            counts[what] = counts.get(what, 0) + count
        del self._counts[b]

    def is_known(self, root: Identifier) -> bool:
        """By more than devices."""
        return any(not KINDS[kind].is_weak for kind, _ in self._counted(root))

    def too_many(self, a: Identifier, b: Identifier) -> str:
        """The type one person would have too many of, the first by name; "" for none."""
        here, there = self._counted(a), self._counted(b)
        return min((what[0] for what in there if what in here and here[what] + there[what] > _most(what)), default="")

    def are_apart(self, a: Identifier, b: Identifier) -> bool:
        if not self._enemies:
            return False
        theirs = set(self._members[b])
        return any(self._enemies.get(member, _NOBODY) & theirs for member in self._members[a])

    def listed(self) -> dict[Identifier, list[Identifier]]:
        return self._members

    def _counted(self, root: Identifier) -> dict[tuple[str, str | None], int]:
        """What the tree has; a single identifier is counted when it is first asked about."""
        counts = self._counts.get(root)
        if counts is None:
            counts = self._counts[root] = {(root.type, None): 1}
            scope = KINDS[root.type].scope(root.value)
            if scope is not None:
                counts[root.type, scope] = 1
        return counts


def _most(what: tuple[str, str | None]) -> int:
    name, scope = what
    return KINDS[name].limit if scope is None else KINDS[name].limit_in_scope


_NOBODY: set[Identifier] = set()


def _both_ways(pairs: Collection[tuple[Identifier, Identifier]]) -> dict[Identifier, set[Identifier]]:
    found: dict[Identifier, set[Identifier]] = defaultdict(set)
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return dict(found)
