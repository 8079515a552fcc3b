"""`@once`: a POST with an Idempotency-Key takes effect once, and every retry gets the first answer, byte for byte."""

import functools
import hmac
import inspect
import json
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

from fastapi import Depends, Header, Request, Response
from pydantic import TypeAdapter

from siyu.entrypoints.house import House
from siyu.kernel.idempotency import KEY_LENGTH_MAX, IdempotencyRow, KeyMissing, earlier_answer, remember
from siyu.kernel.tx import Tx

Endpoint = Callable[..., Any]
HEADER = "Idempotency-Key"


class Claim:
    """The key of a request, the fingerprint of its content, and the status its route answers with."""

    def __init__(self, key: str, fingerprint: str, status: int) -> None:
        self.key = key
        self.fingerprint = fingerprint
        self.status = status


Key = Annotated[str, Header(alias=HEADER, description="Required: made by the caller before its first try.")]


async def _claim(request: Request, key: Key = "") -> Claim:
    if not 1 <= len(key) <= KEY_LENGTH_MAX:
        raise KeyMissing
    house: House = request.app.state.house
    content = hmac.new(house.fingerprint_key, digestmod="sha256")  # keyed: a body may hold a password to guess
    content.update(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    content.update(await request.body())
    return Claim(key, content.hexdigest(), request.scope["route"].status_code or 200)


def once(endpoint: Endpoint) -> Endpoint:
    """Decorate a route's function (below the router's own decorator); it must take `tx: Work`."""
    return _once(endpoint, ())


def once_hiding(*secrets: str) -> Callable[[Endpoint], Endpoint]:
    """As `once`, for answers that show something only once: retries get null in these top-level fields."""
    return lambda endpoint: _once(endpoint, secrets)


def _once(endpoint: Endpoint, secrets: tuple[str, ...]) -> Endpoint:
    shape: TypeAdapter[Any] = TypeAdapter(get_type_hints(endpoint, include_extras=True)["return"])

    @functools.wraps(endpoint)
    def answer(*, _once_claim: Claim, **arguments: Any) -> Response:
        tx: Tx = arguments["tx"]
        earlier = earlier_answer(tx, key=_once_claim.key, fingerprint=_once_claim.fingerprint)
        if earlier:
            return _replay(earlier)
        body = shape.dump_json(endpoint(**arguments), by_alias=True)
        kept = _without(body, secrets)
        remember(tx, key=_once_claim.key, fingerprint=_once_claim.fingerprint, status=_once_claim.status, body=kept)
        return Response(body, _once_claim.status, media_type="application/json")

    claimed = Annotated[Claim, Depends(_claim)]
    extra = inspect.Parameter("_once_claim", inspect.Parameter.KEYWORD_ONLY, annotation=claimed)
    signature = inspect.signature(endpoint, eval_str=True)
    own = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in signature.parameters.values()]
    answer.__signature__ = signature.replace(parameters=[*own, extra])  # type: ignore[attr-defined]
    answer.__once__ = True  # type: ignore[attr-defined]
    return answer


def _replay(earlier: IdempotencyRow) -> Response:
    return Response(earlier.body, earlier.status, {"Idempotency-Replayed": "true"}, media_type="application/json")


def _without(body: bytes, secrets: tuple[str, ...]) -> bytes:
    if not secrets:
        return body
    shown = json.loads(body)
    return json.dumps({name: None if name in secrets else value for name, value in shown.items()}).encode()
