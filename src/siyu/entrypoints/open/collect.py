"""Collect: events in Segment's envelope, one by one or in batches, answered when they are durable."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from pydantic_core import to_json
from starlette.requests import ClientDisconnect

from siyu.entrypoints.http import house_of
from siyu.entrypoints.open.senders import Senders
from siyu.entrypoints.open.shapes import described
from siyu.entrypoints.problems import language
from siyu.flows.ingest import bodies
from siyu.flows.ingest.contract import (
    BATCH_BYTES_MAX,
    BATCH_EVENTS_MAX,
    Answer,
    BatchTooLarge,
    BodyBroken,
    IngestAway,
    WriteKey,
)
from siyu.flows.ingest.hits import Delivery
from siyu.flows.ingest.invitations import Invitations
from siyu.flows.ingest.reasons import REASONS
from siyu.flows.people import known_people
from siyu.kernel.errors import Invalid
from siyu.kernel.tx import SYSTEM
from siyu.people.identity.contract import Claim

READ_SECONDS_MAX: Final = 15.0
SETTLE_SECONDS_MAX: Final = 30.0
SHORT: Final = {"track": "t", "page": "p", "screen": "s", "identify": "i", "group": "g", "alias": "a"}
"""The paths Segment's own libraries use beside the long ones."""
CALLS: Final = (*SHORT, "bind", "unbind", "profile", "item_set", "item_delete")

router = APIRouter(prefix="/v1", tags=["collect"])
senders = Senders()


class BodySlow(Invalid):
    code = "body_slow"
    zh = "请求内容发送过慢"
    en = "The body came too slowly"


@router.post("/batch", **described("CollectedBatch", "CollectAnswer"))
@router.post("/b", **described("CollectedBatch", "CollectAnswer", "batch_short"))
@router.post("/import", **described("CollectedBatch", "CollectAnswer", "batch_import"))
async def batch(request: Request) -> Response:
    """Many events at once, each with its own result: up to 500 KB and 2,500 events of up to 32 KB."""
    body, is_doubtful, size = await _read(request)
    events = bodies.batch_of(body)
    return await _take(request, body, events, is_doubtful=is_doubtful, size=size)


def _call(kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def call(request: Request) -> Response:
        body, is_doubtful, size = await _read(request)
        return await _take(request, body, [{**body, "type": kind}], is_doubtful=is_doubtful, size=size)

    call.__doc__ = f"One `{kind}` call."
    return call


for _kind in CALLS:
    for _path in (_kind, SHORT.get(_kind)):
        if _path:
            router.post(f"/{_path}", **described("CollectedEvent", "CollectAnswer", f"collect_{_path}"))(_call(_kind))


@router.post("/share-tokens", **described("SharingVisitor", "ShareToken"))
async def share_token(request: Request) -> Response:
    """The signed token a visitor's links carry as `sy_inv`, so that nobody can name another inviter."""
    body, _is_doubtful, _size = await _read(request)
    key = await senders.identify(request, body)
    token, depth = await run_in_threadpool(_token, request, key, body)
    return _json({"token": token, "depth": depth})


def _token(request: Request, key: WriteKey, body: dict[str, Any]) -> tuple[str, int]:
    device, came_with = body.get("anonymousId"), body.get("inviterToken")
    if not isinstance(device, str) or not 1 <= len(device) <= 255 or not device.isprintable():
        raise BodyBroken(reason="anonymousId")
    house = house_of(request)
    with house.begin(SYSTEM) as tx:
        [person_id] = known_people(tx, [Claim((), device)], key.name[:60]).person_ids
    invitations: Invitations = house.ingest.invitations
    assert person_id is not None, "a claim with a device is somebody"
    return invitations.token(person_id, came_with=came_with if isinstance(came_with, str) else None)


async def _read(request: Request) -> tuple[dict[str, Any], bool, int]:
    """The body as JSON whatever its content type says (a beacon says text/plain), and its size."""
    try:
        async with asyncio.timeout(READ_SECONDS_MAX):
            packed = await _whole(request)
    except TimeoutError:
        raise BodySlow from None
    except ClientDisconnect:
        raise BodyBroken(reason="disconnected") from None
    if len(packed) > BATCH_BYTES_MAX:
        raise BatchTooLarge(bytes_max=BATCH_BYTES_MAX, events_max=BATCH_EVENTS_MAX)
    plain = bodies.unpacked(packed, request.headers.get("content-encoding", ""))
    return *bodies.parsed(plain), len(plain)


async def _whole(request: Request) -> bytes:
    """The body as it was sent, read no further than a batch may reach."""
    packed = bytearray()
    async for piece in request.stream():
        packed += piece
        if len(packed) > BATCH_BYTES_MAX:
            break
    return bytes(packed)


async def _take(
    request: Request, body: dict[str, Any], events: Sequence[Any], *, is_doubtful: bool, size: int
) -> Response:
    key = await senders.identify(request, body)
    house = house_of(request)
    delivery = Delivery(
        key=key,
        events=events,
        received_ms=house.ingest.now_ms(),
        sent_at=body.get("sentAt"),
        user_agent=request.headers.get("user-agent", ""),
        body_bytes=size,
        is_doubtful=is_doubtful,
    )
    if not events:
        return _json({"success": True, "results": []})
    future = asyncio.wrap_future(house.ingest.collector.submit(delivery))
    try:
        answers = await asyncio.wait_for(future, SETTLE_SECONDS_MAX)
    except TimeoutError:
        raise IngestAway(retry=True) from None
    return _json({"success": True, "results": [_shown(answer, language(request)) for answer in answers]})


def _shown(answer: Answer, spoken: str) -> dict[str, str]:
    if answer.fate == "kept":
        return {"messageId": answer.message_id, "status": "kept"}
    reason = REASONS[answer.code]
    return {
        "messageId": answer.message_id,
        "status": answer.fate,
        "code": answer.code,
        "message": reason.en if spoken == "en" else reason.zh,
        "detail": answer.detail,
    }


def _json(content: dict[str, Any]) -> Response:
    return Response(to_json(content), media_type="application/json")


ENDPOINTS: Final[dict[str, Callable[[Request], Awaitable[Response]]]] = {
    route.path: route.endpoint for route in router.routes if isinstance(route, APIRoute)
}
"""What the express lane answers. The router is what OpenAPI reads."""
