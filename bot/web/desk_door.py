"""The desk's door: in by a one-time link, which only a press uses up, and out."""

from __future__ import annotations

from aiohttp import web

from bot.web.desk import closed
from bot.web.labels import DESK
from bot.web.pages import SITE, Site, language_asked, language_wanted, page, see


class Door:
    """Lets caseworkers in and out."""

    def __init__(self, site: Site) -> None:
        self.parts = site.parts
        self.sessions = site.sessions

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [
            web.get("/desk/enter/{code}", self.show),
            web.post("/desk/enter/{code}", self.enter),
            web.post("/desk/leave", self.leave),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show one button: a program that only looks at links must not use the code up."""
        if await self.is_in(request) and self.is_demo(request):
            return see(desk_in(request))
        return page(
            request, "enter.html", language_asked(request), DESK, at_once=self.is_demo(request)
        )

    async def enter(self, request: web.Request) -> web.Response:
        """Use the code and begin a session; whoever is in already stays in."""
        token = await self.parts.enter_desk(request.match_info["code"])
        if token is None:
            if await self.is_in(request):
                return see(desk_in(request))
            return closed(request, "bad_link", status=403)
        response = see(desk_in(request))
        self.sessions.keep_desk(response, token)
        return response

    async def leave(self, request: web.Request) -> web.Response:
        """End the session."""
        if token := self.sessions.desk(request):
            await self.parts.leave_desk(token)
        response = closed(request, "signed_out", status=200)
        self.sessions.end_desk(response)
        return response

    async def is_in(self, request: web.Request) -> bool:
        """Say whether there is a session already: a form that was sent twice began one."""
        token = self.sessions.desk(request)
        return token is not None and await self.parts.desk_person(token) is not None

    def is_demo(self, request: web.Request) -> bool:
        """Say whether this is the demonstration's own link."""
        return request.app[SITE].demo == request.path


def desk_in(request: web.Request) -> str:
    """Give the way to the desk, in the language that the link asked for."""
    wanted = language_wanted(request)
    return f"/desk?language={wanted}" if wanted else "/desk"
