"""An import-linter contract for what it cannot say itself: a room is entered only by its doors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomDoors(Contract):
    """From outside a room only <room>.<door> may be imported; side doors are named one by one."""

    type_name = "room_doors"

    floors = fields.ListField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    side_doors = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001  # import-linter's signature
        floors = [floor for floor in cast("list[str]", self.floors) if floor in graph.modules]
        broken = [
            line for floor in floors for room in sorted(graph.find_children(floor)) for line in self._wrong(graph, room)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line, bold=False)
        output.new_line()

    def _wrong(self, graph: ImportGraph, room: str) -> Iterator[str]:
        for entered in sorted(graph.find_descendants(room) | {room}):
            for guest in sorted(graph.find_modules_that_directly_import(entered)):
                if not _is_in(guest, room) and not self._admits(guest, room, entered):
                    yield f"- {guest} -> {entered}: enter {room} by its contract or service"

    def _admits(self, guest: str, room: str, entered: str) -> bool:
        door = entered.removeprefix(room).removeprefix(".")
        named = (pair.split(" -> ") for pair in cast("set[str] | None", self.side_doors) or ())
        return door in cast("set[str]", self.doors) or any(_is_in(guest, who) and door == which for who, which in named)


def _is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
