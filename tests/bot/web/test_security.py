"""What guards the pages: headers on every answer, origins, networks, signed cookies."""

from __future__ import annotations

import re

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.web.security import is_from_here, network_of
from bot.web.sessions import Sessions
from tests.bot.web.conftest import OpenSite
from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import JSON, Visitor

PAGES = (
    "/chat",
    "/chat/messages",
    "/blank",
    "/desk",
    "/desk/queue",
    "/desk/enter/once",
    "/desk/case/K7M-2QX4",
    "/demo",
    "/healthz",
    "/readyz",
    "/nowhere",
    "/static/chat.js",
    "/static/",
    "/",
)
MARKS = re.compile(r"""<script(?![^>]*\bsrc="/static/)|<style|\sstyle=|\son\w+=|javascript:""")


@pytest.fixture
async def visitor(open_site: OpenSite) -> Visitor:
    return await open_site(demo="/desk/enter/once")


def policy(visitor: Visitor) -> dict[str, str]:
    said = visitor.headers["Content-Security-Policy"].split("; ")
    return {name: rest for name, _, rest in (part.partition(" ") for part in said)}


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_is_guarded_by_its_headers(visitor: Visitor, path: str):
    await visitor.goes(path, allow_redirects=False)
    said = policy(visitor)
    assert said["default-src"] == "'none'"
    assert said["frame-ancestors"] == said["form-action"] == said["script-src"] == "'self'"
    assert said["base-uri"] == "'none'"
    assert "unsafe" not in visitor.headers["Content-Security-Policy"]
    assert visitor.headers["X-Content-Type-Options"] == "nosniff"
    assert visitor.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.headers["Cache-Control"] == "no-store"
    assert visitor.headers["Permissions-Policy"].startswith("geolocation=(self)")
    assert "Server" not in visitor.headers
    assert not MARKS.search(visitor.page)


async def test_only_the_demonstration_shows_frames(visitor: Visitor):
    await visitor.goes("/demo")
    assert policy(visitor)["frame-src"] == "'self'"
    await visitor.goes("/chat")
    assert "frame-src" not in policy(visitor)


async def test_a_broken_page_is_guarded_too(visitor: Visitor, parts: FakeParts):
    await visitor.goes("/chat")
    parts.broken = True
    await visitor.goes("/chat")
    assert visitor.status == 500
    assert policy(visitor)["default-src"] == "'none'"


async def test_static_files_are_kept_by_browsers_while_they_are_the_same(visitor: Visitor):
    await visitor.goes("/chat")
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', visitor.page):
        found = visitor.another()
        await found.goes(address)
        assert found.status == 200
        assert found.headers["Cache-Control"].endswith("immutable")


@pytest.mark.parametrize("path", ["/static/../site.py", "/static/%2e%2e/site.py", "/static/x.js"])
async def test_nothing_else_is_served_as_a_static_file(visitor: Visitor, path: str):
    await visitor.goes(path)
    assert visitor.status in (403, 404)


OTHER_SITES = (
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://user@evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
)


@pytest.mark.parametrize("headers", OTHER_SITES)
@pytest.mark.parametrize(
    "path",
    ["/chat/send", "/chat/exit", "/desk/enter/once", "/desk/leave", "/desk/case/K7M-2QX4/claim"],
)
async def test_pages_of_other_sites_can_do_nothing(
    visitor: Visitor, parts: FakeParts, path: str, headers: dict[str, str]
):
    await visitor.goes("/chat")
    await visitor.posts(path, {"form": "0123456789", "text": "in your name"}, headers=headers)
    assert visitor.status == 403
    assert "This came from another page" in visitor.text
    assert len(parts.handled) == 1
    assert parts.codes["once"]
    assert visitor.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "null"},
        {"Origin": "http://bot.example", "Host": "bot.example"},
        {"Origin": "https://bot.example", "Host": "in:80", "X-Forwarded-Host": "bot.example"},
    ],
)
def test_pages_of_ours_are_known(headers: dict[str, str]):
    assert is_from_here(make_mocked_request("POST", "/chat/send", headers=headers))


@pytest.mark.parametrize(
    ("remote", "forwarded", "network"),
    [
        ("93.184.216.34", "", "93.184.216.34"),
        ("93.184.216.34", "198.51.100.7", "93.184.216.34"),
        ("127.0.0.1", "", None),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("172.17.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("127.0.0.1", "nonsense", None),
        ("2a02:6b8:1:2:3:4:5:6", "", "2a02:6b8:1:2::/64"),
        ("", "", None),
    ],
)
def test_networks_are_told_apart(remote: str, forwarded: str, network: str | None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/chat", headers=headers).clone(remote=remote)
    assert network_of(request) == network


def test_a_cookie_of_another_key_is_not_ours():
    ours, theirs = Sessions(b"ours", secure=False), Sessions(b"theirs", secure=False)
    response = web.Response()
    theirs.keep_chat(response, "somebody")
    cookie = f"chat={response.cookies['chat'].value}"
    request = make_mocked_request("GET", "/chat", headers={"Cookie": cookie})
    assert theirs.chat(request) == "somebody"
    assert ours.chat(request) is None


async def test_other_channels_are_served_beside(open_site: OpenSite):
    async def hook(request: web.Request) -> web.Response:
        return web.json_response({"got": await request.text()})

    visitor = await open_site(beside=[web.post("/telegram/webhook", hook)])
    assert "update" in await visitor.posts("/telegram/webhook", b"update")
    await visitor.goes("/telegram/webhook", headers=JSON)
    assert visitor.status == 405
