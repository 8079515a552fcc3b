"""Take claims as evidence and let who is who follow from it: new people, two who turn out one, one who turns out two.

Most claims say what is known already and change nothing; they are answered from one or two reads. The others wait for
their turn, add what they saw, and every identifier that hangs together with it is grouped anew (see `partition`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final
from uuid import UUID

from siyu.kernel.tx import Tx
from siyu.people.identity import evidence, queries
from siyu.people.identity.contract import DEVICE, Claim, Identifier, Moved, Resolved, Unlinked
from siyu.people.identity.evidence import Node
from siyu.people.identity.kinds import KINDS, is_blocked
from siyu.people.identity.partition import Edge, Refusal, partition
from siyu.people.identity.placing import Placed, place

Key = tuple[Identifier, ...]
Pairs = dict[tuple[Identifier, Identifier], int]
MANY: Final = 5_000
"""A batch that asks for more will hold something new: it takes its turn at once."""
REVIEWED: Final = frozenset({"too_many"})
"""Grounds somebody should look at; that two people use one device is no conflict."""


def bind(tx: Tx, claims: Sequence[Claim], source: str) -> Resolved:
    """The person behind each claim, made if nobody is known by it; None for a claim without a usable identifier."""
    now_ms = round(tx.now.timestamp() * 1000)
    keys = [_usable(claim) for claim in claims]
    pairs = _pairs(keys, [claim.seen_ms or now_ms for claim in claims])
    asked = set(chain.from_iterable(keys))
    if len(asked) <= MANY:
        held = evidence.nodes(tx.db, asked)
        if len(held) == len(asked) and not _news(tx, pairs, held):
            return _answer(keys, held)
    evidence.take_turn(tx.db)
    held = evidence.nodes(tx.db, asked)
    return _learn(tx, keys, asked, pairs, held, source)


def regroup(tx: Tx, components: Collection[UUID], why: str) -> tuple[Moved, ...]:
    """Group anew what hangs together in these components, after staff changed what counts. The caller has the turn."""
    found = {node.identifier: node for node in evidence.region(tx.db, components)}
    return _settle(tx, found, {}, _Region.read(tx, found.values()), why).moves


def unbind(tx: Tx, person_id: UUID, identifiers: Sequence[Identifier]) -> Unlinked:
    """Forget that these are the person's, and all that was seen of them."""
    evidence.take_turn(tx.db)
    theirs = [node for node in evidence.nodes(tx.db, set(identifiers)).values() if node.root == person_id]
    if not theirs:
        return Unlinked(0, ())
    evidence.drop_nodes(tx.db, [node.number for node in theirs])
    return Unlinked(len(theirs), regroup(tx, {node.component for node in theirs}, "taken back"))


def _usable(claim: Claim) -> Key:
    """Each identifier once, without what means nobody; the most trusted first, the device last."""
    known = dict.fromkeys(item for item in claim.known if not is_blocked(*item))
    if claim.device and not is_blocked(DEVICE, claim.device):
        known[Identifier(DEVICE, claim.device)] = None
    return tuple(known)


def _pairs(keys: Sequence[Key], times: Sequence[int]) -> Pairs:
    """The most trusted identifier of each claim with each of the others, and when that was first seen."""
    pairs: Pairs = {}
    for key, seen_ms in zip(keys, times, strict=True):
        for other in key[1:]:
            pair = (key[0], other)
            pairs[pair] = min(pairs.get(pair, seen_ms), seen_ms)
    return pairs


def _news(tx: Tx, pairs: Pairs, held: Mapping[Identifier, Node]) -> Pairs:
    """The pairs that were not seen before, or earlier than is known."""
    if not pairs:
        return {}
    numbered = {pair: _numbers(pair, held) for pair in pairs if pair[0] in held and pair[1] in held}
    known = evidence.known_pairs(tx.db, set(numbered.values()))
    return {
        pair: seen_ms
        for pair, seen_ms in pairs.items()
        if pair not in numbered or seen_ms < known.get(numbered[pair], seen_ms + 1)
    }


def _numbers(pair: tuple[Identifier, Identifier], held: Mapping[Identifier, Node]) -> tuple[int, int]:
    a, b = held[pair[0]].number, held[pair[1]].number
    return (a, b) if a < b else (b, a)


def _answer(
    keys: Sequence[Key], held: Mapping[Identifier, Node], made: Collection[UUID] = (), moves: tuple[Moved, ...] = ()
) -> Resolved:
    """The person of each claim's most trusted identifier."""
    return Resolved(
        person_ids=[held[key[0]].root if key else None for key in keys],
        created=frozenset(made),
        origins=[held[key[0]].origin if key else None for key in keys],
        moves=moves,
    )


