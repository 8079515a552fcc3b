"""A caller at the doors of the house, the operations OpenAPI lists, and a short way to bring a file in."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from siyu.entrypoints.api import describe
from siyu.entrypoints.house import House
from siyu.flows.imports import service as imports
from siyu.flows.listeners import LISTENERS
from siyu.kernel.relay import Relay
from siyu.kernel.tx import SYSTEM
from siyu.team.access import service as access
from siyu.team.access.contract import KeyKind, NewKey, Visitor
from siyu.team.access.sessions import start_session
from siyu.team.staff.contract import Role
from tests.team.access.people import PASSWORD

NOBODY = "00000000-0000-7000-8000-000000000000"
EVERYTHING = Visitor(SYSTEM, access.ALL, None, None)


class Door:
    """One caller: keeps cookies, and sends `headers` with everything."""

    def __init__(self, api: FastAPI) -> None:
        self.client = TestClient(api, raise_server_exceptions=False, follow_redirects=False)
        self.client.portal = api.state.portal
        self.headers: dict[str, str] = {}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer: Response = self.client.request(method, path, json=body, headers=sent)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.ask("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object = None) -> Any:
        """The JSON of a POST with a fresh Idempotency-Key that must succeed."""
        answer = self.ask("POST", path, body, Idempotency_Key=str(uuid4()))
        assert answer.is_success, answer.text
        return answer.json()

    def says(self, method: str, path: str, body: object = None, **headers: str) -> str:
        """The status, and the code where it is a problem: `403 permission_missing`."""
        return said(self.ask(method, path, body, **headers))

    def upload(self, content: bytes, name: str = "orders.csv") -> Response:
        kind = {"Content-Type": "application/octet-stream"}
        path = f"/v1/imports/files?name={name}"
        answer: Response = self.client.post(path, content=content, headers={**self.headers, **kind})
        return answer


def said(answer: Response) -> str:
    is_problem = answer.headers.get("content-type", "") == "application/problem+json"
    return f"{answer.status_code} {answer.json()['code'] if is_problem else ''}".strip()


@dataclass(frozen=True)
class Operation:
    """One method of one path, as OpenAPI lists it."""

    method: str
    path: str
    permission: str
    queries: tuple[str, ...]

    @property
    def place(self) -> str:
        """The path with an id nobody has in every slot."""
        return "/".join(NOBODY if part.startswith("{") else part for part in self.path.split("/"))

    @property
    def body(self) -> object:
        """Whole where a session is enough, so that only the session decides; else empty."""
        change = {"current_password": "not the password", "new_password": "correct horse staple"}
        return change if self.path == "/v1/session/password" else {}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation; the one that ends the session comes last."""
    found = [
        _operation(method.upper(), path, operation)
        for path, methods in describe().openapi()["paths"].items()
        for method, operation in methods.items()
    ]
    return tuple(sorted(found, key=lambda item: str(item) == "DELETE /v1/session"))


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    queries = tuple(item["name"] for item in operation.get("parameters", ()) if item["in"] == "query")
    return Operation(method, path, operation.get("x-permission", ""), queries)


def signed_in(house: House, api: FastAPI, role: Role, email: str = "") -> Door:
    """A member of this role in a browser that holds a session."""
    door = Door(api)
    with house.begin(SYSTEM) as tx:
        address = email or f"{role}@example.com"
        member = access.hire_unasked(tx, email=address, name=role.title(), role=role, password=PASSWORD)
        session = start_session(tx, member=member, session_hours=12)
    door.client.cookies.set("siyu_session", session.token)
    door.headers["X-CSRF-Token"] = session.visitor.csrf_token or ""
    return door


def with_key(house: House, api: FastAPI, *scopes: str, kind: KeyKind = "secret") -> Door:
    """A machine that holds a key with these scopes."""
    door = Door(api)
    with house.begin(SYSTEM) as tx:
        made = access.make_key(tx, by=EVERYTHING, wanted=NewKey("machine", kind, scopes))
    door.headers["Authorization"] = f"Bearer {made.secret}"
    return door


def bring_in(
    door: Door, house: House, content: str | bytes, *, mapping: str = "orders", dry_run: bool = False
) -> dict[str, Any]:
    """Upload and import a file, run the job and the relay here and now; the import as it ended."""
    uploaded = door.upload(content.encode() if isinstance(content, str) else content)
    assert uploaded.status_code == 201, uploaded.text
    wanted = {"file_id": uploaded.json()["id"], "mapping": mapping, "dry_run": dry_run}
    started = door.post("/v1/imports", wanted)
    imports.carry_on(house.begin, house.settings, import_id=UUID(started["id"]))
    deliver(house)
    ended: dict[str, Any] = door.get(f"/v1/imports/{started['id']}")
    return ended


def deliver(house: House) -> None:
    """Hand every waiting fact to its listeners."""
    stores = {"begin": house.begin, "warehouse": house.warehouse, "settings": house.settings}
    relay = Relay(house.begin, LISTENERS, stores)
    while relay.deliver():
        pass


def every_page(door: Door, path: str, *, limit: int = 2) -> list[dict[str, Any]]:
    """All items of a list, a few at a time; no page may be empty, and the total must be what was found."""
    joint = "&" if "?" in path else "?"
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = door.get(f"{path}{joint}limit={limit}{cursor}")
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next_cursor"] is None:
            assert page["total"] in (None, len(found))
            return found
        assert page["items"]
        cursor = f"&cursor={page['next_cursor']}"
