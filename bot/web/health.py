"""Health: whether the process lives, and whether it can work."""

from __future__ import annotations

import structlog
from aiohttp import web

from bot.web.pages import SITE

log = structlog.get_logger()


async def alive(request: web.Request) -> web.Response:
    """Answer as long as the process lives."""
    return web.Response(text="ok\n")


async def ready(request: web.Request) -> web.Response:
    """Say what keeps the service from working, one problem a line.

    After "ready" stands what is worth knowing all the same: a clock that jumped keeps nobody from
    being answered.
    """
    try:
        problems = await request.app[SITE].parts.problems()
    except Exception as problem:
        # Whatever breaks the check makes the service not ready; details may hold addresses.
        log.error("readiness check failed", problem=type(problem).__name__)
        problems = ["the check itself failed; the log says more"]
    if problems:
        return web.Response(status=503, text="\n".join(problems) + "\n")
    return web.Response(text="\n".join(["ready", *request.app[SITE].parts.remarks()]) + "\n")


def routes() -> list[web.RouteDef]:
    """List the addresses."""
    return [web.get("/healthz", alive), web.get("/readyz", ready)]
