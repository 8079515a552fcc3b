"""The console's own files: found, compressed, kept as long as they may be, and nothing beside them."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from siyu.entrypoints.house import House
from tests.entrypoints.doors import Door

PAGE = "<!doctype html><title>Siyu</title>"
SCRIPT = "console.log('私域')"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def site(house: House, api: FastAPI, tmp_path: Path) -> Door:
    """A built console, and a secret beside it."""
    root = tmp_path / "site"
    assets = root / "console" / "assets"
    assets.mkdir(parents=True)
    (root / "console" / "index.html").write_text(PAGE)
    (root / "console" / "favicon.svg").write_text("<svg/>")
    (assets / "app-1a2b.js").write_text(SCRIPT)
    (assets / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (assets / "app-1a2b.js.br").write_bytes(b"brotli")
    (assets / "plain-1a2b.css").write_text("a{}")
    (root / "secret.txt").write_text("secret")
    (root / "console" / "outside").symlink_to(root / "secret.txt")
    (root / "sdk").mkdir()
    (root / "sdk" / "siyu.js").write_text(SCRIPT)
    (root / "sdk" / "siyu.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (root / "sdk" / "siyu.mjs").write_text(SCRIPT)
    api.state.house = replace(house, static_dir=root)
    return Door(api)


@pytest.mark.parametrize(("path", "target"), [("/", "/console/"), ("/console", "/console/")])
def test_the_front_leads_to_the_console(site: Door, path: str, target: str) -> None:
    answer = site.ask("GET", path)
    assert (answer.status_code, answer.headers["location"]) == (307, target)


@pytest.mark.parametrize("path", ["", "people", "people/some-id", "setup?token=x", "no/such/page", "index.html"])
def test_every_address_of_the_console_is_its_page_and_never_kept(site: Door, path: str) -> None:
    answer = site.ask("GET", f"/console/{path}")
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("identity", None),
        ("br;q=1.0", "br"),
        ("br;q=0", None),
    ],
)
def test_a_script_comes_compressed_as_the_browser_takes_it(site: Door, accepted: str, encoding: str | None) -> None:
    headers = {"Accept-Encoding": accepted}
    with site.client.stream("GET", "/console/assets/app-1a2b.js", headers=headers) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert body == {None: SCRIPT.encode(), "br": b"brotli"}.get(encoding, body)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == FOR_EVER


def test_an_asset_without_a_compressed_sibling_comes_as_it_is(site: Door) -> None:
    answer = site.ask("GET", "/console/assets/plain-1a2b.css", Accept_Encoding="br, gzip")
    assert (answer.status_code, answer.text, "content-encoding" in answer.headers) == (200, "a{}", False)


@pytest.mark.parametrize("path", ["assets/nothing.js", "assets/", "assets/../../secret.txt", "assets/x/y.js"])
def test_an_asset_that_is_not_there_is_not_the_page(site: Door, path: str) -> None:
    answer = site.client.get(f"/console/{path.replace('..', '%2e%2e')}")
    assert answer.status_code == 404


OUTSIDE = [
    "../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "....//secret.txt", "%2e%2e%2fsecret.txt",
    "assets/%2e%2e/%2e%2e/secret.txt", "//secret.txt", "%2fetc/passwd", "/etc/passwd", "..%5csecret.txt", "outside",
    "%00", "a%00b", "%ED%A0%80", "x" * 300, "x" * 5000, "a/" * 2000,
]  # fmt: skip


def test_nothing_outside_of_the_console_is_served(site: Door) -> None:
    for path in OUTSIDE:
        answer = site.client.get(f"/console/{path}")
        assert (answer.status_code, answer.text) == (200, PAGE) or answer.status_code == 404, path
        assert "secret" not in answer.text
        assert "root:" not in answer.text


@pytest.mark.parametrize("path", ["/console/", "/console/assets/app-1a2b.js", "/healthz", "/v1/session", "/v1/nothing"])
def test_every_answer_tells_the_browser_to_be_careful(site: Door, path: str) -> None:
    headers = site.ask("GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in headers["content-security-policy"]


@pytest.mark.parametrize("name", ["siyu.js", "siyu.mjs"])
def test_every_site_may_load_the_sdk(site: Door, name: str) -> None:
    answer = site.ask("GET", f"/sdk/{name}", Origin="https://shop.example")
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=600"


def test_who_has_the_sdk_does_not_get_it_again_and_each_form_has_its_own_mark(site: Door) -> None:
    plain = site.ask("GET", "/sdk/siyu.js", Accept_Encoding="identity").headers["etag"]
    packed = site.ask("GET", "/sdk/siyu.js", Accept_Encoding="gzip").headers["etag"]
    assert plain != packed
    for known, status in ((packed, 304), (f'"old", W/{packed}', 304), (plain, 200), ("", 200)):
        answer = site.ask("GET", "/sdk/siyu.js", Accept_Encoding="gzip", If_None_Match=known)
        assert answer.status_code == status, known
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["etag"] == packed
    assert site.ask("GET", "/sdk/siyu.js", Accept_Encoding="gzip", If_None_Match=packed).content == b""


def test_nothing_else_is_served_as_the_sdk(site: Door) -> None:
    for path in ["", "no.js", *OUTSIDE]:
        answer = site.client.get(f"/sdk/{path}")
        assert answer.status_code == 404, path
        assert "secret" not in answer.text


def test_a_house_without_a_console_says_how_to_build_one(api: FastAPI, anybody: Door) -> None:
    answer = anybody.ask("GET", "/console/")
    assert answer.status_code == 503
    assert "make web" in answer.text


def test_what_one_may_not_keep_is_not_kept(door: Door) -> None:
    for path in ("/v1/session", "/v1/people", "/v1/audit"):
        assert door.ask("GET", path).headers.get("cache-control") == "no-store", path
