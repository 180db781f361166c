"""The site: all addresses with what guards them, as one aiohttp application."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

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
from bot.web.security import only_from_here, set_headers
from bot.web.sessions import Sessions


def build_site(
    parts: Parts,
    secret: bytes,
    *,
    secure_cookies: bool,
    demo: str | None = None,
    more_routes: Sequence[web.RouteDef] = (),
) -> web.Application:
    """Build the site.

    `secret` signs cookies; the same one keeps open chats known after a restart. `demo`: the
    one-time path of the desk, which switches the demonstration on. `more_routes`: addresses of
    other channels, guarded alike.
    """
    app = web.Application(middlewares=[answer_errors, answer_programs, only_from_here])
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
        ]
    )
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(cache_assets)
    app.on_response_prepare.append(set_headers)
    app.on_shutdown.append(live.close)
    return app
