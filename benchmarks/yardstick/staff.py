"""`python -m benchmarks.yardstick.staff NUMBER`: so many caseworkers on duty in each team."""

from __future__ import annotations

import asyncio
import itertools
import sys

from bot.app import opened
from bot.settings import load_settings
from domain.access import MemberRole, Membership
from storage import members, people
from storage.people import Address


async def enrol(number: int) -> None:
    """Enrol them in the installation that the environment names; their chats are nobody's."""
    chats = itertools.count(9_000_000_000)
    async with opened(load_settings()) as passerelle:
        office = passerelle.office
        async with office.database.transaction() as tx:
            for team in (await office.directory.current(tx)).teams:
                for _ in range(number):
                    address = Address("telegram", str(next(chats)))
                    who = await people.find_or_add(tx, address, office.clock())
                    part = Membership(team.id, team.organisation, MemberRole.CASEWORKER)
                    await members.enrol(tx, who.id, part, office.clock())


if __name__ == "__main__":
    asyncio.run(enrol(int(sys.argv[1])))
