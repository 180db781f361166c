"""Files that are sent: who may send which, and keeping them until they are used."""

from __future__ import annotations

import unicodedata

from casework.cleaning.kinds import Cleaned
from casework.workplace import Work
from domain.documents import PDF, FileId, attaches_somewhere, is_pdf, may_import, may_send_facts
from domain.requests import Done, DoneOutcome
from domain.requests.files import DropFile, FileBefore, FileReceived, FileUse, ReceivedFile
from storage import files
from storage.files import KeptFile

LONGEST_NAME = 100
MOST_WAITING = 5
UNNAMED = "file"
TABLES = (".csv", ".tsv", ".txt", ".xlsx")
CLEAN = "clean/"
"""Before the name of a file that was cleaned; `cleaned` leaves no such sign in others."""


def use_of(work: Work, name: str, media: str) -> FileUse | None:
    """Say what a file of this name and type would be for, from whoever acts; None: for nothing.

    A PDF is a document, from those who may attach one; anything else is a directory file, from
    administrators. A table may be one of management, from coordinators, too.
    """
    if media == PDF or name.casefold().endswith(".pdf"):
        may = attaches_somewhere(work.actor, work.directory, work.now)
        return FileUse.ATTACH if may else None
    is_table = name.casefold().endswith(TABLES)
    may = may_import(work.actor) or (is_table and may_send_facts(work.actor))
    return FileUse.IMPORT if may else None


async def keep_to_pass_on(work: Work, file: FileId, cleaned_file: Cleaned) -> KeptFile:
    """Keep a cleaned file until its sender says what becomes of it; its own name is not kept."""
    content = cleaned_file.content
    size = len(content)
    name = CLEAN + cleaned_file.name
    kept = KeptFile(file, work.person, name, cleaned_file.media, size, work.now)
    await files.keep(work.tx, kept, content)
    await files.drop_all_but_newest(work.tx, work.person, MOST_WAITING)
    await work.note("send file", file, allowed=True, details=f"{size} bytes")
    return kept


def is_passed_on(kept: KeptFile) -> bool:
    """Say whether a file was cleaned to be passed on."""
    return kept.name.startswith(CLEAN)


async def keep(work: Work, file: FileId, name: str, media: str, content: bytes) -> KeptFile | None:
    """Keep a file, sealed; the same one again changes nothing. None without the right to send it.

    Of one person so many wait at most; the oldest goes.

    What begins as a PDF is one, whatever its name says.
    """
    named, kind = cleaned(name), PDF if is_pdf(content) else media
    if use_of(work, named, kind) is None:
        await work.note("send file", file, allowed=False)
        return None
    kept = KeptFile(file, work.person, named, kind, len(content), work.now)
    await files.keep(work.tx, kept, content)
    await files.drop_all_but_newest(work.tx, work.person, MOST_WAITING)
    await work.note("send file", file, allowed=True, details=f"{len(content)} bytes")
    return kept


async def own_file(work: Work, file: FileId, use: FileUse | None = None) -> KeptFile | None:
    """Give a file that whoever acts has sent and may still use; None for everybody else."""
    kept = await files.find(work.tx, file)
    if kept is None or kept.person != work.person:
        return None
    fits = use_of(work, kept.name, kept.media)
    return kept if fits is not None and use in (None, fits) else None


async def file_received(work: Work, request: FileReceived) -> ReceivedFile | None:
    """Tell of a file of one's own."""
    return told(work, await own_file(work, request.file))


async def file_before(work: Work, request: FileBefore) -> ReceivedFile | None:
    """Tell of the file of one's own that came before another one."""
    return told(work, await files.latest_before(work.tx, work.person, request.received))


def told(work: Work, kept: KeptFile | None) -> ReceivedFile | None:
    """Describe a file of one's own, if it is still of use."""
    use = use_of(work, kept.name, kept.media) if kept else None
    if kept is None or use is None:
        return None
    return ReceivedFile(kept.id, kept.name, kept.size, use, kept.received)


async def drop_file(work: Work, request: DropFile) -> Done:
    """Delete a file of one's own."""
    if await own_file(work, request.file) is None:
        return Done(DoneOutcome.NOT_FOUND)
    await files.drop(work.tx, request.file)
    await work.note("drop file", request.file, allowed=True)
    return Done(DoneOutcome.DONE)


def cleaned(name: str) -> str:
    """Give a file's own name: no folders, nothing invisible, at most 100 letters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = seen.rpartition(".")
    if len(seen) > LONGEST_NAME and dot and len(ending) < LONGEST_NAME // 2:
        seen = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return seen[:LONGEST_NAME] or UNNAMED
