"""Every import contract can fail: a throwaway house that breaks it is refused by our own configuration."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from importlinter.cli import lint_imports_command

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "facts/events",
    "facts/warehouse",
    "team/access",
    "team/audit",
    "people/identity",
    "people/profiles",
    "trade/catalog",
    "trade/orders",
    "insight/overview",
    "insight/trends",
]
IN_A_ROOM = ["contract", "rules", "tables", "queries", "service", "jobs"]
ELSEWHERE = [
    "app",
    "migrations/tables",
    "entrypoints/http",
    "entrypoints/console/people",
    "entrypoints/cli/main",
    "entrypoints/worker/clock",
    "flows/when_order_paid",
    "kernel/errors",
    "kernel/tx",
]

# What each contract refuses: (contract, the module that sins, the line it sins with).
SINS = [
    ("floors", "people/identity/service", "import siyu.trade.orders.service"),
    ("floors", "kernel/tx", "import siyu.facts.events.service"),
    ("floors", "entrypoints/http", "import siyu.migrations.tables"),
    ("floors", "attic", "FORGOTTEN = True"),
    ("doors", "trade/orders/service", "import siyu.people.identity.queries"),
    ("doors", "trade/orders/service", "import siyu.people.identity.tables"),
    ("doors", "flows/when_order_paid", "import siyu.people.identity"),
    ("doors", "flows/when_order_paid", "import siyu.people.identity.jobs"),
    ("doors", "entrypoints/console/people", "from siyu.people.identity import rules"),
    ("inside", "people/identity/queries", "import siyu.people.identity.service"),
    ("inside", "people/identity/contract", "import siyu.people.identity.tables"),
    ("inside", "people/identity/service", "import siyu.people.identity.jobs"),
    ("pure", "people/identity/contract", "import sqlalchemy"),
    ("pure", "trade/orders/rules", "import httpx"),
    ("pure", "trade/orders/rules", "from clickhouse_connect import get_client"),
    ("http", "people/identity/service", "from fastapi import Depends"),
    ("http", "kernel/errors", "import starlette.requests"),
    ("entrypoints", "entrypoints/console/people", "import siyu.entrypoints.cli.main"),
    ("cycles", "kernel/errors", "import siyu.kernel.tx"),
    ("rooms-facts", "facts/warehouse/service", "import siyu.facts.events.service"),
    ("rooms-team", "team/audit/service", "import siyu.team.access.service"),
    ("rooms-people", "people/identity/service", "import siyu.people.profiles.service"),
    ("rooms-people", "people/attic/contract", "FORGOTTEN = True"),
    ("rooms-trade", "trade/catalog/service", "import siyu.trade.orders.service"),
    ("rooms-insight", "insight/trends/service", "import siyu.insight.overview.service"),
]
ALLOWED = {
    "app": "import fastapi; import siyu.migrations.tables",
    "migrations/tables": "import siyu.people.identity.tables",
    "entrypoints/http": "import starlette.requests",
    "entrypoints/console/people": "import siyu.entrypoints.http; import siyu.people.identity.service",
    "entrypoints/worker/clock": "import siyu.people.identity.jobs",
    "flows/when_order_paid": "import siyu.trade.orders.contract; import siyu.people.profiles.service",
    "kernel/tx": "import sqlalchemy; import siyu.kernel.errors",
    "people/profiles/service": "import siyu.people.identity.service; import siyu.people.profiles.queries",
    "people/profiles/queries": "import siyu.people.profiles.tables",
}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with every floor, whose imports are all allowed."""
    for module in [*ELSEWHERE, *(f"{room}/{name}" for room in ROOMS for name in IN_A_ROOM)]:
        write(tmp_path, module, ALLOWED.get(module, ""))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "siyu", raising=False)
    return tmp_path


def test_a_well_built_house_keeps_every_contract(house: Path) -> None:
    answer = lint()
    assert answer.exit_code == 0, answer.output
    assert f"Contracts: {len(contracts())} kept, 0 broken." in answer.output


@pytest.mark.parametrize(("contract", "module", "line"), SINS)
def test_a_house_that_breaks_a_contract_is_refused(house: Path, contract: str, module: str, line: str) -> None:
    write(house, module, line)
    answer = lint("--contract", contract)
    assert answer.exit_code == 1, answer.output
    assert "1 broken" in answer.output


def test_every_contract_is_seen_to_fail() -> None:
    assert {contract for contract, _, _ in SINS} == {contract["id"] for contract in contracts()}


def test_every_floor_that_exists_has_its_rooms_in_order() -> None:
    doors = next(contract for contract in contracts() if contract["id"] == "doors")
    standing = {floor for floor in doors["floors"] if (ROOT / "src" / floor.replace(".", "/")).is_dir()}
    ordered = {f"siyu.{contract['id'].removeprefix('rooms-')}" for contract in contracts()}
    assert standing <= ordered, f"add a [[tool.importlinter.contracts]] rooms-… for {standing - ordered}"


def contracts() -> list[dict[str, Any]]:
    house = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    found: list[dict[str, Any]] = house["contracts"]
    return found


def write(house: Path, module: str, line: str) -> None:
    file = house / "siyu" / f"{module}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{line}\n")
    for folder in [file.parent, *file.parent.parents]:
        if folder == house:
            break
        (folder / "__init__.py").touch()


def lint(*only: str) -> Result:
    """Our configuration on the house of this test: it stands first on sys.path, and no `siyu` is imported yet."""
    return CliRunner().invoke(lint_imports_command, ["--config", str(ROOT / "pyproject.toml"), "--no-cache", *only])
