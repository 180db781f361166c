"""A Telegram that is half open: it takes connections and calls, and never answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import ANSWERING, REQUEST, STORY, Cast
from tests.end_to_end.test_locks import check_that_nothing_was_lost
from tests.end_to_end.test_metrics import read
from tests.storage.proxy import Proxy, proxy
from tests.telegram_server import TelegramServer, Timeout

pytestmark = pytest.mark.timeout(240)

READ_S = 0.5
GIVEN_UP_S = 2.5  # by then every call that was under way has been given up
SHORT = {
    "bot.telegram.request.READ_S": READ_S,
    "bot.telegram.polling.LONG_POLL_S": 1,
    "bot.telegram.polling.READ_MARGIN_S": READ_S,
}
NEVER = Timeout(1_000_000)
WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


@pytest.fixture
async def between(server: TelegramServer) -> AsyncIterator[Proxy]:
    """What stands between the program and Telegram."""
    async with proxy(URL(server.base).port) as made:
        yield made


async def behind(cast: Cast, between: Proxy) -> Cast:
    """Let the program go through the proxy from now on."""
    await cast.installation.stop()
    cast.installation.settings["PASSERELLE_TELEGRAM_API"] = f"http://127.0.0.1:{between.port}"
    await cast.installation.start()
    return cast


async def test_while_telegram_says_nothing_the_rest_works_and_then_all_is_answered(
    open_on_either: OpenStory, server: TelegramServer, between: Proxy
) -> None:
    cast = await behind(await open_on_either(limits=SHORT), between)
    for step in STORY:
        if step not in (REQUEST[4], REQUEST[-1], ANSWERING[0]):
            await cast.play(step)
            continue
        between.freeze()
        await cast.act(step, wait=False)
        await asyncio.sleep(GIVEN_UP_S)
        assert not cast.replies(step)
        assert await read(cast.installation, "/readyz") == (200, "ready\n")
        assert (await read(cast.installation, "/chat"))[0] == 200
        between.forget()
        between.thaw()
        await cast.seen(step)
        await cast.replied(step, times=1)
    assert "Telegram is not reached" in cast.installation.log
    await check_that_nothing_was_lost(cast)


async def test_it_stops_while_telegram_says_nothing(
    open_on_either: OpenStory, between: Proxy
) -> None:
    cast = await behind(await open_on_either(limits=SHORT), between)
    between.freeze()
    assert await cast.installation.stop() == 0
    assert "Traceback" not in cast.installation.log


@WAYS
async def test_a_chat_in_which_no_message_is_ever_taken_keeps_nobody_else_waiting(
    open_on_either: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook, limits=SHORT)
    for step in REQUEST:
        await cast.play(step)
    server.faults.respond("sendMessage", cast.person, times=None, with_=NEVER)
    await cast.caseworker.presses("Take it")
    await cast.caseworker.sees("You have taken")
    await cast.colleague.sees("A colleague has taken")
    await cast.caseworker.presses("Ask the person")
    await cast.caseworker.sees("What do you want to ask")

    server.faults.clear()
    await cast.person.sees("somebody at .* is reading your request")
    assert "Traceback" not in cast.installation.log
