"""A PostgreSQL that says nothing any more: nothing is lost, and all goes on when it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.outage import WAYS, check_that_it_waits, play_through
from tests.end_to_end.story import Cast, Step
from tests.storage.proxy import Proxy, proxy
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

GIVEN_UP_S = 2.5  # by then every wait for the database has been given up once
BOUNDS = "command_timeout=1.5&connect_timeout=1"


@pytest.fixture
async def between() -> AsyncIterator[Proxy]:
    """What stands between the program and its database."""
    async with proxy() as made:
        yield made


@pytest.fixture
async def cast(open_story_on_postgresql: OpenStory, between: Proxy, webhook: bool) -> Cast:
    """A story that can begin, with the database behind a proxy."""
    return await open_story_on_postgresql(
        webhook=webhook, address=lambda url: between.url(url, BOUNDS)
    )


@WAYS
async def test_what_came_while_the_database_said_nothing_is_answered_after(
    cast: Cast, between: Proxy
) -> None:
    async def silence(step: Step) -> None:
        between.freeze()
        update = await cast.act(step)
        await asyncio.sleep(GIVEN_UP_S)
        check_that_it_waits(cast, step, update)
        between.thaw()
        await cast.installation.leases_end()

    await play_through(cast, silence)
    assert "StorageUnavailable" in cast.installation.log


@WAYS
async def test_connections_that_a_firewall_has_forgotten_are_made_anew(
    cast: Cast, server: TelegramServer, between: Proxy
) -> None:
    async def all_forgotten(step: Step) -> None:
        between.forget()
        update = await cast.act(step)
        await server.confirmed(update)
        await cast.installation.leases_end()

    await play_through(cast, all_forgotten)


@pytest.mark.parametrize("webhook", [False])
async def test_it_stops_while_the_database_says_nothing(cast: Cast, between: Proxy) -> None:
    between.freeze()
    assert await cast.installation.stop() == 0
    assert "Traceback" not in cast.installation.log


@WAYS
async def test_who_cries_for_help_meanwhile_hears_the_numbers_at_once_and_the_answer_after(
    cast: Cast, server: TelegramServer, between: Proxy
) -> None:
    person = server.person(language_code="fr")
    await person.says("/start")
    between.freeze()
    await person.says("au secours", wait=False)
    await person.says("un lit", wait=False)
    await server.until(lambda: any("dès que je le pourrai" in text for text in person.heard))
    await asyncio.sleep(GIVEN_UP_S)
    assert sum("112" in text for text in person.heard) == 1
    between.thaw()
    await server.settled()
    await server.until(lambda: sum("112" in text for text in person.heard) == 2)
    assert "Traceback" not in cast.installation.log
