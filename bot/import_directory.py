"""`passerelle directory import`: takes files in, with a progress bar and a report of every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.app import opened, utc_now
from bot.settings import Settings
from casework.directory_files.protocol import protocol
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RemarkKind
from domain.directory import Directory
from storage import directory as stored
from storage.directory import Saved

SHOWN_REMARKS = 3


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to import, and whether to record a data-sharing protocol until a last day."""

    files: tuple[Path, ...]
    dry_run: bool = False
    protocol: str | None = None
    until: str | None = None


async def import_directory(settings: Settings, order: ImportOrder) -> None:
    """Read, report, and store all of it or, in a dry run, nothing."""
    last = last_day(order)
    screen = Console(highlight=False, soft_wrap=True)
    async with opened(settings) as passerelle:
        office = passerelle.office
        async with office.database.transaction() as tx:
            known = await office.directory.current(tx)
        with bar(screen) as progress:
            task = progress.add_task("reading")
            found = read(
                order.files,
                known,
                passerelle.now(),
                lambda done, total: progress.update(task, completed=done, total=total),
            )
        if order.protocol is not None and last is not None:
            found = with_protocol(found, order.protocol, last)
        report(screen, found)
        if order.dry_run:
            screen.print("Nothing was stored (--dry-run).")
            return
        async with office.database.transaction() as tx:
            saved = await stored.save(tx, found.directory, found.undisclosed)
    screen.print(said(saved))
    next_steps(screen, found)


def last_day(order: ImportOrder) -> date | None:
    """Read --until; FileRefused with what to do when it and --protocol do not go together."""
    if order.protocol is None and order.until is None:
        return None
    if order.protocol is None or order.until is None:
        raise FileRefused("--protocol", "give both: --protocol NAME --until 2027-12-31")
    try:
        last = date.fromisoformat(order.until)
    except ValueError:
        words = f"{order.until!r} is no day; write it like 2027-12-31"
        raise FileRefused("--until", words) from None
    if last < utc_now().date():
        raise FileRefused("--until", f"{last} is over: such a protocol opens nothing")
    return last


def with_protocol(found: Read, name: str, last: date) -> Read:
    """Add a protocol, with both clauses, among the organisations that were read."""
    countries = sorted({centre.country for centre in found.directory.centres})
    parties = found.directory.organisations
    agreed = tuple(protocol(name, last, parties, country) for country in countries)
    opened_gates = tuple(r for r in found.warnings if r.kind is not RemarkKind.GATE_CLOSED)
    directory = found.directory + Directory(agreements=agreed)
    return replace(found, directory=directory, warnings=opened_gates)


def bar(screen: Console) -> Progress:
    """Make the progress bar; without a terminal it prints its end only."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=screen
    )


def report(screen: Console, found: Read) -> None:
    """Print what was read, every refused row with why, and what should be looked at."""
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(found.seen.items()))
    screen.print(f"Read: {counts}")
    for row in found.refused:
        place = f"{row.file}, row {row.row}, {row.field}"
        screen.print(f"Refused: {place} = {row.value!r}: {row.words} {row.advice}", markup=False)
    screen.print(f"Refused rows: {len(found.refused)}")
    for kind in sorted(found.warnings_by_kind):
        remarks = [each for each in found.warnings if each.kind is kind]
        screen.print(f"To look at: {len(remarks)} × {kind.value}", markup=False)
        for remark in remarks[:SHOWN_REMARKS]:
            at = f"{remark.file}, row {remark.row}: " if remark.row else ""
            screen.print(f"  {at}{remark.words}", markup=False)
        if len(remarks) > SHOWN_REMARKS:
            screen.print(f"  … and {len(remarks) - SHOWN_REMARKS} more")


def next_steps(screen: Console, found: Read) -> None:
    """Say what is still missing before requests can reach anybody."""
    kinds = set(found.warnings_by_kind)
    if RemarkKind.NO_TEAM in kinds:
        screen.print("Next, for each organisation that takes requests:")
        screen.print("  passerelle invite --role caseworker --organisation NAME", markup=False)
    if RemarkKind.NO_COORDINATOR in kinds:
        screen.print("Next, for what cannot be routed (until then nobody receives it):")
        screen.print("  passerelle invite --role coordinator --organisation NAME", markup=False)


def said(saved: Saved) -> str:
    """Say what was stored."""
    return f"Stored: {saved.new} new, {saved.changed} changed, {saved.unchanged} as before."
