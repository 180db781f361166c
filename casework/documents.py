"""Documents of centres: listed, attached, opened and removed by right; every step is audited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from casework.files import own_file
from casework.workplace import Work
from domain.access import Sight
from domain.documents import (
    Document,
    DocumentId,
    attaches_as,
    may_read,
    may_remove,
    sights_for,
)
from domain.requests import Done, DoneOutcome
from domain.requests.files import (
    Attach,
    DocumentById,
    DocumentFact,
    DocumentsOf,
    FileUse,
    OneDocument,
    ReadersFor,
    RemoveDocument,
)
from storage import documents, files

ID_LETTERS = "0123456789abcdef"
ID_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it is given out; `media`: its type."""

    name: str
    media: str
    content: bytes


def key_of(fact: str) -> str:
    """Give the key by which what is made of a fact (its id) is fetched; it is no right to it."""
    return hashlib.sha256(fact.encode()).hexdigest()[:32]


async def documents_of(work: Work, request: DocumentsOf) -> tuple[OneDocument, ...]:
    """List what the asker may read of a centre."""
    found = await documents.of_centre(work.tx, request.centre)
    shown = tuple(one(work, each) for each in found if readable(work, each))
    if shown:
        await work.note("list documents", request.centre, allowed=True, details=str(len(shown)))
    return shown


async def document_by_id(work: Work, request: DocumentById) -> OneDocument | None:
    """Tell of one document; None also for one that the asker may not know of."""
    found = await documents.find(work.tx, request.document)
    if found is None or not readable(work, found):
        return None
    return one(work, found)


async def opened(work: Work, document: DocumentId) -> Opened | None:
    """Give a document's content to one who may read it now, as it is handed over."""
    found = await documents.find(work.tx, document)
    if found is None:
        return None
    allowed = readable(work, found)
    await work.note("read document", document, allowed=allowed, details=found.centre)
    content = await documents.content_of(work.tx, document) if allowed else None
    return Opened(found.name, found.media, content) if content is not None else None


async def readers_for(work: Work, request: ReadersFor) -> tuple[Sight, ...]:
    """List whom the asker may let read a document of a centre."""
    if not work.directory.has_centre(request.centre):
        return ()
    return sights_for(work.actor, work.directory, request.centre, work.now)


async def attach(work: Work, request: Attach) -> Done:
    """Attach a file to a centre; earlier ones of its name go, the file is kept no longer."""
    file = await own_file(work, request.file, FileUse.ATTACH)
    content = await files.content_of(work.tx, request.file) if file else None
    if file is None or content is None:
        return Done(DoneOutcome.NOT_FOUND)
    by = attaches_as(work.actor, work.directory, request.centre, work.now)
    if by is None or request.sight not in await readers_for(work, ReadersFor(request.centre)):
        await work.note("attach document", request.centre, allowed=False)
        return Done(DoneOutcome.REFUSED)
    new = Document(
        new_id(work),
        request.centre,
        request.kind,
        file.name,
        file.media,
        file.size,
        request.sight,
        by.organisation,
        work.now,
    )
    await replace_earlier(work, new)
    await documents.add(work.tx, new, content)
    await files.drop(work.tx, file.id)
    await work.note("attach document", new.id, allowed=True, details=new.centre)
    return Done(DoneOutcome.DONE)


async def replace_earlier(work: Work, new: Document) -> None:
    """Remove earlier versions, as far as whoever acts may."""
    for earlier in await documents.of_name(work.tx, new.centre, new.kind, new.name):
        if may_remove(work.actor, work.directory, earlier, work.now):
            await documents.remove(work.tx, earlier.id)
            await work.note("replace document", earlier.id, allowed=True, details=new.id)


async def remove_document(work: Work, request: RemoveDocument) -> Done:
    """Take a document away."""
    found = await documents.find(work.tx, request.document)
    if found is None or not readable(work, found):
        return Done(DoneOutcome.NOT_FOUND)
    allowed = may_remove(work.actor, work.directory, found, work.now)
    await work.note("remove document", found.id, allowed=allowed, details=found.centre)
    if not allowed:
        return Done(DoneOutcome.REFUSED)
    await documents.remove(work.tx, found.id)
    return Done(DoneOutcome.DONE)


def readable(work: Work, document: Document) -> bool:
    """Say whether whoever acts may know of a document."""
    return may_read(work.actor, work.directory, document, work.now)


def one(work: Work, document: Document) -> OneDocument:
    """Describe a document."""
    fact = DocumentFact(
        document.id,
        document.kind,
        document.name,
        document.size,
        document.sight,
        work.directory.organisation(document.organisation).name,
        document.added,
        may_remove(work.actor, work.directory, document, work.now),
    )
    return OneDocument(fact, work.directory.centre(document.centre))


def new_id(work: Work) -> DocumentId:
    """Make an id that nobody can guess."""
    return DocumentId("".join(work.choose(ID_LETTERS) for _ in range(ID_LENGTH)))
