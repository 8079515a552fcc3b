"""From groups of identifiers to people: who keeps their id, who becomes whom, and what moves because of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from siyu.people.identity.contract import Identifier, Moved
from siyu.people.identity.evidence import Node
from siyu.people.identity.kinds import KINDS
from siyu.people.identity.partition import Edge, Partition, Refusal

NewId = Callable[[], UUID]


class Placed(NamedTuple):
    """Where every identifier stands, who is new, whose root changed, and what follows from it."""

    nodes: dict[Identifier, Node]
    made: set[UUID]
    roots: dict[UUID, UUID]
    moves: tuple[Moved, ...]
    refused: list[Refusal]


def place(
    found: Partition,
    edges: Sequence[Edge],
    around: Mapping[Identifier, Node],
    numbers: Mapping[Identifier, int],
    nodeless: Mapping[UUID, UUID],
    new_id: NewId,
) -> Placed:
    """Give every group its person.

    An origin goes where its surest identifier goes; what left it takes the person it came to. Of several people in one
    group the one known by more than devices stays, then the oldest. `nodeless` are people who became one of these, and
    whose identifiers may be gone.
    """
    homes = _homes(found, around)
    known = {node.origin for node in around.values() if not KINDS[node.identifier.type].is_weak}
    before = {node.origin: node.root for node in around.values()}
    leaderless = {origin: root for origin, root in before.items() if root not in before}
    components = _components(found, edges, around, new_id)
    nodes: dict[Identifier, Node] = {}
    after: dict[UUID, UUID] = {}
    made: set[UUID] = set()
    for name, members in found.groups.items():
        root = _root(homes[name], before, known, leaderless)
        if root is None:
            root = new_id()
            made.add(root)
        after |= dict.fromkeys(homes[name], root)
        for member in members:
            here = around.get(member)
            origin = here.origin if here and here.origin in homes[name] else root
            number = here.number if here else numbers[member]
            is_shared = member in found.shared or bool(here and here.is_shared)
            nodes[member] = Node(number, member, origin, root, components[member], is_shared)
    _follow(after, before, nodeless)
    changed = {origin: root for origin, root in after.items() if (before | dict(nodeless)).get(origin, origin) != root}
    return Placed(nodes, made, changed, _moves(changed, before | dict(nodeless)), found.refused)


def _homes(found: Partition, around: Mapping[Identifier, Node]) -> dict[Identifier, set[UUID]]:
    """For every group the origins whose surest identifier it holds."""
    surest: dict[UUID, tuple[int, Identifier, Identifier]] = {}
    for name, members in found.groups.items():
        for member in members:
            if member in around:
                mine = (KINDS[member.type].certainty, member, name)
                origin = around[member].origin
                surest[origin] = min(surest.get(origin, mine), mine)
    homes: dict[Identifier, set[UUID]] = {name: set() for name in found.groups}
    for origin, (_, _, name) in surest.items():
        homes[name].add(origin)
    return homes


def _root(
    here: set[UUID], before: Mapping[UUID, UUID], known: set[UUID], leaderless: Mapping[UUID, UUID]
) -> UUID | None:
    """Who of these stays: somebody who is somebody still, known rather than a device, the oldest.

    A person whose own identifiers were all taken back stays as long as everybody who became them is together.
    """
    themselves = {before[origin] for origin in here} & here
    themselves |= {
        root for root in {leaderless[origin] for origin in here & leaderless.keys()}
        if {origin for origin, theirs in leaderless.items() if theirs == root} <= here
    }  # fmt: skip
    return min(themselves or here, key=lambda origin: (origin not in known, origin), default=None)


def _follow(after: dict[UUID, UUID], before: Mapping[UUID, UUID], nodeless: Mapping[UUID, UUID]) -> None:
    """Who had become somebody that is now somebody else goes with them."""
    for origin, root in nodeless.items():
        if origin not in before and root in after:
            after[origin] = after[root]


def _moves(changed: Mapping[UUID, UUID], before: Mapping[UUID, UUID]) -> tuple[Moved, ...]:
    parts: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for origin, root in changed.items():
        parts[before.get(origin, origin), root].add(origin)
    return tuple(
        Moved(was, now, frozenset(origins), is_whole=was in origins) for (was, now), origins in sorted(parts.items())
    )


def _components(
    found: Partition, edges: Iterable[Edge], around: Mapping[Identifier, Node], new_id: NewId
) -> dict[Identifier, UUID]:
    """What hangs together through anything but shared identifiers keeps the lowest name it had, or gets a new one."""
    parent = {member: member for members in found.groups.values() for member in members}

    def top(node: Identifier) -> Identifier:
        while parent[node] is not node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for edge in edges:
        if edge.a not in found.shared and edge.b not in found.shared:
            parent[top(edge.a)] = top(edge.b)
    named: dict[Identifier, UUID] = {}
    taken: set[UUID] = set()
    result: dict[Identifier, UUID] = {}
    for member in sorted(parent, key=lambda member: (_component(member, around), member)):
        head = top(member)
        if head not in named:
            old = _component(member, around)
            named[head] = old if old != _NONE and old not in taken else new_id()
            taken.add(named[head])
        result[member] = named[head]
    return result


def _component(member: Identifier, around: Mapping[Identifier, Node]) -> UUID:
    """The component it was in; an id that sorts last and names nothing for a new one."""
    return around[member].component if member in around else _NONE


_NONE = UUID(int=2**128 - 1)
