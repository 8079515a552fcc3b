"""What stands between the network and the routes: request ids, body limits, overload, security headers, metrics."""

import asyncio
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from siyu.entrypoints.problems import answer
from siyu.kernel import metrics
from siyu.kernel.errors import Invalid, SiyuError, Upstream

WAIT_SECONDS_MAX = 10.0
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
        "connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
    ),
}


class BodyTooLarge(Invalid):
    code = "body_too_large"
    zh = "请求内容超过 {bytes_max} 字节"
    en = "The request body is larger than {bytes_max} bytes"


class Overloaded(Upstream):
    code = "overloaded"
    zh = "服务繁忙，请稍后重试"
    en = "Too busy; try again shortly"


class Doorway:
    """ASGI middleware: counts, names and bounds every request.

    At most `running_max` requests are inside at once: each holds a database connection, and a request that waits for
    one must not hold the thread that another needs to give its own back.
    """

    def __init__(self, app: ASGIApp, *, body_bytes_max: int, running_max: int, free_paths: tuple[str, ...]) -> None:
        self._app = app
        self._body_bytes_max = body_bytes_max
        self._places = asyncio.Semaphore(running_max)
        self._free_paths = free_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(16)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def count_and_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._admit(scope, receive, count_and_send)
            finally:
                _count(scope, status, time.perf_counter() - started)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_too_large(scope):
            await _refuse(scope, receive, send, BodyTooLarge(bytes_max=self._body_bytes_max))
            return
        try:
            await asyncio.wait_for(self._places.acquire(), WAIT_SECONDS_MAX)
        except TimeoutError:
            await _refuse(scope, receive, send, Overloaded(retry=True))
            return
        try:
            await self._app(scope, self._bounded(scope, receive), send)
        finally:
            self._places.release()

    def _is_too_large(self, scope: Scope) -> bool:
        length = Headers(scope=scope).get("content-length", "0")
        return not self._is_free(scope) and (not length.isdigit() or int(length) > self._body_bytes_max)

    def _is_free(self, scope: Scope) -> bool:
        """Routes that read a large body in pieces bound it themselves."""
        return scope["path"] in self._free_paths

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        """A chunked body says no length beforehand: it is cut off where it grows too large."""
        if self._is_free(scope):
            return receive
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._body_bytes_max:
                raise HTTPException(413) from BodyTooLarge(bytes_max=self._body_bytes_max)
            return message

        return bounded


def _add_headers(message: Message, request_id: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-Id"] = request_id
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


async def _refuse(scope: Scope, receive: Receive, send: Send, error: SiyuError) -> None:
    """Answer without reading what is still coming."""
    response = answer(Request(scope), error)
    response.headers["Connection"] = "close"
    await response(scope, receive, send)


def _count(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "unmatched")
    metrics.REQUESTS.labels(scope["method"], route, status).inc()
    metrics.REQUEST_SECONDS.labels(scope["method"], route).observe(seconds)
