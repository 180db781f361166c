"""The client of the Bot API: python-telegram-bot's, on our HTTP and with our pace."""

from __future__ import annotations

import logging
import re
from typing import Any

from telegram._utils.types import ODVInput
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest

from bot.telegram.request import AiohttpRequest

Bot = ExtBot[int]


def make_bot(token: str, api: str, request: AiohttpRequest, updates: AiohttpRequest) -> Bot:
    """Make a client for the Bot API at `api`, Telegram's own or a local one.

    `updates` is the request that waits for updates, `request` makes all other calls; whoever made
    them opens and closes them, so a Telegram that is down keeps nobody from starting.

    The limiter keeps to 30 calls a second to chats, all in all. It is told not to try again after
    a 429 (max_retries=0): trying again, it would hold back every chat for as long as one must
    wait. So the caller hears of it (`Flooded`) and waits for that chat alone.

    The library logs what people write (debug) and each 429 with a trace (error): it is silenced.
    """
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request,
        get_updates_request=updates,
        rate_limiter=AIORateLimiter(max_retries=0),
    )


async def call(
    bot: Bot,
    method: str,
    payload: dict[str, Any],
    read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
) -> Any:
    """Call a method with a payload as Telegram documents it, and give its result raw.

    `read_timeout`: in seconds, where it is not the usual one (`READ_S` of our HTTP).

    For what is rendered here anyhow, and for updates, whose objects would cost a hundred times
    what their few fields in use do. `do_api_request` warns of names that the library has as its
    own methods; "send_Message" is none, and reaches Telegram as "sendMessage".
    """
    return await bot.do_api_request(
        _unlike_a_method(method), api_kwargs=payload, read_timeout=read_timeout
    )


def _unlike_a_method(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name)
