"""Attaching a document to a centre: which centre, what it is, who may read it; then it is kept."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, forget, look, say
from conversations.messages import Button, column, entry
from conversations.questions import Choice, Option
from conversations.staff.document_words import KINDS, READERS
from conversations.staff.documents import ask_centre
from conversations.text import Clock, Marked, Moment, Verbatim, Words, lines, paragraphs, t
from domain.access import Sight
from domain.centres import Centre
from domain.documents import DocumentKind
from domain.requests import Done, DoneOutcome
from domain.requests.files import (
    Attach,
    DocumentsOf,
    DropFile,
    OneDocument,
    ReadersFor,
    ReceivedFile,
)


async def attach(file: ReceivedFile) -> Farewell:
    """Ask what is needed, show it, and attach the file."""
    # Translators: question about a PDF that a member of staff has sent
    question = t("To which centre does {file} belong? Write its name or town.", file=file.name)
    centre = await ask_centre("", question)
    readers: tuple[Sight, ...] = await look(ReadersFor(centre.id))
    if not readers:
        # Translators: a member of staff may attach documents to some centres, but not to this one
        await say(t("You cannot attach documents to {centre}.", centre=centre.name))
        await forget("centre", "centre_again", "which")
    kind = await ask_kind()
    sight = readers[0] if len(readers) == 1 else await ask_readers(readers)
    if not await agreed(file, centre, kind, sight):
        await do(DropFile(file.id), "drop")
        # Translators: a document was not attached
        return Farewell(t("Not attached, and I deleted the file."), menu=True)
    done: Done = await do(Attach(file.id, centre.id, kind, sight), "attach")
    if done.outcome is not DoneOutcome.DONE:
        # Translators: a document could not be attached any more
        return Farewell(t("That is not possible any more. Nothing was attached."), menu=True)
    # Translators: button under a centre: its documents
    label = Marked("📄", t("Documents"))
    # Translators: a document was attached to a centre
    attached = t("Attached to {centre}.", centre=centre.name)
    return Farewell(Marked("✅", attached), column(Button(label, entry("documents", centre.id))))


async def ask_kind() -> DocumentKind:
    """Ask what the document is."""
    options = [Option(kind, kind.value, words) for kind, words in KINDS.items()]
    # Translators: question about a document
    return await ask(Choice("document_kind", t("What is it?"), options))


async def ask_readers(readers: tuple[Sight, ...]) -> Sight:
    """Ask who may read it; only whom the asker may let read."""
    options = [Option(sight, sight.value, READERS[sight]) for sight in readers]
    # Translators: question about a document
    return await ask(Choice("readers", t("Who may read it?"), options))


async def agreed(file: ReceivedFile, centre: Centre, kind: DocumentKind, sight: Sight) -> bool:
    """Show what will be attached, and what it replaces, and ask."""
    found: tuple[OneDocument, ...] = await look(DocumentsOf(centre.id))
    words = paragraphs(
        lines(
            Marked("📄", Verbatim(file.name)),
            KINDS[kind],
            Marked("🏢", Verbatim(centre.name)),
            Marked("👁", READERS[sight]),
        ),
        replaced(file, kind, found),
        # Translators: question to a member of staff, above the buttons
        t("Shall I attach it?"),
    )
    options = [
        # Translators: button: attach the document to the centre
        Option(True, "yes", t("Attach it"), "📎"),
        # Translators: button: do not attach the document
        Option(False, "no", t("Do not")),
    ]
    return await ask(Choice("attach", words, options))


def replaced(
    file: ReceivedFile, kind: DocumentKind, found: tuple[OneDocument, ...]
) -> Words | None:
    """Say which earlier version goes."""
    for one in found:
        document = one.document
        same = (document.kind, document.name.casefold()) == (kind, file.name.casefold())
        if same and document.removable:
            day = Moment(document.added, one.centre.zone, Clock.DAY)
            # Translators: a document with the same name is there already
            return t("It takes the place of the one of {date}.", date=day)
    return None
