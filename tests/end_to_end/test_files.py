"""Files by message in the running program: a directory applied, a document attached and fetched."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from storage import directory
from storage.tables import received_files
from tests.conversations.play import FILES
from tests.end_to_end.conftest import Install, Prepared
from tests.end_to_end.installation import Installation
from tests.telegram_server import Person, TelegramServer

DIRECTORY, PDF = (FILES / "conakry.json").read_bytes(), (FILES / "sop.pdf").read_bytes()
NEW_SERVICE = "A bus to the hospital"

pytestmark = pytest.mark.timeout(240)


@dataclass
class Staff:
    """A running installation with an administrator, and with a stranger."""

    here: Installation
    admin: Person
    stranger: Person

    async def services(self) -> list[str]:
        """Name the services of the directory."""
        async with self.here.transaction() as tx:
            return [service.name for service in (await directory.load(tx)).services]

    async def files_kept(self) -> int:
        """Count the files that wait to be used."""
        async with self.here.transaction() as tx:
            count = select(func.count()).select_from(received_files)
            return int(await tx.connection.scalar(count) or 0)

    async def killed_before_commit(self) -> None:
        """Wait for the kill that was ordered, and start again."""
        await self.here.died()
        self.here.cut.unlink()
        await self.here.start_again()


@pytest.fixture
async def staff(server: TelegramServer, install: Install, prepared: Prepared) -> Staff:
    """An administrator of an installation with the sample directory."""
    here = install(prepared.home)
    code = await here.invite("admin", "IOM", "IOM Guinea, coordination")
    await here.start()
    admin = server.person("Ada", language_code="en")
    await admin.says(f"/join {code}")
    await admin.sees("Welcome")
    return Staff(here, admin, server.person("Sam", language_code="en"))


async def test_a_directory_is_applied_and_a_document_attached_and_fetched(
    server: TelegramServer, staff: Staff
) -> None:
    admin = staff.admin
    await admin.sends_document("conakry.json", DIRECTORY)
    await admin.sees("This is what conakry.json would change")
    await admin.presses("Do not apply")
    await admin.sees("Nothing was changed")
    assert NEW_SERVICE not in await staff.services()
    await admin.sends_document("conakry.json", DIRECTORY, "the new list")
    await admin.sees("New: 1 service")
    await admin.presses("✅ Apply")
    await admin.sees("Applied, all of it")
    assert NEW_SERVICE in await staff.services()

    await admin.sends_document("SOP é.pdf", PDF)
    await admin.sees("To which centre")
    await admin.says("Conakry")
    await admin.presses("Procedures")
    await admin.presses("Also the organisations")
    await admin.presses("Attach it")
    await admin.sees("Attached to Conakry")
    await admin.says("SOP Conakry")
    shown = await admin.sees("^SOP é.pdf$")
    assert shown.file is not None
    assert (shown.file.name, shown.file.content) == ("SOP é.pdf", PDF)
    assert shown.protect_content

    await staff.stranger.sends_document("SOP.pdf", PDF)
    await staff.stranger.sees("I cannot open files")
    await staff.stranger.says("/centre SOP Conakry")
    await staff.stranger.sees("I have no document of this centre for you")
    assert len(server.calls_of("getFile")) == 3
    assert await staff.files_kept() == 0
    assert not server.violations
    assert server.token not in staff.here.log
    assert "SOP é" not in staff.here.log
    assert await staff.here.stop() == 0


async def test_a_kill_before_the_commit_keeps_a_file_once_and_applies_it_once(
    server: TelegramServer, staff: Staff
) -> None:
    admin = staff.admin
    staff.here.cut.touch()
    sent = await admin.sends_document("conakry.json", DIRECTORY, wait=False)
    await staff.killed_before_commit()
    await server.confirmed(sent)
    await admin.sees("New: 1 service")
    assert await staff.files_kept() == 1
    assert len(server.calls_of("getFile")) == 1, "it was kept before the kill"
    staff.here.cut.touch()
    pressed = await admin.presses("✅ Apply", wait=False)
    await staff.here.died()
    assert NEW_SERVICE not in await staff.services()
    staff.here.cut.unlink()
    await staff.here.start_again()
    await server.confirmed(pressed)
    await admin.sees("Applied, all of it")
    assert (await staff.services()).count(NEW_SERVICE) == 1
    assert await staff.files_kept() == 0
