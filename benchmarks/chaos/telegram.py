"""Telegram as people and processes see it: calls of the Bot API in, messages to people out."""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from benchmarks.chaos.people import Body
from benchmarks.start import RESULTS

MESSAGES = {"sendMessage", "editMessageText"}
Hear = Callable[[int, Mapping[str, Any]], None]


class Telegram:
    """Answers every call; `hear` gets each message with the chat it is for."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._numbers = itertools.count(1)
        self.calls: Counter[str] = Counter()

    async def answer(self, request: web.Request) -> web.Response:
        """Do what a call asks."""
        method = request.match_info["method"]
        self.calls[method] += 1
        if method not in MESSAGES:
            return web.json_response({"ok": True, "result": RESULTS.get(method, True)})
        kind = request.content_type
        given = dict(await (request.json() if kind == "application/json" else request.post()))
        return web.json_response({"ok": True, "result": self.deliver(given)})

    def deliver(self, given: Body) -> Body:
        """Bring a message to its chat, from a call or from the answer to a webhook."""
        markup = given.get("reply_markup")
        if isinstance(markup, str):
            given["reply_markup"] = json.loads(markup)
        chat = int(given["chat_id"])
        self._hear(chat, given)
        where = {"id": chat, "type": "private"}
        return {"message_id": next(self._numbers), "date": int(time.time()), "chat": where}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve the Bot API; give its address."""
        site = web.Application()
        site.router.add_post("/bot{token}/{method}", self.answer)
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def update_of(number: int, chat: int, said: Body) -> Body:
    """Make the update with a number: a text, a location, or a press where `said` has `data`."""
    sender = {"id": chat, "is_bot": False, "first_name": "Somebody", "language_code": "en"}
    where = {"id": chat, "type": "private"}
    message = {"message_id": number, "date": int(time.time()), "chat": where, "from": sender}
    if "data" not in said:
        return {"update_id": number, "message": {**message, **said}}
    query = {"id": str(number), "from": sender, "message": message, "chat_instance": "1"}
    return {"update_id": number, "callback_query": {**query, **said}}
