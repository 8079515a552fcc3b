"""The express lane: collecting requests go straight to their endpoint, past everything they have no use for.

A page view asks for no session, no transaction of its own and no form of a hundred routes; the framework's work for one
request is several times that for one event. What every answer has (request id, headers, metrics, problems) it has here.
"""

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from siyu.entrypoints.limits import HEADERS
from siyu.entrypoints.problems import answer_to
from siyu.kernel import metrics

Endpoint = Callable[[Request], Awaitable[Response]]
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "authorization, content-type, content-encoding",
    "Access-Control-Max-Age": "86400",
}


_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class Express:
    """ASGI middleware: answers POST, and a page's preflight, at the paths of `endpoints`; the rest goes on to `app`.

    Any page may knock and read what it is told (no cookie counts here); whether it may send is its key's to say.
    """

    def __init__(self, app: ASGIApp, *, endpoints: Mapping[str, Endpoint]) -> None:
        self._app = app
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self._endpoints.get(scope["path"]) if scope["type"] == "http" else None
        if endpoint is None or scope["method"] not in ("POST", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request = Request(scope, receive)
        request.state.request_id = secrets.token_hex(16)
        response = await _answered(endpoint, request) if scope["method"] == "POST" else _preflight()
        _add_headers(request, response)
        await response(scope, receive, send)
        metrics.REQUESTS.labels(scope["method"], scope["path"], response.status_code).inc()
        metrics.REQUEST_SECONDS.labels(scope["method"], scope["path"]).observe(time.perf_counter() - started)


async def _answered(endpoint: Endpoint, request: Request) -> Response:
    try:
        return await endpoint(request)
    except Exception as error:  # noqa: BLE001  # every error has its answer, and the unexpected ones are logged there
        return answer_to(request, error)


def _preflight() -> Response:
    return Response(status_code=204, headers=_PREFLIGHT)


def _add_headers(request: Request, response: Response) -> None:
    response.raw_headers += [*_HEADERS, (b"x-request-id", request.state.request_id.encode())]
    if response.status_code in (408, 413):  # what is still coming is not read
        response.headers["Connection"] = "close"
    origin = request.headers.get("origin")
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers.add_vary_header("Origin")
