"""An emulated Telegram, and the service that talks to it, with an office behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram.channel import TelegramChannel
from bot.telegram.client import make_bot
from bot.telegram.receive import TakeIn
from bot.telegram.request import AiohttpRequest
from bot.telegram.service import TelegramService
from tests.bot.telegram.office import Office
from tests.telegram_server import TelegramServer


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server
        assert not server.violations


@pytest.fixture
async def channel(telegram: TelegramServer) -> AsyncIterator[TelegramChannel]:
    async with AiohttpRequest() as request:
        yield TelegramChannel(make_bot(telegram.token, telegram.base, request, request))


@pytest.fixture
def office() -> Office:
    return Office()


Make = Callable[..., TelegramService]


@pytest.fixture
async def make(telegram: TelegramServer, office: Office, tmp_path: Path) -> AsyncIterator[Make]:
    """Make services for the emulated Telegram, which are closed at the end."""
    made: list[TelegramService] = []

    def make_one(take_in: TakeIn | None = None, **given: Any) -> TelegramService:
        settings: dict[str, Any] = {
            "home": tmp_path,
            "database_url": f"sqlite:///{tmp_path / 'none.db'}",
            "encryption_keys": (),
            "telegram_token": telegram.token,
            "telegram_api": telegram.base,
        }
        service = TelegramService(
            Settings(**settings | given),
            office.handle,
            office.spill,
            office.on_blocked,
            ["en", "fr", "ar"],
            office.answer_inline,
            take_in=take_in,
        )
        made.append(service)
        return service

    yield make_one
    for service in made:
        await service.close()
