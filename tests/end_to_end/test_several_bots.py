"""Two bots on one PostgreSQL, a process and a database each, have nothing of each other."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

import aiohttp
import pytest
from sqlalchemy import select

from storage import tables
from tests.end_to_end.conftest import SAMPLE, Install, new_database
from tests.end_to_end.installation import Installation
from tests.end_to_end.story import ANSWERING, CASEWORKER, COLLEAGUE, OWNER, REQUEST, Cast, Step
from tests.storage import engines
from tests.telegram_server import ANY, Call, Flood, TelegramServer

pytestmark = pytest.mark.timeout(240)

IN_NIGER = "Directorate for Migration, Niger"
OTHER_TOKEN = "7373737373:BBtest_token_of_another_bot"
NO_CASE = "I have no case for you with this reference"
LINK = re.compile(r"http://\S+/desk/enter/\S+")


def in_niger(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Give the same request for Agadez, where the place is in the town that was named."""
    return tuple(_in_niger(step) for step in steps if step.presses != "Yes, ask there")


def _in_niger(step: Step) -> Step:
    if step.says == "Conakry":
        return replace(step, says="Agadez")
    if step.presses == "^1\\. Conakry":
        return replace(step, presses="^1\\. Agadez", sees="Do you have a place to sleep")
    return step


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot with those who play at it, and the request that is made there."""

    cast: Cast
    request: tuple[Step, ...]

    @property
    def here(self) -> Installation:
        """Its process, home and database."""
        return self.cast.installation

    async def play(self, steps: Iterable[Step]) -> None:
        for step in steps:
            await self.cast.play(step)

    async def references(self) -> set[str]:
        """All requests that are in its database."""
        async with self.here.transaction() as tx:
            return set(await tx.connection.scalars(select(tables.referrals.c.reference)))


async def opened(install: Install, server: TelegramServer, country: str, owner: str) -> Cast:
    """Install a bot from nothing, with the directory of one country, and enrol its team."""
    here = install(telegram=server, settings=await new_database(country))
    files = [SAMPLE / f"{name}.json" for name in ("organisations", country)]
    await here.command("directory", "import", *files)
    codes = {who: await here.invite("caseworker", owner) for who in (CASEWORKER, COLLEAGUE)}
    await here.start()
    cast = Cast(server, here)
    await cast.enrol(codes)
    return cast


@pytest.fixture
async def bots(
    install: Install, server: TelegramServer, other: TelegramServer
) -> AsyncIterator[tuple[Bot, Bot]]:
    """A bot of Guinea's and one of Niger's; each has its own of everything but the machine."""
    guinea = Bot(await opened(install, server, "guinea", OWNER), REQUEST)
    niger = Bot(await opened(install, other, "niger", IN_NIGER), in_niger(REQUEST))
    yield guinea, niger
    for each in (guinea, niger):
        await each.here.stop()
        await engines.drop(each.here.settings["PASSERELLE_DATABASE_URL"])


async def test_what_is_asked_of_one_bot_is_nowhere_at_the_other(bots: tuple[Bot, Bot]) -> None:
    guinea, niger = bots
    assert guinea.cast.person.id == niger.cast.person.id
    for each in bots:
        await each.play(each.request)
    assert (guinea.here.home / "keys").read_text() != (niger.here.home / "keys").read_text()
    for mine, theirs in ((guinea, niger), (niger, guinea)):
        assert await mine.references() == {mine.cast.reference}
        await mine.cast.caseworker.says(f"/case {theirs.cast.reference}")
        await mine.cast.caseworker.sees(NO_CASE)
        await mine.cast.person.says("/requests")
        assert theirs.cast.reference not in (await mine.cast.person.sees("")).text
        await check_desk(mine, theirs)
        said = "".join(each.transcript() for each in (mine.cast.caseworker, mine.cast.colleague))
        assert f"New request {mine.cast.reference}" in said
        assert f"New request {theirs.cast.reference}" not in said
        assert not mine.cast.server.violations


async def check_desk(mine: Bot, theirs: Bot) -> None:
    """Check that a desk shows its own case, not the other bot's, and opens no other desk."""
    await mine.cast.caseworker.says("/desk")
    link = LINK.search((await mine.cast.caseworker.sees("/desk/enter/")).text)
    assert link is not None
    # As browsers do, it shows a cookie to every port of a host.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        own, other = mine.cast.reference, theirs.cast.reference
        async with browser.post(link[0]) as answer:
            queue = await answer.text()
        assert own in queue
        assert other not in queue
        for url, status in (
            (f"{mine.here.url}/desk/case/{own}", 200),
            (f"{mine.here.url}/desk/case/{other}", 404),
            (f"{theirs.here.url}/desk/case/{other}", 401),
            (f"{theirs.here.url}/desk", 401),
        ):
            async with browser.get(url) as answer:
                assert answer.status == status, url
                assert ("Take it" in await answer.text()) is (status == 200), url


def refused(calls: Iterable[Call]) -> list[bool]:
    """Say of each call whether it was told to wait (429); the fetching of updates is no part."""
    return [
        getattr(call.outcome, "code", 0) == 429 for call in calls if call.method != "getUpdates"
    ]


async def test_while_one_bot_is_told_to_wait_the_other_goes_on(bots: tuple[Bot, Bot]) -> None:
    guinea, niger = bots
    await guinea.play(guinea.request[:4])
    await guinea.cast.server.until(lambda: not guinea.cast.server.unanswered_callbacks)
    before = len(guinea.cast.server.calls)
    guinea.cast.server.faults.respond(ANY, times=None, with_=Flood(1))
    await guinea.cast.act(guinea.request[4])
    await guinea.cast.server.until(lambda: any(refused(guinea.cast.server.calls[before:])))
    await niger.play((*niger.request, ANSWERING[0]))
    stormy = refused(guinea.cast.server.calls[before:])
    assert stormy
    assert all(stormy)
    assert not guinea.cast.person.new
    assert not any(refused(niger.cast.server.calls))
    guinea.cast.server.faults.clear()
    await guinea.cast.seen(guinea.request[4])
    await guinea.play(guinea.request[5:])


async def test_while_one_bot_is_dead_the_other_goes_on(bots: tuple[Bot, Bot]) -> None:
    guinea, niger = bots
    await guinea.play(guinea.request[:8])
    await niger.play(niger.request[:8])
    await guinea.here.kill()
    await guinea.cast.act(guinea.request[8], wait=False)
    await niger.play((*niger.request[8:], ANSWERING[0]))
    assert await niger.references() == {niger.cast.reference}
    assert await guinea.references() == set()
    await guinea.here.start_again()
    await guinea.cast.seen(guinea.request[8])
    await guinea.play((*guinea.request[9:], ANSWERING[0]))
    assert await guinea.references() == {guinea.cast.reference}
