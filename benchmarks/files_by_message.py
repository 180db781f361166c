"""What a directory file that an administrator sends costs: reading, showing, applying.

Prints a table by number of services: seconds of each step, for how long a transaction was held
(on SQLite others wait for it), and the longest pause of the event loop (everybody waits for it).
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.incoming import Incoming, Offered
from bot.office import Office
from bot.received import examined_ahead, taken_in
from casework.perform import perform
from conversations.dialogue import SharedFile, Unreadable
from domain.access import MemberRole, Membership
from domain.directory import Directory
from domain.organisations import Area, Organisation, OrganisationId, OrganisationKind, Team, TeamId
from domain.people import PersonId
from domain.requests.files import ApplyFile, ApplyOutcome, Examine, Examined
from locales.languages import LANGUAGES
from storage import directory, members, people
from storage.ciphers import new_key
from storage.database import Database
from storage.migrate import migrate
from storage.people import Address
from storage.types import Keys

SIZES = (500, 2000, 5000)
SERVICES_A_CENTRE = 5
TICK_S = 0.001
IOM = Organisation(OrganisationId("iom"), "IOM", OrganisationKind.IOM)
TEAM = Team(TeamId("iom/staff"), IOM.id, "Staff", Area())
ADMIN = Address("terminal", "admin")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, and the file's size in bytes."""

    size: int
    received: float
    examined: float
    applied: float
    pause: float


def content_of(services: int) -> bytes:
    """Write a directory file with so many services."""
    kinds = ("shelter", "food", "health", "legal", "education")
    centres = [
        {
            "id": f"centre-{n}",
            "name": f"Centre number {n}",
            "country": "GN",
            "city": "Conakry",
            "zone": "Africa/Conakry",
            "point": [9.5 + n / 10000, -13.6],
            "address": f"Street {n}, Conakry",
            "hours": "Mo-Fr 08:00-18:00; Sa 09:00-12:00",
            "phone": f"+000 {n:06}",
            "languages": ["fr", "sus"],
            "services": [
                {
                    "id": f"centre-{n}-{kind}",
                    "type": kind,
                    "name": f"{kind} of centre {n}, for whoever needs it",
                    "hours": "Mo-Su 07:00-20:00",
                }
                for kind in kinds
            ],
        }
        for n in range(services // SERVICES_A_CENTRE)
    ]
    return json.dumps({"passerelle": 1, "sample": True, "centres": centres}).encode()


@asynccontextmanager
async def office_in(folder: Path) -> AsyncIterator[Office]:
    """Give an office on SQLite with an administrator."""
    url = f"sqlite:///{folder / 'passerelle.db'}"
    await migrate(url)
    database = Database(url, Keys((new_key().encode(),)))
    office = Office(database, LANGUAGES, lambda: datetime.now(UTC))
    async with database.transaction() as tx:
        await directory.save(tx, Directory(organisations=(IOM,), teams=(TEAM,)))
        known = await people.find_or_add(tx, ADMIN, office.clock())
        membership = Membership(TEAM.id, IOM.id, MemberRole.ADMIN)
        await members.enrol(tx, known.id, membership, office.clock())
    yield office
    await database.close()


async def measured(services: int) -> Measured:
    """Send a file, look at the difference, apply it."""
    content = content_of(services)
    pauses: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with office_in(Path(folder)) as office:
            ticking = asyncio.create_task(tick(pauses))
            incoming = Incoming(
                ADMIN.channel, ADMIN.address, "1", Unreadable("file"), file=Offered("x", "a.json")
            )
            begun = time.perf_counter()
            taken = await taken_in(office, incoming, lambda _: given(content))
            received = time.perf_counter()
            await examined_ahead(office, taken)
            examined = time.perf_counter()
            assert isinstance(taken.given, SharedFile)
            applying = await applied(office, taken.given)
            ticking.cancel()
    return Measured(
        len(content), received - begun, examined - received, applying, max(pauses) - TICK_S
    )


async def given(content: bytes) -> bytes:
    """Stand for the channel."""
    return content


async def applied(office: Office, file: SharedFile) -> float:
    """Apply a file; give for how long the transaction was held."""
    async with office.database.transaction() as tx:
        person = await people.at(tx, ADMIN)
        work = await office.work_of(tx, person or PersonId(""))
        shown = await perform(work, Examine(file.id))
        assert isinstance(shown, Examined)
        begun = time.perf_counter()
        done = await perform(work, ApplyFile(file.id, shown.digest))
        assert done.outcome is ApplyOutcome.APPLIED
        assert done.new > 0
    return time.perf_counter() - begun


async def tick(pauses: list[float]) -> None:
    """Note how long the event loop takes to come round."""
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(TICK_S)
        pauses.append(time.perf_counter() - begun)


def main() -> None:
    """Measure each size once and print the table."""
    table = Table("services", "file", "received", "compared", "applied, held", "longest pause")
    for services in SIZES:
        found = asyncio.run(measured(services))
        seconds = (found.received, found.examined, found.applied, found.pause)
        table.add_row(
            f"{services:,}", f"{found.size / 1e6:.1f} MB", *(f"{each:.2f} s" for each in seconds)
        )
    Console().print(table)


if __name__ == "__main__":
    main()
