"""Cases about who is one person, put through the flow every claim takes."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from siyu.flows.people import known_people
from siyu.kernel.tx import SYSTEM
from siyu.people.identity import service as identity
from siyu.people.identity.contract import Claim, Identifier
from siyu.people.profiles import service as profiles
from siyu.people.profiles.contract import TraitChange
from tests.conformance.cases import Case, Difference, NotSupported, expect
from tests.conformance.stores import Stores


def run(case: Case, stores: Stores) -> None:
    if case["id"] not in _RULES:
        message = "no written rule of ours for it yet"
        raise NotSupported(message)
    _RULES[case["id"]](case, Desk(stores))


class Desk:
    """Claims one after the other, a minute apart."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def claim(self, *known: Identifier, device: str = "") -> UUID:
        self._stores.now += timedelta(minutes=1)
        with self._stores.begin(SYSTEM) as tx:
            [person_id] = known_people(tx, [Claim(known, device)], "case").person_ids
        assert person_id
        return person_id

    def tell(self, person_id: UUID, traits: dict[str, Any]) -> None:
        with self._stores.begin(SYSTEM) as tx:
            changes = [TraitChange(person_id, "set", name, value) for name, value in traits.items()]
            profiles.change(tx, changes=changes, source="case")

    def traits(self, person_id: UUID) -> dict[str, Any]:
        with self._stores.begin(SYSTEM) as tx:
            return {trait.name: _read(trait.value) for trait in profiles.profile(tx, person_id=person_id).traits}

    def links(self, person_id: UUID) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        with self._stores.begin(SYSTEM) as tx:
            for link in identity.links(tx, person_ids=[person_id])[person_id]:
                found.setdefault(_OURS.get(link.type, link.type), []).append(link.value)
        return found

    def same(self, one: UUID, other: UUID) -> bool:
        with self._stores.begin(SYSTEM) as tx:
            now = identity.current(tx, person_ids={one, other})
        return now[one] == now[other]


_OURS = {"member_id": "user_id"}


def _read(text: str) -> Any:
    return json.loads(text) if text.isdigit() else text


def _member(value: str) -> Identifier:
    return Identifier("member_id", value)


def _phone(value: str) -> Identifier:
    return Identifier("phone", value)


def _illegal(case: Case, desk: Desk) -> None:
    wanted = case["expect"]
    any_case = [form for word in wanted["any_case"] for form in (word, word.upper(), word.title())]
    for word in [*any_case, *wanted["exact_case"], "", "  "]:
        for form in (word, f"'{word}'", f'"{word}"'):
            first, second = (desk.claim(_member(form), device=f"{form}{turn}-visitor") for turn in (1, 2))
            if first == second:
                message = f"{form!r} made two visitors one"
                raise Difference(message)
    allowed = _member(wanted["allowed_example"])
    if desk.claim(allowed, device="visitor-1") != desk.claim(allowed, device="visitor-2"):
        message = f"{wanted['allowed_example']!r} was refused"
        raise Difference(message)


def _demoted(case: Case, desk: Desk) -> None:
    told = [event["identifiers"] for event in case["events"]]
    people = [desk.claim(_member(item["user_id"]), Identifier("email", item["email"])) for item in told]
    expect(case, profiles=[desk.links(person_id) for person_id in people])


def _direction(case: Case, desk: Desk) -> None:
    a, b, login, c, clash = case["events"]
    people = {
        "A": desk.claim(device=a["ids"][0]),
        "B": desk.claim(_member(b["ids"][0])),
        "C": desk.claim(_member(c["ids"][0])),
    }
    desk.tell(people["A"], a["props"])
    desk.tell(people["B"], b["props"])
    desk.claim(_member(login["identify"]["to"]), device=login["identify"]["from"])
    desk.claim(_member(clash["identify"]["to"]), _member(clash["identify"]["from"]))
    now = {
        "anon": desk.claim(device="anon"),
        "user": desk.claim(_member("user")),
        "other": desk.claim(_member("other")),
    }
    names = {person_id: name for name, person_id in people.items()}
    person_of = {word: names[person_id] for word, person_id in now.items()}
    expect(case, person_of=person_of, props_B=desk.traits(people["B"]))


def _oldest(case: Case, desk: Desk) -> None:
    first, _, shown, third, switched = case["events"]
    people = {"P1": desk.claim(_phone(first["phone"]), device="P1"), "P2": desk.claim(device="P2")}
    desk.claim(_phone(shown["phone"]), device="P2")
    people["P3"] = desk.claim(_phone(third["phone"]), device="P3")
    reassigned = desk.claim(_phone(switched["phone"]), device="P3")
    master = next(name for name, person_id in people.items() if person_id == desk.claim(_phone(first["phone"])))
    aliases = [name for name in ("P2", "P3") if desk.same(people[name], people[master])]
    expect(
        case,
        master=master,
        aliases=aliases,
        P3_merged=desk.same(people["P3"], people[master]),
        event_reassigned_to=next(name for name, person_id in people.items() if person_id == reassigned),
    )


_RULES: dict[str, Callable[[Case, Desk], None]] = {
    "id-illegal": _illegal,
    "id-priority-demote": _demoted,
    "id-merge-direction": _direction,
    "id-master-oldest": _oldest,
}
