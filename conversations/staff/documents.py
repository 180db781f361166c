"""Documents of a centre: listed for those who may read them, sent when asked for, taken away."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, forget, look, say
from conversations.flow import Start
from conversations.messages import Attached, Button, column, entry
from conversations.persons.find_centre import short
from conversations.questions import Choice, FreeText, Option
from conversations.staff.document_words import KINDS, document_words
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t
from domain.centres import Centre
from domain.documents import DocumentId, DocumentKind
from domain.organisations import CentreId
from domain.requests import Done, DoneOutcome
from domain.requests.files import DocumentById, DocumentsOf, OneDocument, RemoveDocument
from domain.requests.looking_up import CentresNamed

SHOWN = 8


async def documents(start: Start) -> Farewell:
    """List the documents of a centre; arguments: the centre's id, perhaps a kind."""
    kind = next((k for k in DocumentKind if k.value == start.argument(1)), None)
    return await documents_of(CentreId(start.argument(0)), kind)


async def documents_asked(kind: DocumentKind | None, words: str) -> Farewell:
    """Answer "SOP Jean Paul II": the document itself if there is one, a list if several fit."""
    centre = await ask_centre(words, NAMELESS)
    return await documents_of(centre.id, kind)


async def documents_of(centre: CentreId, kind: DocumentKind | None) -> Farewell:
    """Send the one document that is meant, or list them; whoever may read none hears of none."""
    found: tuple[OneDocument, ...] = await look(DocumentsOf(centre))
    fitting = tuple(one for one in found if kind in (None, one.document.kind))
    if not found:
        # Translators: there is no document of the centre, or none that the asker may read
        return Farewell(t("I have no document of this centre for you."), menu=True)
    if not fitting and kind is not None:
        # Translators: there are documents of the centre, but none of the kind asked for
        none = t("I have no document of this kind: {kind}.", kind=KINDS[kind])
        return listed(none, found)
    if len(fitting) == 1 and kind is not None:
        return sent(fitting[0])
    # Translators: above the list of a centre's documents
    return listed(t("Documents of {centre}:", centre=found[0].centre.name), fitting)


def listed(head: Words, found: tuple[OneDocument, ...]) -> Farewell:
    """Show documents with a button for each."""
    shown = found[:SHOWN]
    buttons = (
        Button(Marked("📄", Verbatim(one.document.name)), entry("document", one.document.id))
        for one in shown
    )
    words = paragraphs(head, *(document_words(one) for one in shown))
    return Farewell(words, column(*buttons), private=True)


async def show_document(start: Start) -> Farewell:
    """Send a document; argument: its id."""
    one: OneDocument | None = await look(DocumentById(DocumentId(start.argument(0))))
    return Farewell(GONE, menu=True) if one is None else sent(one)


def sent(one: OneDocument) -> Farewell:
    """Give the document, with what belongs to it; it must not be forwarded."""
    document = one.document
    buttons = []
    if document.removable:
        # Translators: button: take a document away from a centre
        remove = Marked("🗑", t("Remove this document"))
        buttons.append(Button(remove, entry("remove_document", document.id)))
    # Translators: under a document that is sent
    internal = t("It is internal: please do not pass it on.")
    words = lines(document_words(one), Verbatim(one.centre.name), internal)
    file = Attached(document.id, document.name)
    return Farewell(words, column(*buttons), private=True, file=file)


async def remove_document(start: Start) -> Farewell:
    """Take a document away, after a question; argument: its id."""
    key = DocumentId(start.argument(0))
    one: OneDocument | None = await look(DocumentById(key))
    if one is None or not one.document.removable:
        return Farewell(GONE, menu=True)
    # Translators: question before a document is deleted
    question = t(
        "Remove {name} of {centre}? It cannot be brought back.",
        name=one.document.name,
        centre=one.centre.name,
    )
    options = [
        # Translators: button: yes, delete the document
        Option(True, "yes", t("Yes, remove it"), "🗑"),
        # Translators: button: the document stays
        Option(False, "no", t("No, keep it")),
    ]
    if not await ask(Choice("remove", question, options)):
        # Translators: a document was not deleted
        return Farewell(t("It stays."), menu=True)
    done: Done = await do(RemoveDocument(key), "remove")
    # Translators: a document was deleted
    removed = t("Removed.")
    return Farewell(removed if done.outcome is DoneOutcome.DONE else GONE, menu=True)


def button_of(found: tuple[OneDocument, ...]) -> tuple[tuple[Button, ...], ...]:
    """Give the button under a centre's card that lists its documents; none if there are none."""
    if not found:
        return ()
    # Translators: button under a centre: its documents
    label = Marked("📄", t("Documents"))
    return column(Button(label, entry("documents", found[0].centre.id)))


# ---------------------------------------------------------------- which centre


async def ask_centre(words: str, question: Words) -> Centre:
    """Find the centre that `words` name, else ask for one until a name fits."""
    if not words:
        words = (await ask(FreeText("centre", question))).words
    found: tuple[Centre, ...] = await look(CentresNamed(words))
    if not found:
        # Translators: no centre fits what was written
        await say(t("I know no centre like {text}.", text=Verbatim(words)))
        again = (await ask(FreeText("centre_again", question))).words
        found = await look(CentresNamed(again))
        if not found:
            await forget("centre_again")
    if len(found) == 1:
        return found[0]
    options = [
        Option(centre, f"c{i}", Verbatim(short(centre.name)))
        for i, centre in enumerate(found[:SHOWN])
    ]
    # Translators: several centres fit what staff wrote
    return await ask(Choice("which", t("Which one do you mean?"), options))


# Translators: question to staff: which centre they ask about
NAMELESS = t("Which centre? Write its name or town.")
# Translators: a document is not there any more, or not for the asker
GONE = t("I have no such document for you.")
