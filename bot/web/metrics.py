"""The page of metrics, and who may read it: they name organisations and tell how they answer."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import hdrs, web

PATH = "/metrics"
BEARER = "Bearer "
TYPE = "text/plain; version=0.0.4"
# What a proxy adds: then whoever asks is not on this machine, wherever the proxy is.
FORWARDED = (hdrs.FORWARDED, hdrs.X_FORWARDED_FOR, hdrs.VIA, "X-Real-IP", "X-Forwarded-Host")
CLOSED = (
    "Metrics are read on this machine, or with a token: set PASSERELLE_METRICS_TOKEN, "
    "and send it as Authorization: Bearer\n"
)


class MetricsPage:
    """Tells `text` to whoever shows the token; without one, only to this machine.

    `is_public`: the service has a public address, so a proxy may stand on this machine that adds
    nothing to what it brings. Then nobody reads the metrics without a token.
    """

    def __init__(
        self, text: Callable[[], Awaitable[bytes]], token: str | None, *, is_public: bool
    ) -> None:
        self._text = text
        self._token = token.encode() if token else None
        self._is_public = is_public

    async def answer(self, request: web.Request) -> web.Response:
        """Give the metrics, or say how they are read."""
        if self._token is not None:
            if not self._is_shown(request, self._token):
                return web.Response(status=401, headers={hdrs.WWW_AUTHENTICATE: "Bearer"})
        elif self._is_public or not is_of_this_machine(request):
            return web.Response(status=403, text=CLOSED)
        return web.Response(body=await self._text(), headers={hdrs.CONTENT_TYPE: TYPE})

    def _is_shown(self, request: web.Request, token: bytes) -> bool:
        given = request.headers.get(hdrs.AUTHORIZATION, "")
        shown = given.removeprefix(BEARER).encode("utf-8", "surrogateescape")
        return given.startswith(BEARER) and hmac.compare_digest(shown, token)

    def routes(self) -> list[web.RouteDef]:
        """List the address."""
        return [web.get(PATH, self.answer)]


def is_of_this_machine(request: web.Request) -> bool:
    """Say whether a program here asks for this machine by its own name, and no proxy for it.

    The name counts, as a page that somebody reads here can have a name of its own lead here.
    """
    if any(name in request.headers for name in FORWARDED):
        return False
    asked = request.host.rpartition(":")[0] if ":" in request.host else request.host
    return _is_loopback(request.remote or "") and (
        asked == "localhost" or _is_loopback(asked.strip("[]"))
    )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
