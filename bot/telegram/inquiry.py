"""Asking Telegram about the bot itself, for commands that run beside the service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.client import Bot, make_bot
from bot.telegram.request import AiohttpRequest

T = TypeVar("T")


async def bot_name(settings: Settings) -> str | None:
    """Give the bot's user name; None if Telegram does not answer, or not with this token."""

    async def ask(bot: Bot) -> str | None:
        return (await bot.get_me()).username

    return await _asked(settings, ask)


@dataclass(frozen=True, slots=True)
class WebhookState:
    """What Telegram tells of the webhook. `url`: "" if there is none; `waiting`: updates.

    `failed`: when it last could not bring one, aware UTC, and `problem`: why, in its words.
    """

    url: str
    waiting: int
    failed: datetime | None = None
    problem: str = ""


async def webhook_state(settings: Settings) -> WebhookState | None:
    """Ask how the webhook fares; None if Telegram does not answer."""

    async def ask(bot: Bot) -> WebhookState:
        info = await bot.get_webhook_info()
        return WebhookState(
            info.url,
            info.pending_update_count,
            info.last_error_date,
            info.last_error_message or "",
        )

    return await _asked(settings, ask)


async def trouble(settings: Settings) -> str | None:
    """Say why Telegram does not answer with the token of the settings; None if it does."""

    async def ask(bot: Bot) -> str | None:
        try:
            await bot.get_me()
        except InvalidToken:
            return "it refuses the token"
        except TelegramError as error:
            return error.message
        return None

    return await _asked(settings, ask)


async def telegram_clock(settings: Settings) -> datetime | None:
    """Give what Telegram's own clock shows, aware UTC, to the second; None if it does not tell."""
    told: list[datetime] = []

    async def ask(bot: Bot) -> None:
        await bot.get_me()

    await _asked(settings, ask, told.append)
    return told[-1] if told else None


async def _asked(
    settings: Settings,
    ask: Callable[[Bot], Awaitable[T | None]],
    told: Callable[[datetime], object] | None = None,
) -> T | None:
    if settings.telegram_token is None:
        return None
    request = AiohttpRequest(told=told)
    await request.initialize()
    token = settings.telegram_token
    bot = make_bot(token, settings.telegram_api, request, request)
    try:
        return await ask(bot)
    except TelegramError:
        return None
    finally:
        await request.shutdown()
