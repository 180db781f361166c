"""A Telegram that is half open: it takes connections and calls, and never answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec
import pytest
from yarl import URL

from casework.tell import MESSAGE
from locales.render import Rendered
from storage import outbox
from storage.people import Address
from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.outage import WAYS, check_that_nothing_was_lost, play_through
from tests.end_to_end.story import REQUEST, STORY, Cast, Step
from tests.end_to_end.test_metrics import read
from tests.storage.proxy import Proxy, proxy
from tests.telegram_server import Person, TelegramServer, Timeout

pytestmark = pytest.mark.timeout(240)

READ_S = 1.5  # on a busy machine, too, a call that is answered takes less
GIVEN_UP_S = 3.5  # by then every call that was under way has been given up
SHORT = {
    "bot.telegram.request.READ_S": READ_S,
    "bot.telegram.polling.LONG_POLL_S": 1,
    "bot.telegram.polling.READ_MARGIN_S": READ_S,
}
NEVER = Timeout(1_000_000)
SILENT = 45  # more than a handful
# Longer than anybody here waits: who waited for the silent ones would fail.
PATIENT = {"bot.telegram.request.READ_S": 200.0}


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
    open_on_either: OpenStory, between: Proxy
) -> None:
    cast = await behind(await open_on_either(limits=SHORT), between)

    async def silence(step: Step) -> None:
        between.freeze()
        await cast.act(step, wait=False)
        await asyncio.sleep(GIVEN_UP_S)
        assert not cast.replies(step)
        assert await read(cast.installation, "/readyz") == (200, "ready\n")
        assert (await read(cast.installation, "/chat"))[0] == 200
        between.forget()
        between.thaw()

    await play_through(cast, silence)
    assert "Telegram is not reached" in cast.installation.log


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


async def put(cast: Cast, to: Person, words: str, *, urgent: bool = False) -> None:
    """Put something into the outbox, as another process would."""
    async with cast.installation.transaction() as tx:
        await outbox.put(
            tx,
            person=None,
            address=Address("telegram", str(to.id)),
            kind=MESSAGE,
            payload=msgspec.json.encode(Rendered(words)),
            now=datetime.now(UTC),
            urgent=urgent,
        )


@WAYS
async def test_notices_for_others_go_out_while_telegram_takes_some_and_does_not_answer(
    open_on_either: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook, limits=PATIENT)
    held_up = [server.person(f"Silent {number}", language_code="en") for number in range(SILENT)]
    for each in held_up:
        await each.says("/start", wait=False)
    await server.settled()
    await server.until(lambda: all(each.heard for each in held_up))
    for each in held_up:
        server.faults.respond("sendMessage", each, times=None, with_=NEVER)
        for words in ("First", "Second"):
            await put(cast, each, words)
    await put(cast, held_up[0], "Third, and urgent", urgent=True)
    # The whole story, with a notice at every step, while all of them are in hand.
    for step in STORY:
        await cast.play(step)
    assert not any("First" in each.heard for each in held_up)

    # Killed with all of them in hand: each comes again, once and in its order.
    server.faults.clear()
    await cast.installation.kill()
    await cast.installation.leases_end()
    await cast.installation.start()
    await server.until(lambda: all("Second" in each.heard for each in held_up))
    await held_up[0].sees("Third, and urgent")
    for each in held_up[1:]:
        assert each.heard[1:] == ["First", "Second"]
    assert held_up[0].heard[1:] == ["First", "Second", "Third, and urgent"]
    await check_that_nothing_was_lost(cast)
