"""The webhook: Telegram brings an update, and takes the reply along with the answer.

A failure is answered with 500, and Telegram brings the update again, holding back the later ones
of the same chat only.
"""

from __future__ import annotations

import asyncio
import hmac

import msgspec
import structlog
from aiohttp import web
from telegram.error import TelegramError

from bot.telegram.client import Bot
from bot.telegram.lanes import Lanes
from bot.telegram.receive import Heard, Receiver
from bot.telegram.render import Unsendable, calls
from bot.telegram.wire import KINDS, NoUpdate, Update, decoded

log = structlog.get_logger()

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST = 512 * 1024
READ_WITHIN = 20.0  # seconds
CONNECTIONS = 40


class Webhook:
    """Answers what Telegram posts; `secret` is the token that it was given with the address."""

    def __init__(self, secret: str, receiver: Receiver, lanes: Lanes) -> None:
        self._secret = secret.encode()
        self._receiver = receiver
        self._lanes = lanes

    async def answer(self, request: web.Request) -> web.Response:
        """Handle one update; nothing of a request without the secret is read."""
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=403)
        try:
            body = await _body(request)
        except TimeoutError:
            return web.Response(status=408)
        if body is None:
            return web.Response(status=413)
        try:
            update = decoded(body)
        except NoUpdate:
            return web.Response(status=400)
        return await self._answered(update)

    async def _answered(self, update: Update) -> web.Response:
        try:
            async with self._lanes.turn(update.chat):
                heard = await self._receiver.receive(update)
                return await self._with_reply(heard) if heard is not None else web.Response()
        except Exception as error:  # the one place that catches: whatever it is, it comes again
            log.error("update failed", update=update.update_id, problem=type(error).__name__)
            return web.Response(status=500)

    async def _with_reply(self, heard: Heard) -> web.Response:
        """Put a reply of one call into the answer; another is sent or kept before the answer."""
        message = heard.reply.message
        if message is None:
            return web.Response()
        try:
            steps = calls(heard.incoming.address, message, is_reply=True)
        except Unsendable:
            steps = ()
        if len(steps) != 1 or steps[0].file is not None:
            await self._receiver.deliver(heard)
            return web.Response()
        return web.Response(
            body=msgspec.json.encode(steps[0].as_response()), content_type="application/json"
        )


async def _body(request: web.Request) -> bytes | None:
    """Read the body; None as soon as it is too large.

    :raises TimeoutError: it did not come in time.
    """
    if (request.content_length or 0) > LARGEST:
        return None
    if request.content.is_eof():  # it came with the head, as nearly always
        whole = request.content.read_nowait()
        return whole if len(whole) <= LARGEST else None
    body = bytearray()
    async with asyncio.timeout(READ_WITHIN):
        async for piece in request.content.iter_any():
            body += piece
            if len(body) > LARGEST:
                return None
    return bytes(body)


async def register(bot: Bot, url: str, secret: str) -> None:
    """Tell Telegram where to bring updates, unless it knows exactly that.

    :raises TelegramError: Telegram was not reached, or does not take the address.
    """
    info = await bot.get_webhook_info()
    known = (info.url, set(info.allowed_updates or ()), info.max_connections)
    if known == (url, set(KINDS), CONNECTIONS):
        return
    done = await bot.set_webhook(
        url,
        secret_token=secret,
        allowed_updates=KINDS,
        max_connections=CONNECTIONS,
        drop_pending_updates=False,
    )
    if not done:
        raise TelegramError("Telegram did not take the webhook")
