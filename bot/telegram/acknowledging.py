"""Acknowledging: a pressed button stops turning. Asked for at each press, and nobody waits for it.

So it has a few connections of its own, with no task and no timer for each call: that is a fifth of
what a call costs of the client by which all else goes.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import cast

import httptools
import msgspec
import structlog
from yarl import URL

CONNECTIONS = 8
MOST_WAITING = 100
CONNECT_S, ANSWER_S, LAST_WAIT_S = 5.0, 10.0, 2.0

log = structlog.get_logger()


class Acknowledgements:
    """Calls `answerCallbackQuery`: at most `MOST_WAITING` wait, and no failure matters.

    `base_url`: that of the bot, with its token: it is told nowhere.
    """

    def __init__(self, base_url: str) -> None:
        """Open nothing yet."""
        url = URL(f"{base_url}/answerCallbackQuery", encoded=True)
        self._host, self._port, self._is_https = (
            url.host or "",
            url.port or 0,
            url.scheme == "https",
        )
        self._head = (
            f"POST {url.raw_path_qs} HTTP/1.1\r\nHost: {url.host_port_subcomponent}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self._waiting: deque[bytes] = deque()
        self._lines: set[_Line] = set()
        self._idle: list[_Line] = []
        self._opening: set[asyncio.Task[None]] = set()
        self._tls: ssl.SSLContext | None = None
        self._all_done = asyncio.Event()
        self._all_done.set()

    def acknowledge(self, query_id: str) -> None:
        """Let a pressed button stop turning, some time; needs the running event loop."""
        content = msgspec.json.encode({"callback_query_id": query_id})
        request = f"{self._head}{len(content)}\r\n\r\n".encode() + content
        self._all_done.clear()
        if self._idle:
            self._idle.pop().ask(request)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(request)
            self._open_another()
        else:
            log.debug("acknowledgement left out, too many wait")
            for line in list(self._lines):
                line.hang_up_if_silent()

    async def close(self) -> None:
        """Wait a little for what is under way, then close every connection."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WAIT_S):
                await self._all_done.wait()
        self._waiting.clear()
        for task in self._opening:
            task.cancel()
        await asyncio.gather(*self._opening, return_exceptions=True)
        for line in list(self._lines):
            line.hang_up()

    def _open_another(self) -> None:
        if len(self._lines) + len(self._opening) < CONNECTIONS:
            task = asyncio.create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        """Open a connection; if there is none to be had, what waits is given up."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_S):
                if self._is_https and self._tls is None:
                    self._tls = await asyncio.to_thread(ssl.create_default_context)
                _, line = await loop.create_connection(
                    lambda: _Line(self._free, self._lost),
                    self._host,
                    self._port,
                    ssl=self._tls,
                )
        except (OSError, TimeoutError) as problem:
            log.debug("acknowledgements given up", problem=type(problem).__name__)
            self._waiting.clear()
            self._see_if_done()
            return
        self._lines.add(line)
        self._free(line)

    def _free(self, line: _Line) -> None:
        if self._waiting:
            line.ask(self._waiting.popleft())
        else:
            self._idle.append(line)
            self._see_if_done()

    def _lost(self, line: _Line, unanswered: bytes | None) -> None:
        """Go on without a connection; what it had in hand when it had idled too long goes again."""
        self._lines.discard(line)
        if line in self._idle:
            self._idle.remove(line)
        if unanswered is not None:
            self._waiting.appendleft(unanswered)
        if self._waiting:
            self._open_another()
        self._see_if_done()

    def _see_if_done(self) -> None:
        if not self._waiting and len(self._idle) == len(self._lines):
            self._all_done.set()


class _Line(asyncio.Protocol):
    """A connection with one call at a time in hand; answers are read over, whatever they say."""

    _transport: asyncio.Transport

    def __init__(
        self,
        on_free: Callable[[_Line], None],
        on_lost: Callable[[_Line, bytes | None], None],
    ) -> None:
        self._on_free = on_free
        self._on_lost = on_lost
        self._parser = httptools.HttpResponseParser(self)
        self._asked: bytes | None = None
        self._since = 0.0
        self._answers = 0

    def ask(self, request: bytes) -> None:
        self._asked = request
        self._since = asyncio.get_running_loop().time()
        self._transport.write(request)

    def hang_up(self) -> None:
        self._asked = None
        self._transport.abort()

    def hang_up_if_silent(self) -> None:
        silent_for = asyncio.get_running_loop().time() - self._since
        if self._asked is not None and silent_for > ANSWER_S:
            self.hang_up()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.hang_up()

    def on_message_complete(self) -> None:
        self._asked = None
        self._answers += 1
        if self._parser.should_keep_alive():
            self._on_free(self)
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._on_lost(self, self._asked if self._answers else None)
