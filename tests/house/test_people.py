"""Every table with a person in it follows when people turn out to be one: its room says how, or why it need not."""

from siyu.flows.people import ROOMS
from siyu.kernel.db import Row
from siyu.migrations.tables import METADATA, MODULES

NEED_NOT = {
    "identifiers": "an identifier keeps whom it was first taken for; person_overrides say who that is by now",
    "person_overrides": "they are what says who has become whom",
    "traits": "read by everybody who became the person",
    "purchases": "counted anew from the orders",
}
"""Tables that need not follow, and why."""


def test_every_table_with_a_person_follows_or_says_why_not() -> None:
    following = {room.__name__.removesuffix(".service") for room in ROOMS}
    lost = [
        name
        for module in MODULES
        for name in _with_people(module.__name__)
        if module.__name__.removesuffix(".tables") not in following and name not in NEED_NOT
    ]
    assert not lost, f"add their room to siyu.flows.people.ROOMS, or say here why they need not: {lost}"


def test_what_need_not_follow_is_there() -> None:
    assert set(NEED_NOT) <= {table.name for table in METADATA.sorted_tables if "person_id" in table.columns}


def test_every_room_that_follows_can() -> None:
    assert all(callable(room.follow) for room in ROOMS)


def _with_people(module: str) -> list[str]:
    """The module's tables that hold a person."""
    rows = [mapper.class_ for mapper in Row.registry.mappers if mapper.class_.__module__ == module]
    return sorted(row.__tablename__ for row in rows if "person_id" in row.__table__.columns)
