"""What some calls do besides being logged: traits, identifiers taken back, item rows; in the hits' own transaction."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from siyu.facts.items import service as items
from siyu.facts.items.contract import NewItem
from siyu.flows.ingest.contract import Hit
from siyu.flows.ingest.identities import typed_identities
from siyu.flows.people import carry_out
from siyu.kernel.tx import Tx
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Identifier
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import TraitChange, Verb

TRAITS_MAX = 200
_CHANGING = frozenset({"identify", "profile"})
_SOURCE_CHARS = 60


def apply_verbs(tx: Tx, hits: Sequence[Hit]) -> None:
    """Do what these hits say, in order; being taken only once, each does it only once."""
    by_source: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.type in _CHANGING or hit.type.startswith("item_") or hit.type == "unbind":
            by_source.setdefault(hit.key.name[:_SOURCE_CHARS], []).append(hit)
    for source, theirs in by_source.items():
        _apply(tx, theirs, source)


def _apply(tx: Tx, hits: Sequence[Hit], source: str) -> None:
    changes = [change for hit in hits if hit.type in _CHANGING for change in _changes(hit)]
    if changes:
        profiles.change(tx, changes=changes, source=source)
    rows = [_item(hit) for hit in hits if hit.type.startswith("item_")]
    if rows:
        items.record(tx, told=rows, source=source)
    for hit in hits:
        if hit.type == "unbind":
            named = [Identifier(kind, value) for kind, value in typed_identities(hit.raw).items()]
            carry_out(tx, identity.unlink(tx, person_id=hit.person_id, identifiers=named).moves)


def _changes(hit: Hit) -> Iterator[TraitChange]:
    traits = dict(list((hit.raw.get("traits") or {}).items())[:TRAITS_MAX])
    verb = hit.raw["verb"] if hit.type == "profile" else "set"
    if verb == "delete":
        yield TraitChange(hit.person_id, "delete", "", None)
        return
    for name, value in traits.items():
        done = "unset" if value is None else verb
        yield TraitChange(hit.person_id, cast("Verb", done), name, value)


def _item(hit: Hit) -> NewItem:
    kind, key = hit.properties["item_type"], hit.properties["item_id"]
    properties: dict[str, Any] | None = (hit.raw.get("properties") or {}) if hit.type == "item_set" else None
    return NewItem(kind, key, properties)
