"""Files that come with messages: fetched and kept before the turn, by right, from any channel.

Nothing of a stranger's file is fetched. What is for the other side of a case is cleaned before it
is kept (casework/cleaning/). What is fetched is kept under an id that its update
decides, so the same update again keeps nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec
import structlog
from msgspec.structs import replace

from bot.incoming import Incoming, Offered
from bot.office import Office
from casework.cleaning import clean
from casework.cleaning.kinds import Cleaned, FileProblem
from casework.correspondence import may_write_to
from casework.files import cleaned, is_passed_on, keep, keep_to_pass_on, use_of
from casework.import_file import keep_examined, yet_to_examine
from casework.workplace import Work
from conversations.always import command_in
from conversations.dialogue import Given, SharedFile, Typed, Unreadable
from conversations.exchange import Conversation
from conversations.flows import FLOWS
from conversations.intents import is_urgent
from domain.documents import LARGEST_FILE, PDF, FileId, PdfProblem, is_pdf, pdf_problem
from domain.people import PersonId
from domain.requests.corresponding import MayWriteTo
from domain.requests.files import FileUse
from storage import conversations, files, people, updates
from storage.files import KeptFile
from storage.people import Address

log = structlog.get_logger()

Fetch = Callable[[Offered], Awaitable[bytes | None]]
"""Fetch a file from its channel; None if that did not work, which has been tried enough."""

_cleaner = ThreadPoolExecutor(1, thread_name_prefix="cleaner")

PDF_PROBLEMS: dict[PdfProblem, str] = {
    PdfProblem.NO_PDF: "no_pdf",
    PdfProblem.LOCKED: "locked_pdf",
    PdfProblem.ACTIVE: "active_pdf",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who may send a file. `kept`: the file, if it is kept already. `passes_on`: to a case."""

    person: PersonId
    kept: KeptFile | None
    passes_on: bool


async def taken_in(office: Office, incoming: Incoming, fetch: Fetch) -> Incoming:
    """Fetch and keep the file of a message, if its sender may send such a one.

    For everybody else the message stays as it is. Raises StorageUnavailable.
    """
    offered = incoming.file
    if offered is None or is_command(incoming.given):
        return incoming
    found = await sender(office, incoming, offered)
    if found is None or (not found.passes_on and cries_for_help(incoming.given)):
        return incoming
    kept = found.kept or await fetched(office, incoming, found, offered, fetch)
    if isinstance(kept, Unreadable):
        # A cry for help is heard, whatever becomes of the file.
        return incoming if cries_for_help(incoming.given) else replace(incoming, given=kept)
    words = incoming.given.words if isinstance(incoming.given, Typed) else ""
    return replace(incoming, given=shared(kept, words if found.passes_on else ""))


def is_command(given: Given) -> bool:
    """Say whether the words under a file are a command, which goes before it."""
    return isinstance(given, Typed) and command_in(given.words) is not None


def cries_for_help(given: Given) -> bool:
    """Say whether the words under a file go before it."""
    return isinstance(given, Typed) and is_urgent(given.words)


async def sender(office: Office, incoming: Incoming, offered: Offered) -> Sender | None:
    """Find who may send this file, and the file if it is kept already; None if nobody may.

    Nor is anything fetched for an update that was handled before.
    """
    async with office.database.transaction() as tx:
        person = await people.at(tx, Address(incoming.channel, incoming.address))
        if person is None or await updates.was_handled(tx, incoming.channel, incoming.update_id):
            return None
        work = await office.work_of(tx, person)
        passes_on = await is_for_a_case(work, incoming.channel)
        if not passes_on and not is_for_directory(work, offered):
            return None
        kept = await files.find(tx, files.id_for(tx, incoming.channel, incoming.update_id))
    return Sender(person, kept if kept and kept.person == person else None, passes_on)


def is_for_directory(work: Work, offered: Offered) -> bool:
    """Say whether a file is one for centres, from somebody who may send such a one."""
    enrolled = work.actor.is_enrolled and not offered.is_media
    return enrolled and use_of(work, offered.name, offered.media) is not None


async def is_for_a_case(work: Work, channel: str) -> bool:
    """Say whether a file is for the other side of a case: it was asked for, or nothing else was."""
    kept = await conversations.load(work.tx, work.person, channel)
    stack = msgspec.json.decode(kept, type=Conversation).stack if kept else ()
    if stack:
        return FLOWS[stack[-1].flow].takes_files
    return not work.actor.is_enrolled and bool(await may_write_to(work, MayWriteTo()))


async def fetched(
    office: Office, incoming: Incoming, who: Sender, offered: Offered, fetch: Fetch
) -> KeptFile | Unreadable:
    """Fetch a file and keep it; what cannot be used is not kept."""
    if (offered.size or 0) > LARGEST_FILE:
        return Unreadable("big_file")
    content = await fetch(offered)
    if not content:
        return Unreadable("lost_file")
    if len(content) > LARGEST_FILE:
        return Unreadable("big_file")
    clean_file = await cleaned_alone(content) if who.passes_on else None
    if isinstance(clean_file, FileProblem):
        return Unreadable(clean_file.value)
    async with office.database.transaction() as tx:
        work = await office.work_of(tx, who.person)
        key = files.id_for(tx, incoming.channel, incoming.update_id)
        if clean_file is not None:
            return await keep_to_pass_on(work, key, clean_file)
        return await kept_for_directory(work, key, offered, content)


async def cleaned_alone(content: bytes) -> Cleaned | FileProblem:
    """Clean a file in a thread, one after the other: a few at once could fill the memory."""
    try:
        return await asyncio.get_running_loop().run_in_executor(_cleaner, clean, content)
    except Exception as problem:
        # Whatever a file made for it lets a library stumble over: it must block nobody's messages.
        log.error("file not cleaned", problem=type(problem).__name__)
        return FileProblem.BROKEN


async def kept_for_directory(
    work: Work, key: FileId, offered: Offered, content: bytes
) -> KeptFile | Unreadable:
    """Keep a document or a directory file of somebody who may send one."""
    use = use_of(work, offered.name, PDF if is_pdf(content) else offered.media)
    problem = pdf_problem(content) if use is FileUse.ATTACH else None
    if problem is not None:
        return Unreadable(PDF_PROBLEMS[problem])
    return await keep(work, key, offered.name, offered.media, content) or Unreadable("file")


def shared(kept: KeptFile, words: str = "") -> SharedFile:
    """Say what the dialogues hear of a file."""
    passed_on = is_passed_on(kept)
    return SharedFile(kept.id, cleaned(kept.name), kept.size, kept.media, words, passed_on)


async def examined_ahead(office: Office, incoming: Incoming) -> None:
    """Read a directory file before the transaction of the turn, so that nobody waits for it.

    The turn finds what came of it; where it does not, as the directory has changed in between,
    it reads the file itself.
    """
    given = incoming.given
    if not isinstance(given, SharedFile) or given.passed_on:
        return
    async with office.database.transaction() as tx:
        person = await people.at(tx, Address(incoming.channel, incoming.address))
        work = await office.work_of(tx, person) if person else None
        task = await yet_to_examine(work, given.id) if work else None
    if person is None or task is None:
        return
    found = await task.compared()
    async with office.database.transaction() as tx:
        await keep_examined(await office.work_of(tx, person), task, found)
