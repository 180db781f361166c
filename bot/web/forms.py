"""Forms: the fields of a posted form, small and in UTF-8, or a refusal in words."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from bot.web.labels import PROBLEMS
from bot.web.limits import LARGEST_BODY
from bot.web.refusal import Refusal

MOST_FIELDS = 20
Form = Mapping[str, str]


async def read_form(request: web.Request) -> Form:
    """Read a form; of a field that is there twice the last one counts.

    :raises Refusal: it is too large, or is no form.
    """
    if request.content_type not in (
        "application/x-www-form-urlencoded",
        "application/octet-stream",
    ):
        raise Refusal(400, PROBLEMS["unreadable"])
    body = await _body(request)
    try:
        fields = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        raise Refusal(400, PROBLEMS["unreadable"]) from None
    return {name: value.replace("\0", "").replace("\r\n", "\n") for name, value in fields}


async def _body(request: web.Request) -> bytes:
    """Read the body, and stop as soon as it is too large."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise Refusal(413, PROBLEMS["too_long"])
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST_BODY:
            raise Refusal(413, PROBLEMS["too_long"])
    return bytes(body)
