"""Errors become RFC 9457 problems here, the only place that knows HTTP statuses."""

import json
from collections.abc import Iterable
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from siyu.kernel.errors import Conflict, FieldProblem, Invalid, NotFound, Refused, SiyuError, Upstream

log = structlog.get_logger()

_BY_KIND: tuple[tuple[type[SiyuError], int], ...] = (
    (Invalid, 422),
    (Refused, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Upstream, 503),
)
_BY_CODE = {
    "idempotency_key_missing": 400,
    "not_signed_in": 401,
    "wrong_credentials": 401,
    "too_many_attempts": 429,
    "body_too_large": 413,
    "body_broken": 400,
    "body_slow": 408,
    "batch_too_large": 413,
    "file_too_large": 413,
    "overloaded": 503,
}


class RequestInvalid(Invalid):
    code = "request_invalid"
    zh = "请求内容不正确"
    en = "The request is not valid"


class StoreUnavailable(Upstream):
    code = "database_unavailable"
    zh = "数据库暂时不可用，请稍后重试"
    en = "The database is not available right now; try again shortly"


class Unexpected(SiyuError):
    code = "unexpected"
    zh = "服务器出错了，我们已记录"
    en = "Something went wrong on our side; it has been recorded"


_HTTP: dict[int, tuple[str, str, str]] = {
    404: ("not_found", "没有这个地址", "There is nothing at this address"),
    405: ("method_not_allowed", "此地址不支持该方法", "This address does not take that method"),
}


def install_problems(app: FastAPI) -> None:
    """Teach the application to answer every error in one shape."""
    app.add_exception_handler(SiyuError, _siyu_error)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(OperationalError, _store_error)
    app.add_exception_handler(PoolTimeout, _store_error)
    app.add_exception_handler(DBAPIError, _bad_value)
    app.add_exception_handler(UnicodeEncodeError, _bad_text)
    app.add_exception_handler(Exception, _unexpected)


def answer_to(request: Request, error: Exception) -> Response:
    """The same answers for whoever stands outside of the application's own handling."""
    match error:
        case SiyuError():
            return answer(request, error)
        case OperationalError() | PoolTimeout():
            return _store_error(request, error)
        case _:
            return _unexpected(request, error)


def language(request: Request) -> str:
    """`zh` or `en`, by the Accept-Language header; Chinese when it says neither."""
    header = request.headers.get("accept-language", "").lower()
    first_en, first_zh = header.find("en"), header.find("zh")
    return "en" if first_en >= 0 and (first_zh < 0 or first_en < first_zh) else "zh"


def status_of(error: SiyuError) -> int:
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _BY_KIND if isinstance(error, kind)), 500)


def answer(request: Request, error: SiyuError) -> Response:
    """The problem document of this error, in the caller's language."""
    problem = {
        "type": f"urn:siyu:problem:{error.code}",
        "title": error.message(language(request)),
        "status": status_of(error),
        "code": error.code,
        "request_id": getattr(request.state, "request_id", None),
    }
    if error.field:
        problem["errors"] = [{"field": error.field, "code": error.code, "message": problem["title"]}]
    elif error.fields:
        problem["errors"] = [{"field": item.field, "code": item.code, "message": item.message} for item in error.fields]
    headers = {"Retry-After": str(error.facts.get("retry_after_seconds", 5))} if problem["status"] in (429, 503) else {}
    return JSONResponse(problem, status_of(error), headers, media_type="application/problem+json")


def _siyu_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, SiyuError)
    return answer(request, error)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(request, RequestInvalid(fields=tuple(_fields(error.errors()))))


def _fields(errors: Iterable[dict[str, Any]]) -> Iterable[FieldProblem]:
    for item in errors:
        place = [str(part) for part in item["loc"] if part not in ("body", "query", "path", "header")]
        yield FieldProblem(".".join(place), str(item["type"]), str(item["msg"]).encode("utf-8", "replace").decode())


def _http_error(request: Request, error: Exception) -> Response:
    """What our own middleware says inside a framework's exception is said as ours."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, SiyuError):
        return answer(request, error.__cause__)
    code, zh, en = _HTTP.get(error.status_code, ("http_error", "请求无法完成", "The request could not be completed"))
    title = zh if language(request) == "zh" else en
    body = {"type": f"urn:siyu:problem:{code}", "title": title, "status": error.status_code, "code": code}
    body["request_id"] = getattr(request.state, "request_id", None)
    return JSONResponse(body, error.status_code, error.headers, media_type="application/problem+json")


def _store_error(request: Request, error: Exception) -> Response:
    log.warning("database_unavailable", error=type(error).__name__)
    return answer(request, StoreUnavailable(retry=True))


def _bad_value(request: Request, error: Exception) -> Response:
    """A value PostgreSQL cannot hold (a NUL character, a number out of range) is the caller's, not ours."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if state.startswith("22") or "NUL" in str(error.__cause__ or ""):
        return answer(request, RequestInvalid())
    return _unexpected(request, error)


def _bad_text(request: Request, _error: Exception) -> Response:
    """JSON can escape halves of characters (lone surrogates), which no store can write."""
    return answer(request, RequestInvalid())


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("request_failed", path=request.url.path, exc_info=error)
    return answer(request, Unexpected())


def problem_schema() -> dict[str, Any]:
    """The problem document as a JSON schema for OpenAPI."""
    schema = """
    {"type": "object", "required": ["type", "title", "status", "code"], "properties": {
      "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
      "code": {"type": "string"}, "request_id": {"type": ["string", "null"]},
      "errors": {"type": "array", "items": {"type": "object", "required": ["field", "code", "message"], "properties": {
        "field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}}}}
    """
    parsed: dict[str, Any] = json.loads(schema)
    return parsed
