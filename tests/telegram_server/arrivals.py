"""What comes over HTTP: parameters in the query, a form, a multipart body or JSON."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from .parameters import Upload
from .refusals import Violation

Given = dict[str, Any]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def given_to(request: web.Request) -> Given:
    """Read the parameters of a call.

    :raises Violation: if the body is not what its content type says.
    """
    given: Given = dict(request.query)
    if request.content_type == JSON:
        return given | _from_json(await request.read())
    if request.content_type in (FORM, "multipart/form-data"):
        form = await request.post()
        return given | {name: _part(value) for name, value in form.items()}
    if await request.read():
        raise Violation(f"unsupported content type {request.content_type}")
    return given


def given_in_answer(content_type: str, body: bytes) -> Given | None:
    """Read the call that a webhook's answer may carry; None: it carries none.

    :raises Violation: if the body is not what its content type says.
    """
    if not body.strip():
        return None
    if content_type == JSON:
        given = _from_json(body)
    elif content_type == FORM:
        given = dict(parse_qsl(body.decode(), keep_blank_values=True))
    else:
        return None
    return given if "method" in given else None


def _from_json(body: bytes) -> Given:
    if not body.strip():
        return {}
    try:
        given = json.loads(body)
    except ValueError as error:
        raise Violation(f"can't parse JSON: {error}") from None
    if not isinstance(given, dict):
        raise Violation("JSON object expected")
    return given


def _part(value: str | bytes | bytearray | web.FileField) -> Any:
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.content_type, value.file.read())
    return value if isinstance(value, str) else value.decode()
