"""Serves built web assets, compressed where accepted: hashed files for ever, pages uncached, the SDK to any site."""

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from siyu.entrypoints.http import house_of

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
}
_NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Siyu</title>
<body style="font-family:sans-serif;max-width:40em;margin:4em auto;line-height:1.6"><h1>控制台尚未构建</h1>
<p>API 已可用。运行 <code>make web</code> 构建控制台后刷新此页。</p><h2>The console has not been built</h2>
<p>The API is up. Run <code>make web</code>, then reload this page.</p></body></html>"""

_FOR_EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=600",
}
"""A shop's pages load the SDK from another origin, and should have a new one soon after an upgrade."""

router = APIRouter(include_in_schema=False)


@router.get("/")
def front() -> Response:
    return RedirectResponse("/console/", 307)


@router.get("/console")
def console() -> Response:
    return RedirectResponse("/console/", 307)


@router.get("/console/{path:path}")
def console_file(path: str, request: Request) -> Response:
    root = (house_of(request).static_dir / "console").resolve()
    found = _below(root, path)
    if found:
        return _file(request, found, is_hashed=path.startswith("assets/"))
    if path.startswith("assets/"):
        return Response(status_code=404)
    page = root / "index.html"
    return _file(request, page, is_hashed=False) if page.is_file() else HTMLResponse(_NOT_BUILT, 503)


@router.get("/sdk/{path:path}")
def sdk_file(path: str, request: Request) -> Response:
    found = _below((house_of(request).static_dir / "sdk").resolve(), path)
    return _unless_known(request, found) if found else Response(status_code=404)


def _unless_known(request: Request, path: Path) -> Response:
    """The file, or nothing but the news that the browser's copy is still right."""
    response = _file(request, path, is_hashed=False)
    response.set_stat_headers(Path(response.path).stat())
    response.headers.update(_FOR_EVERY_SITE)
    known = request.headers.get("if-none-match", "").replace("W/", "")
    if response.headers["etag"] not in known.replace(" ", "").split(","):
        return response
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return Response(status_code=304, headers=kept)


def _below(root: Path, path: str) -> Path | None:
    """The file of this name, if there is one and it lies below `root`, links followed."""
    try:
        found = (root / path).resolve()
        return found if found.is_relative_to(root) and found.is_file() else None
    except (OSError, ValueError):  # a name no file can have
        return None


def _file(request: Request, path: Path, *, is_hashed: bool) -> FileResponse:
    lasting = "public, max-age=31536000, immutable" if is_hashed else "no-cache"
    headers = {"Cache-Control": lasting, "Vary": "Accept-Encoding"}
    accepted = _accepted(request.headers.get("accept-encoding", ""))
    for encoding, suffix in _ENCODINGS:
        sibling = path.with_name(path.name + suffix)
        if encoding in accepted and sibling.is_file():
            return FileResponse(sibling, media_type=_media_type(path), headers=headers | {"Content-Encoding": encoding})
    return FileResponse(path, media_type=_media_type(path), headers=headers)


def _accepted(header: str) -> set[str]:
    """The encodings an Accept-Encoding header names, without those it rules out by a weight of 0."""
    wanted = [item.replace(" ", "").lower().partition(";q=") for item in header.split(",")]
    return {name for name, _, weight in wanted if weight.strip("0.") or not weight}


def _media_type(path: Path) -> str | None:
    return _MEDIA_TYPES.get(path.suffix)


def install_static(app: FastAPI) -> None:
    app.include_router(router)
