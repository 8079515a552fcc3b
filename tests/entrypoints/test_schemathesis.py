"""Requests made from OpenAPI that nobody thought of: every operation answers, and never with an accident of ours."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from siyu.entrypoints.api import describe
from siyu.entrypoints.house import House
from siyu.kernel.tx import SYSTEM
from siyu.team.access import service as access
from siyu.team.access.contract import NewKey
from tests.entrypoints.doors import EVERYTHING, Door

EXAMPLES = 3
ELSEWHERE = {"DELETE /v1/session", "POST /v1/system/backups", "POST /v1/session"}
"""Ends the caller's session; takes seconds; locks the caller out."""


def cases() -> Iterator[tuple[str, Any]]:
    """Every operation with what makes its requests: some keep to the schema, some break it on purpose."""
    for found in schemathesis.openapi.from_dict(describe().openapi()).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        name = f"{operation.method.upper()} {operation.path}"
        if name not in ELSEWHERE:
            right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
            wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
            yield name, right | wrong


@pytest.fixture
def collecting(house: House) -> Iterator[House]:
    house.ingest.start(house.ingest.clock(), is_alone=True)
    yield house
    house.ingest.stop()


def test_no_request_is_answered_with_an_accident(door: Door, collecting: House) -> None:
    with collecting.begin(SYSTEM) as tx:
        key = access.make_key(tx, by=EVERYTHING, wanted=NewKey("web", "public", ("events:write",))).secret
    accidents: list[str] = []
    asked = 0

    def ask(name: str, case: Case[Any]) -> None:
        nonlocal asked
        asked += 1
        sent = case.as_transport_kwargs(base_url="http://testserver")
        headers = {**door.headers, "Idempotency-Key": f"key-{asked}", **_text(sent.pop("headers", {}))}
        if "write_key" in str(case.operation.definition.raw.get("x-permission")):
            headers["Authorization"] = f"Bearer {key}"
        sent.pop("cookies", None)
        answer = door.client.request(sent.pop("method"), sent.pop("url"), headers=headers, **_body(sent))
        if answer.status_code >= 500:
            accidents.append(f"{name}: {answer.status_code} {case.formatted_path} {case.query} {case.body!r:.300}")

    for name, strategy in cases():
        bounded = settings(
            max_examples=EXAMPLES, phases=[Phase.generate], deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        wrap: Any = given(strategy)
        bounded(wrap(_asking(ask, name)))()
    assert accidents == []
    assert asked > 200


def _asking(ask: Callable[[str, Case[Any]], None], name: str) -> Callable[[Case[Any]], None]:
    def asking(case: Case[Any]) -> None:
        ask(name, case)

    return asking


def _text(headers: Any) -> dict[str, str]:
    """Headers as a client can send them; authentication is ours."""
    sent = {str(name): str(value) for name, value in dict(headers or {}).items()}
    kept = {name: value for name, value in sent.items() if value.isascii() and value.isprintable()}
    return {
        name: value for name, value in kept.items() if name.lower() not in ("authorization", "cookie", "x-csrf-token")
    }


def _body(sent: dict[str, Any]) -> dict[str, Any]:
    if isinstance(sent.get("data"), bytes | str):
        sent["content"] = sent.pop("data")
    return {name: value for name, value in sent.items() if name in ("params", "json", "content", "data", "files")}
