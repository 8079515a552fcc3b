"""One request is one transaction by one known actor: the dependencies every route is built from."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from siyu.entrypoints.house import House
from siyu.entrypoints.once import once, once_hiding
from siyu.kernel.errors import Refused
from siyu.kernel.pages import LIMIT_MAX, Page, PageWanted
from siyu.kernel.tx import Actor, Tx
from siyu.team.access import service as access
from siyu.team.access.contract import NotSignedIn, Visitor
from siyu.team.audit import service as audit

__all__ = [
    "Guest", "HouseOf", "PageOut", "PageQuery", "Signed", "Work", "clear_session_cookie", "client_ip", "house_of",
    "may", "once", "once_hiding", "open_to_all", "page_out", "set_session_cookie", "signed_only",
]  # fmt: skip

Item = TypeVar("Item")
Out = TypeVar("Out")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfRefused(Refused):
    code = "csrf_refused"
    zh = "请求未通过跨站校验，请刷新页面后重试"
    en = "The request did not pass the cross-site check; reload the page and try again"


class PermissionMissing(Refused):
    code = "permission_missing"
    zh = "没有权限：{permission}"
    en = "You do not have the permission {permission}"


def house_of(request: Request) -> House:
    """The house this application was built on."""
    return cast("House", request.app.state.house)


def client_ip(request: Request) -> str:
    """Where the request comes from (behind a proxy: as uvicorn's trusted forwarded headers say)."""
    return request.client.host if request.client else "unknown"


def _transaction(request: Request) -> Iterator[Tx]:
    """Open, and commit before the answer leaves: a failed commit must not be answered with 200."""
    nobody = Actor("system", None, "guest", client_ip(request), getattr(request.state, "request_id", None))
    with house_of(request).begin(nobody) as tx:
        yield tx
        if request.method not in SAFE_METHODS and not tx.notes.get("audited"):
            _audit_by_route(request, tx)


Guest = Annotated[Tx, Depends(_transaction, scope="function")]
HouseOf = Annotated[House, Depends(house_of)]


def _visitor(request: Request, tx: Guest) -> Visitor:
    """Who is knocking: a secret key in the Authorization header, else the session cookie."""
    authorization = request.headers.get("authorization", "")
    if authorization.lower().startswith("bearer "):
        visitor = access.identify_key(tx, authorization[7:].strip())
    else:
        visitor = _by_cookie(request, tx)
    tx.actor = Actor(visitor.actor.kind, visitor.actor.id, visitor.actor.name, tx.actor.ip, tx.actor.request_id)
    return visitor


def _by_cookie(request: Request, tx: Tx) -> Visitor:
    house = house_of(request)
    token = request.cookies.get(cookie_name(house))
    if not token:
        raise NotSignedIn
    visitor = access.identify_session(tx, token, idle_minutes=house.settings.team.idle_minutes)
    if request.method not in SAFE_METHODS:
        _check_same_site(request, visitor)
    return visitor


def _check_same_site(request: Request, visitor: Visitor) -> None:
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc not in (request.headers.get("host"), _public_host(request)):
        raise CsrfRefused
    if not access.csrf_matches(visitor, request.headers.get("x-csrf-token", "")):
        raise CsrfRefused


def _public_host(request: Request) -> str | None:
    public_url = house_of(request).settings.http.public_url
    return urlsplit(public_url).netloc if public_url else None


Signed = Annotated[Visitor, Depends(_visitor)]


def _work(tx: Guest, _visitor: Signed) -> Tx:
    return tx


Work = Annotated[Tx, Depends(_work)]


def may(permission: str) -> dict[str, Any]:
    """Keyword arguments for a route that asks for this permission; OpenAPI says so, and a test reads it there."""

    def check(visitor: Signed) -> None:
        if permission not in visitor.permissions:
            raise PermissionMissing(permission=permission)

    return {"dependencies": [Depends(check)], "openapi_extra": {"x-permission": permission}}


def signed_only() -> dict[str, Any]:
    """Keyword arguments for a route any signed-in visitor may use on their own account."""

    def check(_visitor: Signed) -> None:
        return None

    return {"dependencies": [Depends(check)], "openapi_extra": {"x-permission": "signed"}}


def open_to_all() -> dict[str, Any]:
    """Keyword arguments for a route that needs no sign-in."""
    return {"openapi_extra": {"x-permission": "none", "security": []}}


def _page(
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 50,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    sort: Annotated[str | None, Query(max_length=40)] = None,
) -> PageWanted:
    return PageWanted(limit=limit, cursor=cursor, sort=sort)


PageQuery = Annotated[PageWanted, Depends(_page)]


class PageOut(BaseModel, Generic[Item]):
    """A page of a list; `next_cursor` is null on the last one, `total` null where counting would cost too much."""

    items: list[Item]
    next_cursor: str | None
    total: int | None


def page_out(page: Page[Item], make: Callable[[Item], Out]) -> PageOut[Out]:
    """The page with every item turned into what goes out."""
    return PageOut(items=[make(item) for item in page.items], next_cursor=page.next_cursor, total=page.total)


def cookie_name(house: House) -> str:
    """Over HTTPS the browser itself holds the cookie to this host and path."""
    return "__Host-siyu_session" if house.settings.http.is_https else "siyu_session"


def set_session_cookie(response: Response, token: str, house: House) -> None:
    is_https = house.settings.http.is_https
    response.set_cookie(cookie_name(house), token, httponly=True, secure=is_https, samesite="lax", path="/")


def clear_session_cookie(response: Response, house: House) -> None:
    is_https = house.settings.http.is_https
    response.delete_cookie(cookie_name(house), path="/", httponly=True, secure=is_https, samesite="lax")


def _audit_by_route(request: Request, tx: Tx) -> None:
    """No write goes unrecorded: where a verb did not say what it changed, the route and its parameters are kept."""
    route = request.scope.get("route")
    path = getattr(route, "path", request.url.path)
    audit.record(
        tx,
        action=f"{request.method} {path}",
        subject_kind="request",
        subject_id=",".join(request.path_params.values()) or None,
    )
