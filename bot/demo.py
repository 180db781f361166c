"""The demonstration: everything on one machine, with sample data and no token."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import Passerelle, opened
from bot.office import Office
from bot.sample import sample_directory
from bot.settings import Settings
from bot.terminal import CHANNEL, TerminalChat, show
from casework.codes import link_code
from domain.access import MemberRole, Membership
from domain.cannot_go_on import CannotGoOn
from domain.directory import Directory
from domain.people import PersonId
from storage import directory, members, people
from storage.ciphers import new_key
from storage.directory import Undisclosed
from storage.people import Address


class DemoFailed(CannotGoOn):
    """The scripted demonstration did not go as it should; the message says where."""


@asynccontextmanager
async def demo_installation(desk: str | None = None) -> AsyncIterator[Passerelle]:
    """Open an installation in a temporary folder, filled with the sample directory."""
    with tempfile.TemporaryDirectory(prefix="passerelle-demo-") as folder:
        async with opened(demo_settings(Path(folder)), desk) as passerelle:
            await fill(passerelle)
            yield passerelle


def demo_settings(home: Path) -> Settings:
    """Give settings that need nothing from outside; the key is as short-lived as the folder."""
    return Settings(
        home=home,
        database_url=f"sqlite:///{home / 'passerelle.db'}",
        encryption_keys=(new_key(),),
    )


async def fill(passerelle: Passerelle) -> None:
    """Store the sample directory."""
    read = sample_directory(passerelle.now())
    undisclosed = {
        centre: Undisclosed(kept.address, kept.point) for centre, kept in read.undisclosed.items()
    }
    async with passerelle.office.database.transaction() as tx:
        await directory.save(tx, read.directory, undisclosed)


async def caseworker_everywhere(passerelle: Passerelle, address: Address) -> PersonId:
    """Enrol one caseworker in every team, so that the reader sees whichever queue a request gets.

    Only for the demonstration: in a real installation a caseworker belongs to one organisation.
    """
    now = passerelle.now()
    async with passerelle.office.database.transaction() as tx:
        known = await people.find_or_add(tx, address, now)
        everything: Directory = await passerelle.office.directory.current(tx)
        for team in everything.teams:
            role = MemberRole.COORDINATOR if team.coordinates else MemberRole.CASEWORKER
            membership = Membership(team.id, team.organisation, role)
            await members.enrol(tx, known.id, membership, now)
    return known.id


class DemoPasserelle(Passerelle):
    """The demonstration, whose desk opens again and again on one link: the reader reloads it."""

    def __init__(self, office: Office, database_url: str, person: PersonId) -> None:
        super().__init__(office, database_url)
        self.desk_code = link_code()
        self._person = person

    @property
    def desk_path(self) -> str:
        """The path on which the desk opens."""
        return f"/desk/enter/{self.desk_code}"

    async def enter_desk(self, code: str) -> str | None:
        """Open the desk on the demonstration's link, as often as it is asked."""
        if code != self.desk_code:
            return await super().enter_desk(code)
        async with self.office.database.transaction() as tx:
            return await self.begin_session(tx, self._person)


# ---------------------------------------------------------------- the script


async def play_script() -> None:
    """Play one whole referral in the terminal: request, queue, accept, told. Prints both sides."""
    async with demo_installation() as passerelle:
        person = TerminalChat(passerelle, f"person-{secrets.token_hex(4)}", "en", "person     ")
        await caseworker_everywhere(passerelle, Address(CHANNEL, "caseworker"))
        caseworker = TerminalChat(passerelle, "caseworker", "en", "caseworker ")
        await Script(passerelle, person, caseworker).play()


class Script:
    """Both sides of one referral."""

    def __init__(
        self, passerelle: Passerelle, person: TerminalChat, caseworker: TerminalChat
    ) -> None:
        self.passerelle = passerelle
        self.person = person
        self.caseworker = caseworker

    async def play(self) -> None:
        """Play it, and fail loudly if a step does not bring what it should."""
        await self.says(self.person, "/start", expect="bot")
        for press, expect in REQUEST:
            await self.presses(self.person, press, expect)
        await self.hears(self.caseworker, "New request")
        await self.presses(self.caseworker, "Take it", "It is yours")
        await self.hears(self.person, "is reading your request")
        await self.presses(self.caseworker, "Accept", "What should the person do")
        await self.says(self.caseworker, INSTRUCTIONS, expect="Accepted")
        await self.hears(self.person, "says yes")

    async def says(self, side: TerminalChat, words: str, expect: str) -> None:
        """Say words; the answer must hold what is expected."""
        show([f"{side.name}> {words}", ""])
        self.check(await side.say(words), expect)

    async def presses(self, side: TerminalChat, label: str, expect: str) -> None:
        """Press the button with a label, or write the words if there is none."""
        for number, button in enumerate(side.buttons, 1):
            if label == button.label or (label in button.label and not label.isdecimal()):
                await self.says_number(side, number, button.label, expect)
                return
        await self.says(side, label, expect)

    async def says_number(self, side: TerminalChat, number: int, label: str, expect: str) -> None:
        show([f"{side.name}> [{number}] {label}", ""])
        self.check(await side.say(label if label.isdecimal() else str(number)), expect)

    async def hears(self, side: TerminalChat, expect: str) -> None:
        """Fetch what came by itself; it must hold what is expected."""
        self.check(await side.fetch(), expect)

    def check(self, lines: list[str], expect: str) -> None:
        show(lines)
        if not any(expect in line for line in lines):
            raise DemoFailed(f"expected {expect!r}")


REQUEST = (
    ("I need a place to sleep", "How old are you?"),
    ("18 to 59", "Who needs help?"),
    ("My family and me", "How many adults"),
    ("2", "How many children"),
    ("1", "Does one of these fit?"),
    ("No, go on", "Where are you?"),
    ("Conakry", "Where should I send your request?"),
    ("1.", "Shall I ask there?"),
    ("Yes, ask there", "Do you have a place to sleep?"),
    ("Not tonight", "special care"),
    ("No, go on", "Do you agree"),
    ("Yes, I agree", "How may they reach you?"),
    ("In this chat", "safe to write"),
    ("Yes, it is safe", "What name"),
    ("Amina", "This is your request"),
    ("Send it", "Your reference is"),
)

INSTRUCTIONS = "Please come today before 20:00 and ask at the gate. Bring warm clothes."