@dataclass(slots=True)
class _Region:
    """Evidence among identifiers that hang together."""

    edges: list[Edge] = field(default_factory=list)
    apart: list[tuple[Identifier, Identifier]] = field(default_factory=list)

    @classmethod
    def read(cls, tx: Tx, nodes: Iterable[Node]) -> "_Region":
        named = {node.number: node.identifier for node in nodes}
        if not named:
            return cls()
        found = evidence.edges_among(tx.db, named)
        return cls(
            [Edge(named[edge.a], named[edge.b], edge.seen_ms, edge.is_confirmed) for edge in found if edge.b in named],
            [(named[a], named[b]) for a, b in evidence.apart_among(tx.db, named)],
        )


def _learn(
    tx: Tx, keys: Sequence[Key], asked: Collection[Identifier], pairs: Pairs, held: dict[Identifier, Node], source: str
) -> Resolved:
    news = _news(tx, pairs, held)
    touched = {end for pair in news for end in pair}
    components = {held[end].component for end in touched if end in held and not held[end].is_shared}
    around = {node.identifier: node for node in evidence.region(tx.db, components)}
    fresh = sorted(asked - held.keys())
    numbers = dict(zip(fresh, evidence.draw_numbers(tx.db, len(fresh)) if fresh else (), strict=True))
    region = _with(_Region.read(tx, around.values()), _joinable(news, held))
    placed = _settle(tx, around, numbers, region, _reason(news), source)
    nodes = held | placed.nodes
    evidence.add_edges(tx.db, _numbered(news, nodes), source=source)
    _queue(tx, placed.refused, nodes)
    return _answer(keys, nodes, placed.made, placed.moves)


def _settle(
    tx: Tx,
    around: Mapping[Identifier, Node],
    numbers: Mapping[Identifier, int],
    region: _Region,
    why: str,
    source: str = "",
) -> Placed:
    """Group the identifiers and write down who is who now."""
    found = partition((*around, *numbers), region.edges, apart=region.apart)
    roots = {node.root for node in around.values()}
    nodeless = evidence.origins(tx.db, roots) if roots else {}
    placed = place(found, region.edges, around, numbers, nodeless, tx.new_id)
    queries.add_persons(tx.db, placed.made, at=tx.now)
    fresh = [placed.nodes[identifier] for identifier in numbers]
    if fresh:
        evidence.add_nodes(tx.db, fresh, source=source, at=tx.now)
    changed = [node for identifier, node in placed.nodes.items() if _is_elsewhere(around.get(identifier, node), node)]
    if changed:
        evidence.put_nodes(tx.db, changed)
    if placed.roots:
        evidence.put_roots(tx.db, placed.roots)
    queries.add_changes(tx, placed.moves, why)
    return placed


def _is_elsewhere(before: Node, after: Node) -> bool:
    """Whether its row must change; a root that changed is written elsewhere."""
    return before._replace(root=after.root) != after


def _joinable(news: Pairs, held: Mapping[Identifier, Node]) -> Pairs:
    """Without what is known to be used by many: it brings nobody together."""
    return {pair: at for pair, at in news.items() if not any(end in held and held[end].is_shared for end in pair)}


def _with(region: _Region, news: Pairs) -> _Region:
    """The region with what was just seen; an edge it knows already is there with its earlier time."""
    known = {frozenset(edge[:2]): edge for edge in region.edges}
    for (a, b), seen_ms in news.items():
        before = known.get(frozenset((a, b)))
        known[frozenset((a, b))] = Edge(a, b, seen_ms, before.is_confirmed if before else False)
    return _Region(list(known.values()), region.apart)


def _numbered(news: Pairs, nodes: Mapping[Identifier, Node]) -> dict[tuple[int, int], int]:
    return {_numbers(pair, nodes): seen_ms for pair, seen_ms in news.items()}


def _queue(tx: Tx, refused: Sequence[Refusal], nodes: Mapping[Identifier, Node]) -> None:
    found = [
        (tx.new_id(), *_numbers(refusal.edge[:2], nodes), refusal.ground, refusal.kind)
        for refusal in refused
        if refusal.ground in REVIEWED
    ]
    evidence.add_conflicts(tx.db, found, at=tx.now)


def _reason(news: Pairs) -> str:
    """In a word or two what was seen together; the values stay out of it."""
    kinds = sorted({end.type for pair in news for end in pair}, key=list(KINDS).index)
    return f"seen together: {', '.join(kinds)}"[:500]
