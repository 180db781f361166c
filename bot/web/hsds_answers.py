"""Answers to programs: JSON with an ETag, readable from any page, and problems in words.

A strong ETag is of the very bytes, so the packed and the plain answer have different ones.
"""

from __future__ import annotations

import gzip
import hashlib
import re

from aiohttp import hdrs, web
from msgspec import UNSET, Struct, UnsetType, json

KEEP_S = 60
PACK_FROM = 1024
PACKING = 5
READS = "GET, HEAD, OPTIONS"
OPEN_TO_ALL = {
    hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
    hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')
QUALITY = re.compile(r";\s*q\s*=\s*([0-9.]+)")


class Problem(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """What is wrong, and what to do (RFC 9457)."""

    title: str
    status: int
    detail: str
    allowed: list[str] | UnsetType = UNSET


TITLES = {
    400: "That question cannot be read",
    404: "There is no such entry",
    405: "This can only be read",
    406: "Only JSON is given",
    429: "Too many questions",
    500: "Something went wrong here",
}


def answer(request: web.Request, body: bytes) -> web.Response:
    """Give JSON, or 304 to who has it already."""
    packed = len(body) >= PACK_FROM and accepts(request.headers.get("Accept-Encoding", ""), "gzip")
    if packed:
        body = gzip.compress(body, PACKING, mtime=0)
    tag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {
        **OPEN_TO_ALL,
        hdrs.ETAG: tag,
        hdrs.CACHE_CONTROL: f"public, max-age={KEEP_S}",
        hdrs.VARY: "Accept-Encoding",
    }
    if has_it(request.headers.get(hdrs.IF_NONE_MATCH, ""), tag):
        return web.Response(status=304, headers=headers)
    if packed:
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    return web.Response(body=body, headers=headers, content_type="application/json")


def problem(status: int, detail: str, *, wait: float = 0) -> web.Response:
    """Say what is wrong; `wait`: seconds after which it may be asked again."""
    said = Problem(TITLES[status], status, detail)
    headers = dict(OPEN_TO_ALL)
    if wait:
        headers[hdrs.RETRY_AFTER] = str(round(wait) + 1)
    if status == 405:
        headers[hdrs.ALLOW] = READS
    kind = "application/problem+json"
    return web.Response(status=status, body=json.encode(said), headers=headers, content_type=kind)


def preflight() -> web.Response:
    """Tell a browser that any page may read this."""
    headers = {
        **OPEN_TO_ALL,
        hdrs.ALLOW: READS,
        hdrs.ACCESS_CONTROL_ALLOW_METHODS: READS,
        hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Accept, If-None-Match",
        hdrs.ACCESS_CONTROL_MAX_AGE: "86400",
    }
    return web.Response(status=204, headers=headers)


def has_it(sent: str, tag: str) -> bool:
    """Say whether an If-None-Match names what would be given."""
    return sent.strip() == "*" or tag in ENTITY_TAG.findall(sent)


def accepts(header: str, *names: str) -> bool:
    """Say whether a header such as Accept names one of these without forbidding it."""
    for part in header.lower().split(","):
        name, _, rest = part.partition(";")
        quality = QUALITY.search(f";{rest}")
        if name.strip() in names and not (quality and _is_zero(quality[1])):
            return True
    return False


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False


def wants_json(request: web.Request) -> bool:
    """Say whether an Accept header, if there is one, allows JSON."""
    header = request.headers.get(hdrs.ACCEPT, "").strip()
    kinds = ("application/json", "application/*", "*/*", "application/problem+json")
    return not header or accepts(header, *kinds)
