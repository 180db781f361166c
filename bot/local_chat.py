"""`passerelle chat`: the terminal on the installation's own data, in one of three parts.

Whoever can run it has the machine, its database and its keys; enrolment is therefore implied.
"""

from __future__ import annotations

from bot.app import Passerelle, opened
from bot.settings import Settings
from bot.terminal import CHANNEL, TerminalChat, chat
from casework.enrol import invite
from domain.access import MemberRole, Membership
from storage import members, people
from storage.people import Address


async def local_chat(
    settings: Settings, role: str, organisation: str, language: str | None
) -> None:
    """Talk as a person, or as a caseworker or staff of an organisation."""
    async with opened(settings, settings.local_base) as passerelle:
        address = "person" if role == "person" else f"{role}:{organisation.casefold()}"
        if role != "person":
            await enrol_here(passerelle, address, MemberRole(role), organisation)
        here = TerminalChat(passerelle, address, language)
        if language is not None:
            await here.say(f"/language {language}")
        await chat(here)


async def enrol_here(
    passerelle: Passerelle, address: str, role: MemberRole, organisation: str
) -> None:
    """Make the terminal's user a member of the organisation's team."""
    office = passerelle.office
    async with office.database.transaction() as tx:
        directory = await office.directory.current(tx)
        invited = await invite(tx, directory, role, organisation, None, office.clock())
        known = await people.find_or_add(tx, Address(CHANNEL, address), office.clock())
        mine = await members.memberships_of(tx, known.id)
        if not any(m.team == invited.team.id and m.role is role for m in mine):
            membership = Membership(invited.team.id, invited.organisation.id, role)
            await members.enrol(tx, known.id, membership, office.clock())
