"""Live: new messages reach an open chat at once, by WebSocket or by a request that waits."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import structlog
from aiohttp import WSCloseCode, web

from bot.web.labels import CHAT, PROBLEMS
from bot.web.pages import Site, Spoken, piece
from bot.web.parts import ChatMessage
from bot.web.refusal import Refusal
from bot.web.security import is_from_here
from bot.web.transcript import language_of, row_of
from locales.languages import spoken

log = structlog.get_logger()

LONGEST_WAIT_S = 25.0
LOOK_AGAIN_S = 15.0
HEARTBEAT_S = 25.0
WINDOWS = 6
LEFT = 4001
LONGEST_NUMBER = 15


class Window:
    """An open page of a chat. Whoever closes it waits for nobody: its handler sees to the end."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.closing: asyncio.Task[bool] | None = None

    def close(self, code: int) -> None:
        """Begin to close it, once."""
        if self.closing is None:
            self.closing = asyncio.create_task(self.socket.close(code=code))

    async def closed(self) -> None:
        """Wait until a closing that has begun is done."""
        if self.closing is not None:
            await asyncio.wait({self.closing})


class Live:
    """Keeps the open windows of each chat and brings them what is new."""

    def __init__(self, site: Site) -> None:
        self.parts = site.parts
        self.sessions = site.sessions
        self.windows: dict[str, set[Window]] = defaultdict(set)
        self.waiting: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [web.get("/chat/live", self.socket), web.get("/chat/messages", self.wait)]

    # ------------------------------------------------------------ the two ways

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Bring new messages over a WebSocket until either side closes it."""
        address = self.address(request)
        if not is_from_here(request):
            raise Refusal(403, PROBLEMS["foreign"])
        if len(self.windows.get(address, ())) >= WINDOWS:
            raise Refusal(429, PROBLEMS["too_fast"], LONGEST_WAIT_S)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=1024, compress=False)
        await socket.prepare(request)
        window = Window(socket)
        self.windows[address].add(window)
        bringing = asyncio.create_task(self.bring(request, address, window))
        try:
            async for _ in socket:  # nothing is awaited from there; this sees it close
                pass
        finally:
            # First of all, as aiohttp may cancel this when the connection is lost.
            self.forget(address, window)
            bringing.cancel()
            await window.closed()
        return socket

    async def bring(self, request: web.Request, address: str, window: Window) -> None:
        """Send what is new, and wait for more."""
        after, told = after_of(request), request.query.get("language", "")
        try:
            while not window.socket.closed:
                news = await self.next_rows(address, after, LOOK_AGAIN_S)
                if news:
                    await window.socket.send_json(self.news(request, news, told))
                    after, told = news[-1].id, language_of(news) or told
        except ConnectionError:
            pass  # the window is gone
        except Exception as problem:
            # The page comes back by itself after a while.
            log.error("live chat failed", problem=type(problem).__name__)
            window.close(WSCloseCode.INTERNAL_ERROR)

    async def wait(self, request: web.Request) -> web.Response:
        """Answer with what is new, after a while of waiting for it."""
        address = self.address(request)
        after = after_of(request)
        seconds = min(number(request, "wait", 0), LONGEST_WAIT_S)
        rows = await self.next_rows(address, after, seconds)
        return web.json_response(self.news(request, rows, request.query.get("language", "")))

    # ------------------------------------------------------------ what is new

    async def next_rows(self, address: str, after: int, seconds: float) -> tuple[ChatMessage, ...]:
        """Give the rows after `after`, or what has come within so many seconds, if anything.

        The wait begins before the look, so that what comes in between is not missed.
        """
        waiting = asyncio.create_task(self.parts.wait_for_chat(address, seconds))
        self.waiting.add(waiting)
        try:
            await asyncio.sleep(0)
            rows = await self.parts.chat_messages(address, after)
            if rows or not seconds:
                return rows
            await asyncio.wait({waiting})
            return await self.parts.chat_messages(address, after)
        finally:
            waiting.cancel()
            self.waiting.discard(waiting)

    def news(
        self, request: web.Request, messages: tuple[ChatMessage, ...], told: str
    ) -> dict[str, Any]:
        """Describe new rows for the page's script, with its words where the language changed."""
        language = spoken(language_of(messages) or told)
        rows = [
            {
                "id": message.id,
                "replaces": message.replaces,
                "html": piece(request, "row.html", language.code, CHAT, row=row_of(message)),
            }
            for message in messages
        ]
        news: dict[str, Any] = {"rows": rows}
        if language.code != told:
            news |= {
                "language": language.code,
                "direction": "rtl" if language.right_to_left else "ltr",
                "words": Spoken(CHAT, language.code).all_of_them(),
            }
        return news

    # ------------------------------------------------------------ windows

    def address(self, request: web.Request) -> str:
        """Give the chat of whoever asks."""
        address = self.sessions.chat(request)
        if address is None:
            raise Refusal(401, PROBLEMS["cookies"])
        return address

    def forget(self, address: str, window: Window) -> None:
        """Forget a window that was closed."""
        self.windows[address].discard(window)
        if not self.windows[address]:
            del self.windows[address]

    def leave(self, address: str) -> None:
        """Close all windows of a chat that was left: they turn blank."""
        for window in tuple(self.windows.get(address, ())):
            window.close(LEFT)

    async def close(self, app: web.Application) -> None:
        """Close everything, so that the service can stop."""
        for waiting in tuple(self.waiting):
            waiting.cancel()
        for window in [each for windows in self.windows.values() for each in windows]:
            window.close(WSCloseCode.GOING_AWAY)


def after_of(request: web.Request) -> int:
    """Read the id of the last row that the window has."""
    return int(number(request, "after", 0))


def number(request: web.Request, name: str, otherwise: int) -> int:
    """Read a whole number from the address.

    :raises Refusal: it is none.
    """
    given = request.query.get(name, str(otherwise))
    if not (given.isascii() and given.isdecimal()) or len(given) > LONGEST_NUMBER:
        raise Refusal(400, PROBLEMS["unreadable"])
    return int(given)
