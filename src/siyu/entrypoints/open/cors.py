"""Lets pages of other origins knock at the collecting routes; whether a page may enter is the key's to say."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST, GET",
    "Access-Control-Allow-Headers": "authorization, content-type, content-encoding",
    "Access-Control-Max-Age": "86400",
    "Vary": "Origin",
}


class CrossOrigin:
    """ASGI middleware for `paths`: answers preflights, and lets the page read what was answered (no cookies)."""

    def __init__(self, app: ASGIApp, *, paths: frozenset[str]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if not origin or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            allowed = {"Access-Control-Allow-Origin": origin, **_PREFLIGHT}
            await Response(status_code=204, headers=allowed)(scope, receive, send)
            return

        async def send_readable(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = "Retry-After"
                headers.add_vary_header("Origin")
            await send(message)

        await self._app(scope, receive, send_readable)
