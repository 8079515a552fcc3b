"""The HTTP application: every route, behind one doorway, with its OpenAPI description."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from siyu.entrypoints import health, static
from siyu.entrypoints.console import (
    api_keys,
    audit,
    consents,
    events,
    imports,
    insight,
    items,
    ledger,
    oneid,
    orders,
    people,
    products,
    session,
    setup,
    staff,
    system,
    tracking_plan,
)
from siyu.entrypoints.house import House
from siyu.entrypoints.limits import Doorway
from siyu.entrypoints.open import collect
from siyu.entrypoints.open.express import Express
from siyu.entrypoints.open.shapes import SCHEMAS
from siyu.entrypoints.problems import install_problems, problem_schema

ROUTERS = (
    setup,
    session,
    insight,
    people,
    consents,
    orders,
    products,
    imports,
    staff,
    api_keys,
    audit,
    events,
    items,
    tracking_plan,
    ledger,
    oneid,
    system,
    health,
    collect,
)
RESERVED_CONNECTIONS = 6
"""Connections requests leave to the relay, the sweep and imports."""


def build_api(house: House) -> FastAPI:
    """The application over an opened house."""
    api = describe()
    api.state.house = house
    static.install_static(api)
    install_problems(api)
    api.add_middleware(
        Doorway,
        body_bytes_max=house.settings.http.body_bytes_max,
        running_max=house.settings.database.connections_max - RESERVED_CONNECTIONS,
        free_paths=(imports.UPLOAD_PATH,),
    )
    api.add_middleware(Express, endpoints=collect.ENDPOINTS)
    return api


def describe() -> FastAPI:
    """The routes without a house: enough to write OpenAPI."""
    api = FastAPI(title="Siyu", version="1", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    for room in ROUTERS:
        api.include_router(room.router)
    api.openapi = lambda: _schema(api)  # type: ignore[method-assign]
    return api


def _schema(api: FastAPI) -> dict[str, Any]:
    if api.openapi_schema:
        return api.openapi_schema
    schema = get_openapi(title=api.title, version=api.version, routes=api.routes, description=_ABOUT)
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = problem_schema()
    schemas |= SCHEMAS
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schema["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "siyu_session"},
        "key": {"type": "http", "scheme": "bearer"},
        "write_key": {"type": "apiKey", "in": "query", "name": "writeKey"},
    }
    schema["security"] = [{"session": []}, {"key": []}]
    for methods in schema["paths"].values():
        for operation in methods.values():
            _add_problems(operation)
    api.openapi_schema = schema
    return schema


def _add_problems(operation: dict[str, Any]) -> None:
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = {"description": "A problem (RFC 9457)", **problem}


_ABOUT = """Every error is an RFC 9457 problem with a stable `code`. Lists page by `cursor`.
Writes that create something take an `Idempotency-Key`, remembered for seven days.
`x-permission` names what a route asks of its caller."""
