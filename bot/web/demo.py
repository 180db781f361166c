"""The demonstration: the person's chat and the caseworker's desk side by side."""

from __future__ import annotations

from aiohttp import web

from bot.web.labels import DEMO
from bot.web.pages import SITE, language_asked, language_wanted, page, see
from bot.web.security import POLICY


async def demo(request: web.Request) -> web.Response:
    """Show both sides in frames of one page."""
    wanted = language_wanted(request)
    language = language_asked(request)
    response = page(
        request,
        "demo.html",
        language,
        DEMO,
        chat=f"/chat?language={wanted}" if wanted else "/chat",
        desk=f"{request.app[SITE].demo}?language={language}",
    )
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


async def home(request: web.Request) -> web.Response:
    """Lead to the demonstration where there is one, else to the chat."""
    return see("/demo" if request.app[SITE].demo else "/chat")


def routes(*, with_demo: bool) -> list[web.RouteDef]:
    """List the addresses."""
    return [web.get("/", home), *([web.get("/demo", demo)] if with_demo else [])]
