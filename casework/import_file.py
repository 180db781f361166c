"""Taking a file that was sent into the directory: what it would change, then all of it or nothing.

Reading is work for the processor, so it is done in a thread: nobody else waits for it. What a
file would change is kept beside it, and found out anew when the directory is another one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from casework.directory_files.reading import ACCEPTED, read
from casework.directory_files.report import FileRefused, Read
from casework.files import own_file
from casework.workplace import Work
from domain.directory import Directory
from domain.documents import MEGABYTE, FileId
from domain.requests.files import (
    Applied,
    ApplyFile,
    ApplyOutcome,
    ChangedFact,
    Counted,
    Examine,
    Examined,
    FileProblem,
    FileUse,
    RefusedFact,
    ToLookAt,
    Unusable,
)
from domain.services import Service, ServiceStatus
from storage import directory as stored
from storage import files
from storage.files import KeptFile

LARGEST_IMPORT = 5 * MEGABYTE
MOST_SERVICES = 5000
LISTED = 5
LONGEST_PATH = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """What was read, what it would change, and the services that are gone from it."""

    read: Read
    examined: Examined
    gone: tuple[Service, ...]


def examined(content: bytes, name: str, known: Directory, at: datetime) -> Difference | Unusable:
    """Read a file and compare it with the directory; no database, so it may run in a thread.

    `at`: the instant at which the file came, so that reading it again gives the same.
    """
    if len(content) > LARGEST_IMPORT:
        return Unusable(FileProblem.TOO_LARGE)
    try:
        found = read_content(content, name, known, at)
    except FileRefused as refused:
        return Unusable(FileProblem.UNREADABLE, refused.words.removesuffix(ACCEPTED).strip(" ."))
    if len(found.directory.services) > MOST_SERVICES:
        return Unusable(FileProblem.TOO_MANY)
    if not found.refused and not any(getattr(found.directory, f.name) for f in fields(Directory)):
        return Unusable(FileProblem.NOTHING)
    return difference(known, found)


def read_content(content: bytes, name: str, known: Directory, at: datetime) -> Read:
    """Read a file that is in memory; it is on disk only while it is read, for this user alone."""
    stem, dot, ending = name.rpartition(".")
    short = f"{(stem or ending)[:LONGEST_PATH]}{dot}{ending[:LONGEST_PATH]}" if dot else name[:100]
    with TemporaryDirectory(prefix="passerelle-file-") as folder:
        path = Path(folder) / short
        path.write_bytes(content)
        return read([path], known, at)


# ---------------------------------------------------------------- comparing


def difference(known: Directory, found: Read) -> Difference:
    """Compare what was read with what is known, fact by fact, by stable id."""
    new: list[tuple[str, Any]] = []
    changed: list[tuple[str, Any, tuple[str, ...]]] = []
    unchanged = 0
    for kind, before, after in compared(known, found.directory):
        if before is None:
            new.append((kind, after))
        elif before != after:
            changed.append((kind, after, differing(before, after)))
        else:
            unchanged += 1
    gone = tuple(services_gone(known, found.directory))
    told = Examined(
        digest=digest_of(found, new, changed, gone),
        new=counted([kind for kind, _ in new]),
        changed=counted([kind for kind, _, _ in changed]),
        unchanged=unchanged,
        gone=len(gone),
        refused=len(found.refused),
        first_changed=tuple(ChangedFact(named(fact), names) for _, fact, names in changed[:LISTED]),
        first_gone=tuple(service.name for service in gone[:LISTED]),
        first_refused=tuple(
            RefusedFact(row.file, row.row, row.field, row.value, row.reason.value)
            for row in found.refused[:LISTED]
        ),
        to_look_at=tuple(
            ToLookAt(kind.value, count) for kind, count in sorted(found.warnings_by_kind.items())
        ),
    )
    return Difference(found, told, gone)


def compared(known: Directory, found: Directory) -> Iterator[tuple[str, Any, Any]]:
    """Walk over what was read: its kind, the known fact of the same id or None, and the fact."""
    for kind in stored.KINDS:
        before = {kind.key(fact): fact for fact in getattr(known, kind.field)}
        for fact in getattr(found, kind.field):
            yield kind.field, before.get(kind.key(fact)), fact


def differing(before: Any, after: Any) -> tuple[str, ...]:
    """Name the fields that differ."""
    names = (each.name for each in fields(after))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def services_gone(known: Directory, found: Directory) -> Iterator[Service]:
    """List the active services at places whose services the file lists, but not these."""
    named_here = {service.id for service in found.services}
    for centre in sorted({service.centre for service in found.services}):
        for service in known.services_of(centre):
            if service.id not in named_here and service.status is ServiceStatus.ACTIVE:
                yield service


def counted(kinds: list[str]) -> Counted:
    """Count facts by kind."""
    centres, services = kinds.count("centres"), kinds.count("services")
    return Counted(centres, services, len(kinds) - centres - services)


def named(fact: Any) -> str:
    """Give a name that people know a fact by, else its id or place."""
    return str(getattr(fact, "name", "") or getattr(fact, "id", "") or getattr(fact, "centre", ""))


def digest_of(found: Read, new: list[Any], changed: list[Any], gone: tuple[Service, ...]) -> str:
    """Give what stands for exactly this difference, whatever else the directory holds."""
    facts = msgspec.json.encode(
        [new, changed, [service.id for service in gone], dict(found.undisclosed)],
        order="deterministic",
    )
    return hashlib.sha256(facts).hexdigest()[:16]


# ---------------------------------------------------------------- the use cases


@dataclass(frozen=True, slots=True)
class ToExamine:
    """A file to be compared with the directory of a version."""

    file: KeptFile
    content: bytes
    known: Directory
    version: int

    async def examined(self) -> Difference | Unusable:
        """Compare it, in a thread."""
        at = self.file.received
        return await asyncio.to_thread(examined, self.content, self.file.name, self.known, at)


async def examine(work: Work, request: Examine) -> Examined | Unusable | None:
    """Say what a file would change in the directory as it stands."""
    file = await own_file(work, request.file, FileUse.IMPORT)
    if file is None:
        return None
    task = await yet_to_examine(work, file.id)
    if task is not None:
        await keep_examined(work, task, await task.examined())
    version = await stored.version(work.tx)
    kept = await files.examined_at(work.tx, file.id, version)
    return decoded(kept) if kept is not None else None


async def yet_to_examine(work: Work, file: FileId) -> ToExamine | None:
    """Give what is needed to read a file outside a transaction; None if that is not needed."""
    kept = await own_file(work, file, FileUse.IMPORT)
    version = await stored.version(work.tx)
    if kept is None or await files.examined_at(work.tx, file, version) is not None:
        return None
    content = await files.content_of(work.tx, file) or b""
    return ToExamine(kept, content, work.directory, version)


async def keep_examined(work: Work, task: ToExamine, found: Difference | Unusable) -> None:
    """Keep what a file would change, so that the turn that asks for it need not read it."""
    told = found.examined if isinstance(found, Difference) else found
    await files.keep_examined(work.tx, task.file.id, task.version, encoded(told))


async def apply_file(work: Work, request: ApplyFile) -> Applied:
    """Take a file in if it would change what was shown, in this one transaction."""
    file = await own_file(work, request.file, FileUse.IMPORT)
    if file is None:
        await work.note("import file", request.file, allowed=False)
        return Applied(ApplyOutcome.REFUSED)
    await work.tx.lock("directory")
    if work.tx.is_postgresql:  # another process may have changed it since this one looked
        work = replace(work, directory=await stored.load(work.tx))
    content = await files.content_of(work.tx, file.id) or b""
    task = ToExamine(file, content, work.directory, await stored.version(work.tx))
    found = await task.examined()
    if not isinstance(found, Difference) or found.examined.digest != request.digest:
        await keep_examined(work, task, found)  # what is shown next is this
        return Applied(ApplyOutcome.ANOTHER_DIFFERENCE)
    unlist = found.gone if request.unlist and not found.examined.refused else ()
    closed = tuple(replace(service, status=ServiceStatus.INACTIVE) for service in unlist)
    saved = await stored.save(
        work.tx, found.read.directory + Directory(services=closed), found.read.undisclosed
    )
    await files.drop(work.tx, file.id)
    changed = saved.changed - len(closed)
    details = f"{saved.new} new, {changed} changed, {len(closed)} unlisted"
    await work.note("import file", file.id, allowed=True, details=details)
    return Applied(ApplyOutcome.APPLIED, saved.new, changed, len(closed))


def encoded(told: Examined | Unusable) -> bytes:
    """Write down what a file would change."""
    return msgspec.json.encode([isinstance(told, Examined), told])


def decoded(kept: bytes) -> Examined | Unusable:
    """Read what was written down."""
    usable, told = msgspec.json.decode(kept)
    return msgspec.convert(told, Examined) if usable else msgspec.convert(told, Unusable)
