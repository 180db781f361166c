"""Files that come with messages: fetched and kept before the turn, by right, from any channel.

Nothing of a stranger's file is fetched. What is fetched is kept under an id that its update
decides, so the same update again keeps nothing twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.incoming import Incoming, Offered
from bot.office import Office
from casework.files import cleaned, keep, use_of
from casework.import_file import keep_examined, yet_to_examine
from conversations.always import command_in
from conversations.dialogue import Given, SharedFile, Typed, Unreadable
from conversations.intents import is_urgent
from domain.documents import LARGEST_FILE, PDF, PdfProblem, is_pdf, pdf_problem
from domain.people import PersonId
from domain.requests.files import FileUse
from storage import files, people, updates
from storage.files import KeptFile
from storage.people import Address

Fetch = Callable[[Offered], Awaitable[bytes | None]]
"""Fetch a file from its channel; None if that did not work, which has been tried enough."""

PDF_PROBLEMS: dict[PdfProblem, str] = {
    PdfProblem.NO_PDF: "no_pdf",
    PdfProblem.LOCKED: "locked_pdf",
    PdfProblem.ACTIVE: "active_pdf",
}


async def taken_in(office: Office, incoming: Incoming, fetch: Fetch) -> Incoming:
    """Fetch and keep the file of a message, if its sender may send such a one.

    For everybody else the message stays as it is. Raises StorageUnavailable.
    """
    offered = incoming.file
    if offered is None or cries_for_help(incoming.given):
        return incoming
    found = await sender(office, incoming, offered)
    if found is None:
        return incoming
    person, kept = found
    if kept is not None:
        return replace(incoming, given=shared(kept))
    return replace(incoming, given=await fetched(office, incoming, person, offered, fetch))


def cries_for_help(given: Given) -> bool:
    """Say whether the words under a file go before it."""
    if not isinstance(given, Typed):
        return False
    return is_urgent(given.words) or command_in(given.words) is not None


async def sender(
    office: Office, incoming: Incoming, offered: Offered
) -> tuple[PersonId, KeptFile | None] | None:
    """Find who may send this file, and the file if it is kept already; None if nobody may.

    Nor is anything fetched for an update that was handled before.
    """
    async with office.database.transaction() as tx:
        person = await people.at(tx, Address(incoming.channel, incoming.address))
        if person is None or await updates.was_handled(tx, incoming.channel, incoming.update_id):
            return None
        work = await office.work_of(tx, person)
        if not work.actor.is_enrolled or use_of(work, offered.name, offered.media) is None:
            return None
        kept = await files.find(tx, files.id_for(tx, incoming.channel, incoming.update_id))
    return person, kept if kept and kept.person == person else None


async def fetched(
    office: Office, incoming: Incoming, person: PersonId, offered: Offered, fetch: Fetch
) -> Given:
    """Fetch a file and keep it; what cannot be used is not kept."""
    if (offered.size or 0) > LARGEST_FILE:
        return Unreadable("big_file")
    content = await fetch(offered)
    if not content:
        return Unreadable("lost_file")
    if len(content) > LARGEST_FILE:
        return Unreadable("big_file")
    async with office.database.transaction() as tx:
        work = await office.work_of(tx, person)
        use = use_of(work, offered.name, PDF if is_pdf(content) else offered.media)
        problem = pdf_problem(content) if use is FileUse.ATTACH else None
        if problem is not None:
            return Unreadable(PDF_PROBLEMS[problem])
        key = files.id_for(tx, incoming.channel, incoming.update_id)
        kept = await keep(work, key, offered.name, offered.media, content)
    return shared(kept) if kept is not None else Unreadable("file")


def shared(kept: KeptFile) -> SharedFile:
    """Say what the dialogues hear of a file."""
    return SharedFile(kept.id, cleaned(kept.name), kept.size, kept.media)


async def examined_ahead(office: Office, incoming: Incoming) -> None:
    """Read a directory file before the transaction of the turn, so that nobody waits for it.

    The turn finds what came of it; where it does not, as the directory has changed in between,
    it reads the file itself.
    """
    given = incoming.given
    if not isinstance(given, SharedFile):
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
