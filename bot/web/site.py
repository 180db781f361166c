"""The site: all addresses with what guards them, as one aiohttp application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Sequence
from functools import partial

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from bot.web import demo as demonstration
from bot.web import health
from bot.web.chat import Chat
from bot.web.desk import Desk
from bot.web.desk_door import Door
from bot.web.desk_team import TeamPage
from bot.web.documents import Documents
from bot.web.errors import answer_errors
from bot.web.hsds_api import HsdsApi, answer_programs
from bot.web.live import Live
from bot.web.pages import SITE, STATIC, Site, cache_assets, set_up_templates
from bot.web.parts import Parts
from bot.web.security import Handler, only_from_here, set_headers
from bot.web.sessions import Sessions


def build_site(
    parts: Parts,
    secret: bytes,
    *,
    secure_cookies: bool,
    demo: str | None = None,
    more_routes: Sequence[web.RouteDef] = (),
    beside: Sequence[web.RouteDef] = (),
) -> web.Application:
    """Build the site.

    `secret` signs cookies; the same one keeps open chats known after a restart. `demo`: the
    one-time path of the desk, which switches the demonstration on. `more_routes` are guarded
    as pages are. Those `beside` guard themselves: no page is read there.
    """
    paths = frozenset(route.path for route in beside)
    app = web.Application(middlewares=[guard_pages(paths)])
    site = Site(parts, Sessions(secret, secure_cookies), demo)
    app[SITE] = site
    set_up_templates(app)
    live, desk = Live(site), Desk(site)
    app.add_routes(
        [
            *demonstration.routes(with_demo=demo is not None),
            *health.routes(),
            *Chat(site, live).routes(),
            *Documents(site).routes(),
            *live.routes(),
            *Door(site).routes(),
            *desk.routes(),
            *TeamPage(desk).routes(),
            *HsdsApi(parts).routes(),
            *more_routes,
            *beside,
        ]
    )
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(dress_pages(paths))
    app.on_shutdown.append(live.close)
    return app


def guard_pages(beside: Container[str]) -> Middleware:
    """Guard all addresses but those `beside`: one call for them, as each message makes it."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in beside:
            return await handler(request)
        from_here = partial(only_from_here, handler=handler)
        return await answer_errors(request, partial(answer_programs, handler=from_here))

    return guard


def dress_pages(
    beside: Container[str],
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Give every answer its headers, but to what is asked of addresses `beside`."""

    async def dress(request: web.Request, response: web.StreamResponse) -> None:
        if request.path not in beside:
            cache_assets(request, response)
            set_headers(response)
        response.headers.popall(hdrs.SERVER, None)

    return dress
