"""The desk over the real use cases: three of a team and one of another share a request."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.app import Passerelle
from bot.web.site import build_site
from domain.referrals import State
from domain.requests.working import DeskLink
from storage import people, referrals
from tests.bot.web.visitor import Visitor
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

SIDES = {
    "caseworker": TEAM,
    "colleague": TEAM,
    "supervisor": TEAM,
    "outsider": "iom-gn-coordination",
}


class AtWork:
    """A request in the queue of a team, and everybody's browser at the desk."""

    def __init__(self, player: Player, server: BaseTestServer) -> None:
        self.player = player
        self.browsers = {side: Visitor(server) for side in SIDES}
        self.reference = player.values["reference"]

    async def enter(self, side: str) -> None:
        """Come in by a link that the bot gave."""
        async with self.player.database.transaction() as tx:
            address, now = self.player.side(side).address, self.player.clock()
            whom = (await people.find_or_add(tx, address, now)).id
        link = await self.player.office.perform_for(whom, DeskLink())
        await self.browsers[side].posts(link.url.removeprefix("https://desk.example"))

    async def looks(self, side: str) -> str:
        """Open the case; give the words of the page."""
        browser = self.browsers[side]
        await browser.goes(f"/desk/case/{self.reference}")
        return browser.text

    async def does(self, side: str, move: str, **fields: str) -> str:
        """Send a form of the page that is open; give the words of the next one."""
        browser = self.browsers[side]
        seen = re.search(r'name="version" value="(\d+)"', browser.page)
        version = {"version": seen[1]} if seen else {}
        await browser.posts(f"/desk/case/{self.reference}/{move}", fields | version)
        return browser.text

    async def stands(self) -> State:
        async with self.player.database.transaction() as tx:
            found = await referrals.by_reference(tx, self.reference)
        assert found is not None
        return found.state


def named(page: str, pattern: str) -> str:
    """Find by whom a form names somebody."""
    found = re.search(pattern, page)
    assert found is not None
    return found[1]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[AtWork]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(sample_database(tmp_path))
        player = Player(database, direct=direct)
        await direct(player, "meanwhile the ministry reviews declines")
        for side, team in SIDES.items():
            role = "supervisor" if side == "supervisor" else "caseworker"
            await direct(player, f"{side} is {role} of {team}")
        await direct(player, "caseworker is called Mamadou")
        await direct(player, "colleague is called Fatou")
        await player.play(UP_TO_THE_SUMMARY + SENT)
        site = build_site(Passerelle(player.office, ""), b"secret", secure_cookies=False)
        work = AtWork(player, await stack.enter_async_context(TestServer(site)))
        for side, browser in work.browsers.items():
            stack.push_async_callback(browser.close)
            await work.enter(side)
        yield work


async def test_a_no_is_proposed_given_back_and_agreed_to(desk: AtWork):
    assert "I have no case for you" in await desk.looks("outsider")
    await desk.looks("caseworker")
    await desk.does("caseworker", "claim")
    said = await desk.does("caseworker", "decline", reason="full")
    assert "A colleague looks at it first." in said
    assert "not possible" in await desk.does("caseworker", "agree_to_no", reason="full")
    assert "no case for you" in await desk.does("outsider", "agree_to_no", reason="full")
    assert "wants to decline" in await desk.looks("colleague")
    said = await desk.does("colleague", "give_back", reason="full", word="Two are free.")
    assert "It is with your colleague again" in said
    assert "Two are free." in await desk.looks("caseworker")
    await desk.does("caseworker", "decline", reason="full")
    await desk.looks("supervisor")
    assert "Declined." in await desk.does("supervisor", "agree_to_no", reason="full")
    assert await desk.stands() is State.DECLINED
    await desk.player.play("< we are sorry")


async def test_a_case_is_given_to_a_colleague_and_an_old_page_changes_nothing(desk: AtWork):
    await desk.looks("caseworker")
    await desk.does("caseworker", "claim")
    page = await desk.looks("supervisor")
    assert "Mamadou has it." in page
    assert "Fatou · 0 cases" in page
    fatou = named(desk.browsers["supervisor"].page, r'value="(\w+)" required> <bdi>[^<]*Fatou')
    assert "Both of you" in await desk.does("supervisor", "reassign", colleague=fatou)
    assert "Fatou has it." in await desk.looks("supervisor")
    late = await desk.does("caseworker", "accept", instructions="Come at ten.")
    assert "This case has changed meanwhile" in late
    assert desk.browsers["caseworker"].status == 409
    assert await desk.stands() is State.CLAIMED
    await desk.looks("colleague")
    assert "Accepted." in await desk.does("colleague", "accept", instructions="Come at ten.")


async def test_only_who_may_sees_a_team_and_notes_an_absence(desk: AtWork):
    supervisor, colleague = desk.browsers["supervisor"], desk.browsers["colleague"]
    await supervisor.goes("/desk/team")
    mamadou = named(supervisor.page, r'-(\w+)-who"><bdi>[^<]*Mamadou')
    await colleague.goes("/desk/team")
    assert "Mamadou" not in colleague.text
    absence = {"person": mamadou, "last_day": "2026-11-27"}
    await colleague.posts("/desk/team/away", absence)
    assert "This is not possible for you now." in colleague.text
    await supervisor.posts("/desk/team/away", absence)
    assert "away until" in supervisor.text
