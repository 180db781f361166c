"""`passerelle directory import`: takes files in, with a progress bar and a report of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.installation import installed, utc_now
from bot.settings import Settings
from casework.directory_files.checks import merged
from casework.directory_files.difference import Difference, Entry, difference, without_gone
from casework.directory_files.empty_template import empty_template
from casework.directory_files.protocol import protocol
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RemarkKind
from domain.directory import Directory
from storage import directory as stored
from storage.directory import Saved

SHOWN_REMARKS = 3
SHOWN_ENTRIES = 5


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to import, and whether to record a data-sharing protocol until a last day.

    `strict`: nothing is stored if any row is refused. `remove_gone`: what the dataset no longer
    has is over. `source`: the dataset's name, for files whose name changes.
    """

    files: tuple[Path, ...]
    dry_run: bool = False
    strict: bool = False
    remove_gone: bool = False
    source: str = ""
    protocol: str | None = None
    until: str | None = None


async def import_directory(settings: Settings, order: ImportOrder) -> None:
    """Read, report, and store all of it or, in a dry run, nothing."""
    last = last_day(order)
    screen = Console(highlight=False, soft_wrap=True)
    async with installed(settings) as office:
        async with office.database.transaction() as tx:
            known = await office.directory.current(tx)
            version = await stored.version(tx)
        with bar(screen) as progress:
            task = progress.add_task(
                "reading", total=None
            )  # it moves before the number of rows is known
            found = read(
                order.files,
                known,
                office.clock(),
                lambda done, total: progress.update(task, completed=done, total=total),
                order.source,
            )
        if order.protocol is not None and last is not None:
            found = with_protocol(found, order.protocol, last)
        report(screen, found)
        changes = difference(known, found)
        show_difference(screen, changes)
        kept_back = why_not_stored(order, changes)
        if kept_back:
            screen.print(kept_back)
            return
        over = without_gone(known, changes) if order.remove_gone else Directory()
        async with office.database.transaction() as tx:
            await tx.lock("directory")
            if await stored.version(tx) != version:
                words = "it was changed while the files were read; nothing was stored, import again"
                raise FileRefused("The directory", words)
            saved = await stored.save(tx, merged(found.directory, over), found.undisclosed)
    screen.print(said(saved))
    next_steps(screen, found)


def why_not_stored(order: ImportOrder, changes: Difference) -> str:
    """Say why nothing is stored; empty when it is."""
    if order.dry_run:
        return "Nothing was stored (--dry-run)."
    if order.strict and changes.refused:
        return "Nothing was stored: rows were refused (--strict). Mend them and import again."
    return ""


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


def show_difference(screen: Console, changes: Difference) -> None:
    """Print what is new, changed and gone, the first few by name."""
    for title, entries in (
        ("New", changes.new),
        ("Changed", changes.changed),
        ("Gone", changes.gone),
    ):
        counted = Counter(each.kind for each in entries)
        counts = ", ".join(f"{number} {kind}" for kind, number in counted.items()) or "nothing"
        screen.print(f"{title}: {counts}")
        if title != "New":
            for entry in entries[:SHOWN_ENTRIES]:
                screen.print(f"  {entry_line(entry)}", markup=False)
            if len(entries) > SHOWN_ENTRIES:
                screen.print(f"  … and {len(entries) - SHOWN_ENTRIES} more")
    screen.print(f"As before: {changes.unchanged}")
    if changes.gone:
        screen.print(
            "Gone means: a dataset brought it before and no longer has it. It is shown until an "
            "import with --remove-gone, which needs a file without refused rows."
        )


def entry_line(entry: Entry) -> str:
    """Say which fact it is, and which of its fields change."""
    named = f"{entry.name} ({entry.id})" if entry.name else entry.id
    return f"{named}: {', '.join(entry.fields)}" if entry.fields else named


def next_steps(screen: Console, found: Read) -> None:
    """Say what is still missing before requests can reach anybody."""
    kinds = set(found.warnings_by_kind)
    if RemarkKind.NO_TEAM in kinds:
        screen.print("Next, for each organisation that takes requests:")
        screen.print("  passerelle invite --role caseworker --organisation NAME", markup=False)
    if kinds & {RemarkKind.NO_MANAGER, RemarkKind.MANAGEMENT_NOT_TAKEN}:
        screen.print("Next, to say who manages the centres:")
        screen.print("  passerelle directory template FILE.csv --management, and import it")
    if RemarkKind.NO_COORDINATOR in kinds:
        screen.print("Next, for what cannot be routed (until then nobody receives it):")
        screen.print("  passerelle invite --role coordinator --organisation NAME", markup=False)


def said(saved: Saved) -> str:
    """Say what was stored."""
    return f"Stored: {saved.new} new, {saved.changed} changed, {saved.unchanged} as before."


def write_template(path: Path, *, management: bool = False) -> None:
    """Write an empty table to fill in; FileRefused for a file that is there, or another ending."""
    content = empty_template(path.name, management=management)
    try:
        if path.exists():
            raise FileRefused(str(path), "there is such a file already; give another name.")
        path.write_bytes(content)
    except OSError as wrong:
        raise FileRefused(str(path), f"it cannot be written: {wrong.strerror}.") from None
