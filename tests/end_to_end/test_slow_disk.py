"""A disk on which each commit takes its time, or stalls: all are answered, in order, and once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.installation import PATIENCE_S
from tests.end_to_end.outage import WAYS, check_that_it_waits, play_through
from tests.end_to_end.story import STORY, Cast, Step
from tests.end_to_end.test_metrics import COUNT, read
from tests.end_to_end.test_silent_database import BOUNDS, GIVEN_UP_S
from tests.storage.engines import server as postgresql
from tests.storage.engines import slow_disk as slow_disk_of_postgresql
from tests.storage.proxy import proxy
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

COMMIT_S = {"sqlite": 0.3, "postgresql": 0.1}  # the most that PostgreSQL can be told
PEOPLE = 30
SAID = ("/start", "/help", "/requests")
COMMITTING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = $1 AND state = 'active' AND query = 'COMMIT' AND backend_xid IS NOT NULL
"""
SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'"


@pytest.fixture
async def slow_disk(engine: str) -> AsyncIterator[dict[str, Any]]:
    """A disk that takes `COMMIT_S` for each commit; what an installation is given for it."""
    if engine == "sqlite":
        yield {"slow_disk": COMMIT_S[engine]}
        return
    async with slow_disk_of_postgresql(COMMIT_S[engine]):
        yield {}


@WAYS
async def test_many_who_write_at_once_are_answered_in_order_and_once(
    open_on_either: OpenStory, server: TelegramServer, slow_disk: dict[str, Any], webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook, **slow_disk)
    people = [server.person(f"Person {number}", language_code="en") for number in range(PEOPLE)]
    for words in SAID:
        for person in people:
            await person.says(words, wait=False)
    await server.settled()
    await server.until(lambda: all(len(each.heard) >= len(SAID) for each in people))
    orders = {tuple(each.heard) for each in people}
    assert len(orders) == 1, orders
    first, second, third = orders.pop()
    assert "What can I do for you" in first
    assert "/requests" in second
    assert len({first, second, third}) == len(SAID)
    assert "Traceback" not in cast.installation.log
    assert not server.violations


async def test_the_story_goes_on(open_on_either: OpenStory, slow_disk: dict[str, Any]) -> None:
    cast = await open_on_either(**slow_disk)
    for step in STORY:
        await cast.play(step)
        await cast.replied(step, times=1)
    await cast.check()


@asynccontextmanager
async def stalled(database: str) -> AsyncIterator[None]:
    """Wait for the middle of a commit; let no session of a database go on meanwhile.

    So stands a process that waits for a disk: whatever it holds it goes on holding.
    """
    connection = await asyncpg.connect(postgresql().get_uri())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await connection.fetchval(COMMITTING, database):
                pass  # it lasts for a tenth of a second
        sessions = [row["pid"] for row in await connection.fetch(SESSIONS, database)]
    finally:
        await connection.close()
    try:
        for each in sessions:
            os.kill(each, signal.SIGSTOP)
        yield
    finally:
        for each in sessions:
            os.kill(each, signal.SIGCONT)


@pytest.mark.parametrize("engine", ["postgresql"])
@WAYS
async def test_commits_that_are_given_up_and_done_all_the_same_are_done_once(
    open_story_on_postgresql: OpenStory,
    slow_disk: dict[str, Any],
    webhook: bool,
) -> None:
    async with proxy() as between:
        cast = await open_story_on_postgresql(
            webhook=webhook, address=lambda url: between.url(url, BOUNDS), **slow_disk
        )

        async def stall(step: Step) -> None:
            update = await cast.act(step, wait=False)
            async with stalled(database_of(cast)):
                await asyncio.sleep(GIVEN_UP_S)
                check_that_it_waits(cast, step, update)
            await cast.installation.leases_end()

        await play_through(cast, stall)
        assert "StorageUnavailable" in cast.installation.log
        if not webhook:  # behind a public address nobody is told figures without a token
            _, figures = await read(cast.installation, "/metrics")
            assert int(dict(COUNT.findall(figures))["repeated"]) >= 1


def database_of(cast: Cast) -> str:
    """Name the database of an installation."""
    url = cast.installation.settings["PASSERELLE_DATABASE_URL"]
    return url.partition("?")[0].rpartition("/")[2]
