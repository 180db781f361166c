"""Security: the headers of every answer, and the refusal of what comes from other pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.web.labels import PROBLEMS
from bot.web.refusal import Refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    hdrs.CACHE_CONTROL: "no-store",
}
READS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


def set_headers(response: web.StreamResponse) -> None:
    """Give an answer the headers that it does not have yet."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page would have done in the reader's name."""
    if request.method not in READS and not is_from_here(request):
        raise Refusal(403, PROBLEMS["foreign"])
    return await handler(request)


def is_from_here(request: web.Request) -> bool:
    """Say whether a request comes from a page of ours, as far as the browser tells.

    With our Referrer-Policy a form's Origin is "null", so Sec-Fetch-Site is asked first. A
    browser that tells neither keeps the cookies from other sites by SameSite; Telegram and other
    programs tell nothing either, and have no cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get(hdrs.ORIGIN)
    if origin in (None, "null"):
        return True
    forwarded = request.headers.get("X-Forwarded-Host", "").rpartition(",")[2].strip()
    return urlsplit(origin).netloc in {request.host, forwarded} - {""}


def network_of(request: web.Request) -> str | None:
    """Give the network a request comes from; None if all would seem to come from the same.

    Behind a proxy of ours it is the last address that the proxy names; a proxy is known by its
    private address. IPv6 gives a household 2**64 addresses, so the first half counts.
    """
    try:
        address = ip_address(request.remote or "")
        if address.is_private:
            named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if not named:
                return None if address.is_loopback else str(address)
            address = ip_address(named)
    except ValueError:
        return None
    if address.version == 6:
        return str(ip_network((address, 64), strict=False))
    return str(address)
