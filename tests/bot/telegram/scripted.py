"""A Bot API that answers whatever a test tells it to; the emulated one answers as Telegram does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """A Bot API of which one handler decides the answer."""

    def __init__(self) -> None:
        self.handler: Handler = ok
        self.address = ""
        self.calls: list[tuple[str, Any]] = []
        self.connections: set[object] = set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.connections.add(request.transport)
        if request.content_type == "application/json":
            told = await request.json()
        else:
            told = {name: _content(value) for name, value in (await request.post()).items()}
        self.calls.append((request.path.rpartition("/")[2], told))
        return await self.handler(request)


def _content(value: Any) -> Any:
    if isinstance(value, web.FileField):
        return value.filename, value.content_type, value.file.read()
    return value


async def ok(request: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": {"message_id": 5}})


def answers(status: int, body: Any) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(status=status, body=raw)

    return handler


def refuses(code: int, description: str, **parameters: Any) -> Handler:
    body = {"ok": False, "error_code": code, "description": description}
    return answers(code, body | ({"parameters": parameters} if parameters else {}))


@asynccontextmanager
async def scripted_server() -> AsyncIterator[Server]:
    """Run a server that a test tells what to answer."""
    server = Server()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.answer)
    async with TestServer(application) as running:
        server.address = str(running.make_url("")).rstrip("/")
        yield server
