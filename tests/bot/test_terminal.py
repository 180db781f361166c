"""The terminal: a file of this machine is sent by its path; a document is named when it comes."""

from __future__ import annotations

from pathlib import Path

from bot.app import Passerelle
from bot.terminal import CHANNEL, TerminalChat
from domain.access import MemberRole, Membership
from domain.organisations import TeamId
from storage import members, people
from storage.people import Address
from tests.conversations.play import FILES, Player
from tests.conversations.sample import sample_database


async def chat_of(player: Player, role: MemberRole) -> TerminalChat:
    """Give the terminal of a member of IOM's coordination in Guinea."""
    office = player.office
    async with office.database.transaction() as tx:
        known = await people.find_or_add(tx, Address(CHANNEL, "here"), office.clock())
        team = (await office.directory.current(tx)).team(TeamId("iom-gn-coordination"))
        await members.enrol(
            tx, known.id, Membership(team.id, team.organisation, role), office.clock()
        )
    return TerminalChat(Passerelle(office, ""), "here", "en")


async def test_a_document_is_sent_by_its_path_and_comes_back(tmp_path: Path) -> None:
    async with sample_database(tmp_path) as database:
        here = await chat_of(Player(database), MemberRole.STAFF)
        said = await here.say(f"file:{FILES / 'sop.pdf'}")
        assert "To which centre does sop.pdf belong?" in "\n".join(said)
        for words in ("Conakry", "1", "1", "1"):
            said = await here.say(words)
        assert "Attached to" in "\n".join(said)
        assert "< 📄 sop.pdf" in await here.say("SOP Conakry")


async def test_a_path_at_which_there_is_nothing_is_said(tmp_path: Path) -> None:
    async with sample_database(tmp_path) as database:
        here = await chat_of(Player(database), MemberRole.ADMIN)
        said = await here.say(f"file:{tmp_path / 'none.csv'}")
        assert "I could not get this file." in "\n".join(said)
