"""Taking a file that was sent into the directory: what it would change, then all of it or nothing.

Reading is work for the processor, so it is done in a thread: nobody else waits for it. What a
file would change is kept beside it, and found out anew when the directory is another one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from casework.directory_files.difference import Difference, Entry, difference, without_gone
from casework.directory_files.documents import Document
from casework.directory_files.formats import ACCEPTED
from casework.directory_files.management_lines import dated_facts
from casework.directory_files.report import FileRefused, Read, RefusedReason
from casework.files import own_file
from casework.workplace import Work
from domain.access import Actor, may_manage
from domain.directory import Directory
from domain.documents import MEGABYTE, FileId, may_import
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
from storage import directory as stored
from storage import files
from storage.directory_records import KINDS
from storage.files import KeptFile

LARGEST_IMPORT = 5 * MEGABYTE
MOST_SERVICES = 5000
LISTED = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """What was read, and what it would change."""

    read: Read
    difference: Difference
    digest: str


# ---------------------------------------------------------------- reading, in a thread


def compared(
    content: bytes, name: str, known: Directory, at: datetime, actor: Actor
) -> Compared | Unusable:
    """Read a file and compare it with the directory; no database, so it may run in a thread.

    `at`: the instant at which the file came, so that reading it again gives the same. `actor`:
    takes in what they may; whoever is no administrator, only management of centres in their care.
    """
    if len(content) > LARGEST_IMPORT:
        return Unusable(FileProblem.TOO_LARGE)
    try:
        from casework.directory_files.reading import read

        found = read([Document(name, content)], known, at, may=partial(may_manage, actor))
    except FileRefused as refused:
        return Unusable(FileProblem.UNREADABLE, refused.words.removesuffix(ACCEPTED).strip(" ."))
    if not (found.is_management or may_import(actor)):
        return Unusable(FileProblem.ONLY_MANAGEMENT)
    if len(found.directory.services) > MOST_SERVICES:
        return Unusable(FileProblem.TOO_MANY)
    if not (found.refused or found.same) and not any(
        getattr(found.directory, f.name) for f in fields(Directory)
    ):
        return Unusable(FileProblem.NOTHING)
    changes = difference(known, found)
    if found.is_management:
        changes = replace(changes, unchanged=found.same)
    return Compared(found, changes, digest_of(found, changes))


def digest_of(found: Read, changes: Difference) -> str:
    """Give what stands for exactly this difference, whatever else the directory holds."""
    told = [list(new_values(found, changes)), changes.gone, dict(found.undisclosed)]
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()[:16]


def new_values(found: Read, changes: Difference) -> Iterator[Any]:
    """Give every new fact, and of every changed one the values that change."""
    new = {(each.kind, each.id) for each in changes.new}
    changed = {(each.kind, each.id): each.fields for each in changes.changed}
    for kind in KINDS:
        for fact in getattr(found.directory, kind.field):
            key = (kind.field, kind.key(fact))
            if key in new:
                yield key, fact
            elif key in changed:
                yield key, {name: getattr(fact, name) for name in changed[key]}


# ---------------------------------------------------------------- what is shown of it


def shown(found: Compared, known: Directory, addresses: int) -> Examined:
    """Count what would change, and list the first few; `addresses`: undisclosed ones that do."""
    changes = found.difference
    warnings = sorted(found.read.warnings_by_kind.items())
    return Examined(
        digest=found.digest,
        new=counted(changes.new),
        changed=counted(changes.changed),
        gone=counted(changes.gone),
        addresses=addresses,
        unchanged=changes.unchanged,
        refused=len(changes.refused),
        first_changed=tuple(
            ChangedFact(each.name or each.id, each.fields) for each in changes.changed[:LISTED]
        ),
        first_gone=tuple(each.name or each.id for each in changes.gone[:LISTED]),
        first_refused=tuple(
            RefusedFact(row.file, row.row, row.field, row.value, row.reason.value)
            for row in changes.refused[:LISTED]
        ),
        to_look_at=tuple(ToLookAt(kind.value, count) for kind, count in warnings),
        dated=dated_facts(found.read, known) if found.read.is_management else None,
    )


def counted(entries: Sequence[Entry]) -> Counted:
    """Count facts by kind."""
    kinds = [each.kind for each in entries]
    centres, services = kinds.count("centres"), kinds.count("services")
    return Counted(centres, services, len(kinds) - centres - services)


async def addresses_changed(work: Work, found: Read) -> int:
    """Count the undisclosed addresses of a file that are not those that are kept."""
    different = 0
    for centre, address in found.undisclosed.items():
        different += await stored.undisclosed_address(work.tx, centre) != address
    return different


# ---------------------------------------------------------------- the use cases


@dataclass(frozen=True, slots=True)
class ToExamine:
    """A file to be compared with the directory of a version."""

    file: KeptFile
    content: bytes
    known: Directory
    version: int
    actor: Actor

    async def compared(self) -> Compared | Unusable:
        """Compare it, in a thread."""
        at = self.file.received
        return await asyncio.to_thread(
            compared, self.content, self.file.name, self.known, at, self.actor
        )


async def examine(work: Work, request: Examine) -> Examined | Unusable | None:
    """Say what a file would change in the directory as it stands."""
    file = await own_file(work, request.file, FileUse.IMPORT)
    if file is None:
        return None
    task = await yet_to_examine(work, file.id)
    if task is not None:
        await keep_examined(work, task, await task.compared())
    version = await stored.version(work.tx)
    kept = await files.examined_at(work.tx, file.id, version)
    return decoded(kept) if kept is not None else None


async def yet_to_examine(work: Work, file: FileId) -> ToExamine | None:
    """Give what is needed to read a file outside a transaction; None if that is not needed."""
    kept = await own_file(work, file, FileUse.IMPORT)
    version = await stored.version(work.tx)
    if kept is None or await files.examined_at(work.tx, file, version) is not None:
        return None
    return await to_examine(work, kept)


async def to_examine(work: Work, file: KeptFile) -> ToExamine:
    """Give what is needed to read a file and compare it with the directory as it stands."""
    content = await files.content_of(work.tx, file.id) or b""
    version = await stored.version(work.tx)
    return ToExamine(file, content, work.directory, version, work.actor)


async def keep_examined(work: Work, task: ToExamine, found: Compared | Unusable) -> None:
    """Keep what a file would change, so that the turn that asks for it need not read it."""
    told: Examined | Unusable
    if isinstance(found, Compared):
        if any(row.reason is RefusedReason.NOT_YOURS for row in found.read.refused):
            await work.note("enter management", task.file.id, allowed=False)
        told = shown(found, task.known, await addresses_changed(work, found.read))
    else:
        told = found
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
    task = await to_examine(work, file)
    found = await task.compared()
    if not isinstance(found, Compared) or found.digest != request.digest:
        await keep_examined(work, task, found)  # what is shown next is this
        return Applied(ApplyOutcome.ANOTHER_DIFFERENCE)
    return await applied(work, file, found, unlist=request.unlist)


async def applied(work: Work, file: KeptFile, found: Compared, *, unlist: bool) -> Applied:
    """Save what was read, and that what is gone is over if that is wanted."""
    over = without_gone(work.directory, found.difference) if unlist else Directory()
    await stored.save(work.tx, found.read.directory + over, found.read.undisclosed)
    await files.drop(work.tx, file.id)
    new, changed = len(found.difference.new), len(found.difference.changed)
    unlisted = len(over.centres) + len(over.services)
    details = f"{new} new, {changed} changed, {unlisted} unlisted"
    await work.note("import file", file.id, allowed=True, details=details)
    for centre in found.read.managed:
        await work.note("enter management", centre, allowed=True, details=file.id)
    return Applied(ApplyOutcome.APPLIED, new, changed, unlisted)


def encoded(told: Examined | Unusable) -> bytes:
    """Write down what a file would change."""
    return msgspec.json.encode([isinstance(told, Examined), told])


def decoded(kept: bytes) -> Examined | Unusable:
    """Read what was written down."""
    usable, told = msgspec.json.decode(kept)
    return msgspec.convert(told, Examined) if usable else msgspec.convert(told, Unusable)
