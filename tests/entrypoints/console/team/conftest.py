"""The doors of the team over a house without a warehouse, and the browsers that knock at them."""

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from siyu.entrypoints.console import api_keys, audit, session, setup, staff
from siyu.entrypoints.house import House
from siyu.entrypoints.problems import install_problems
from siyu.kernel.settings import HttpSettings
from siyu.kernel.tx import Begin
from tests.team.access.people import PASSWORD, employed


class Browser:
    """Keeps its cookies, sends its CSRF token and a fresh Idempotency-Key; `said` is the body of the last answer."""

    def __init__(self, api: FastAPI, origin: str) -> None:
        self.client = TestClient(api, base_url=origin, raise_server_exceptions=False)
        self.headers: dict[str, str] = {}
        self.said: Any = None

    def sign_in(self, email: str = "lin@example.com", password: str = PASSWORD) -> Response:
        answer = self.ask("POST", "/v1/session", {"email": email, "password": password})
        self.headers["X-CSRF-Token"] = self.said.get("csrf_token", "")
        return answer

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        sent = {"Idempotency-Key": str(uuid4()), **self.headers, **headers}
        answer: Response = self.client.request(method, path, json=body, headers=sent)
        is_json = "json" in answer.headers.get("content-type", "")
        self.said = answer.json() if is_json and answer.content else answer.text
        return answer

    def says(self, method: str, path: str, body: object = None, **headers: str) -> str:
        """The status, and the code where it is a problem: `403 permission_missing`."""
        answer = self.ask(method, path, body, **headers)
        code = self.said.get("code", "") if answer.status_code >= 400 else ""
        return f"{answer.status_code} {code}".strip()


Visit = Callable[..., Browser]


@pytest.fixture
def visit(house: House) -> Visit:
    """A new browser; `https=True` for a house that knows its public address."""

    def come(public_url: str | None = None) -> Browser:
        api = FastAPI()
        for room in (setup, session, staff, api_keys, audit):
            api.include_router(room.router)
        install_problems(api)
        settings = house.settings.model_copy(update={"http": HttpSettings(public_url=public_url)})
        api.state.house = dataclasses.replace(house, settings=settings)
        return Browser(api, public_url or "http://testserver")

    return come


@pytest.fixture
def owner(visit: Visit, begin: Begin) -> Browser:
    employed(begin)
    browser = visit()
    browser.sign_in()
    return browser
