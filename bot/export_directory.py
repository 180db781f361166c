"""`passerelle directory export`: the directory as a file, for partners and a later import."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.import_directory import bar
from bot.installation import installed
from bot.settings import Settings
from casework.directory_export.disclosed import Reader, disclosed
from casework.directory_export.files import ExportFormat, export, why_not_there
from casework.directory_files.report import FileRefused
from domain.centres import AddressRule


async def export_directory(
    settings: Settings, kind: ExportFormat, target: Path, *, force: bool
) -> None:
    """Write the directory to a file, or for HSDS a folder; FileRefused says what is in the way."""
    reason = why_not_there(kind, target, force=force)
    if reason:
        raise FileRefused(str(target), reason)
    screen = Console(highlight=False, soft_wrap=True)
    async with installed(settings) as office:
        async with office.database.transaction() as tx:
            directory = await office.directory.current(tx)
        now = office.clock()
    with bar(screen) as progress:
        task = progress.add_task("writing")
        export(
            kind,
            target,
            directory,
            now,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    shown = disclosed(directory, Reader.PARTNERS, now)
    screen.print(f"Written: {len(shown.services)} services to {target}", markup=False)
    confidential = len(directory.services) - len(shown.services)
    if confidential:
        screen.print(f"Left out: {confidential} services that are confidential.")
    hidden = sum(each.address_rule is not AddressRule.PUBLIC for each in shown.centres)
    if hidden:
        screen.print(f"Without address: {hidden} centres whose address is not public.")
