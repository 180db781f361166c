"""Two processes for one bot: one fetches and sends; when it is killed the other one goes on."""

from __future__ import annotations

import asyncio

import pytest

from tests.end_to_end.conftest import Install, OpenStory
from tests.end_to_end.installation import PATIENCE_S, Installation
from tests.end_to_end.story import PERSON, SAMPLE, STORY
from tests.telegram_server import Timeout

ELECTED = "elected"


async def elected(installation: Installation, times: int = 1) -> None:
    """Wait until a process has taken over."""
    async with asyncio.timeout(PATIENCE_S):
        while installation.log.count(ELECTED) < times:  # noqa: ASYNC110 - a process's log
            await asyncio.sleep(0.05)


async def another(working: Installation, install: Install) -> Installation:
    """Start a second process beside one, on the same database."""
    settings = {"PASSERELLE_DATABASE_URL": working.settings["PASSERELLE_DATABASE_URL"]}
    waiting = install(working.home, settings=settings)
    await waiting.start()
    return waiting


@pytest.mark.timeout(300)
async def test_the_other_takes_over_within_seconds(
    open_story_on_postgresql: OpenStory, install: Install
) -> None:
    cast = await open_story_on_postgresql()
    working = cast.installation
    waiting = await another(working, install)
    turns = {working: 1, waiting: 0}
    for step in STORY:
        if step not in SAMPLE:
            await cast.play(step)
            continue
        # It has committed, and its reply is on the way, when it dies.
        lost = Timeout(20.0)
        cast.server.faults.respond("sendMessage", cast.of(step.who), with_=lost)
        await cast.act(step, wait=False)
        await working.kill()
        await cast.installation.leases_end()
        working, waiting = waiting, working
        turns[working] += 1
        await elected(working, turns[working])
        await cast.seen(step)
        await waiting.start()
    await cast.check()
    for each in (working, waiting):
        cast.installation = each
        cast.check_log()
        await each.stop()


@pytest.mark.timeout(120)
async def test_one_that_is_stopped_leaves_its_duty_at_once(
    open_story_on_postgresql: OpenStory, install: Install
) -> None:
    cast = await open_story_on_postgresql()
    first = cast.installation
    second = await another(first, install)
    assert ELECTED not in second.log
    await cast.play(STORY[0])
    await first.stop()
    await elected(second)
    for step in STORY[1:4]:
        assert step.who == PERSON
        await cast.play(step)
    assert not cast.server.violations
    await second.stop()
