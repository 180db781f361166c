"""Files of Telegram: fetched by their id, within a time and a size; no address is ever told."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.incoming import Offered
from bot.telegram.client import Bot, call
from bot.telegram.request import AiohttpRequest
from domain.documents import LARGEST_FILE

ATTEMPTS = 2
WITHIN_S = 20.0
PAUSE_S = 0.5

log = structlog.get_logger()


class TelegramFiles:
    """Fetches files; `request` makes the calls that have no JSON in their answer."""

    def __init__(self, bot: Bot, request: AiohttpRequest) -> None:
        self._bot = bot
        self._request = request

    async def fetch(self, offered: Offered) -> bytes | None:
        """Give a file's content; None if Telegram does not give it, in time and within the size.

        Its sender is told, and sends it again: the later messages of the chat do not wait for a
        Telegram that cannot be reached.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._fetched(offered.reference)
            except (BadRequest, InvalidToken) as refused:
                log.info("file not given", problem=type(refused).__name__)
                return None
            except TelegramError as problem:
                log.info("file not fetched", attempt=attempt, problem=type(problem).__name__)
                await asyncio.sleep(PAUSE_S)
        return None

    async def _fetched(self, file_id: str) -> bytes | None:
        found = await call(self._bot, "getFile", {"file_id": file_id})
        path = found.get("file_path") if isinstance(found, dict) else None
        if not isinstance(path, str) or not path:
            return None
        # The address holds the bot's token: it goes into no log and no error.
        address = f"{self._bot.base_file_url}/{quote(path)}"
        return await self._request.download(address, LARGEST_FILE, WITHIN_S)
