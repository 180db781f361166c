"""Asking Telegram about the bot itself, for commands that run beside the service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import TelegramError

from bot.settings import Settings
from bot.telegram.client import Bot, make_bot
from bot.telegram.request import AiohttpRequest

T = TypeVar("T")


async def bot_name(settings: Settings) -> str | None:
    """Give the bot's user name; None if Telegram does not answer, or not with this token."""

    async def ask(bot: Bot) -> str | None:
        return (await bot.get_me()).username

    return await _asked(settings, ask)


async def webhook_url(settings: Settings) -> str | None:
    """Give the address that Telegram calls now; None if there is none."""

    async def ask(bot: Bot) -> str | None:
        return (await bot.get_webhook_info()).url or None

    return await _asked(settings, ask)


async def _asked(settings: Settings, ask: Callable[[Bot], Awaitable[T | None]]) -> T | None:
    if settings.telegram_token is None:
        return None
    request = AiohttpRequest()
    await request.initialize()
    token = settings.telegram_token
    bot = make_bot(token, settings.telegram_api, request, request)
    try:
        return await ask(bot)
    except TelegramError:
        return None
    finally:
        await request.shutdown()
