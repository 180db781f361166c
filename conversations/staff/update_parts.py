"""Parts of every update by staff: which centre, what was saved, and the way to undo it."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.find_centre import short
from conversations.questions import Choice, FreeText, Option
from conversations.text import Marked, Text, Verbatim, Words, lines, paragraphs, t
from domain.centres import Centre
from domain.organisations import CentreId
from domain.requests.updating import (
    CentresToUpdate,
    CentreToUpdate,
    ToUpdate,
    Undo,
    Undone,
    UndoOutcome,
    Updated,
    UpdateOutcome,
)

SHOWN = 8


async def which_centre(words: str) -> Centre | Farewell:
    """Find the centre that is meant among those that are theirs to change; ask if unsure."""
    found: tuple[Centre, ...] = await look(CentresToUpdate(words))
    if not found and not words:
        # Translators: question to staff: which centre they want to change facts of
        words = (await ask(FreeText("text", t("Which centre? Write its name or town.")))).words
        found = await look(CentresToUpdate(words))
    if not found:
        return none_like(words)
    return found[0] if len(found) == 1 else await which_of(found)


def none_like(words: str) -> Farewell:
    """Say the same of a centre that is not theirs and of one that does not exist."""
    # Translators: to staff: no such centre, or not theirs to change
    return Farewell(t("I know no centre like {text} that you may change.", text=Verbatim(words)))


def nothing_here() -> Farewell:
    """Say that nothing there is theirs to change (any more)."""
    # Translators: to staff: the rights may have ended in the meantime
    return Farewell(t("I know no such centre that you may change."))


async def which_of(found: tuple[Centre, ...]) -> Centre:
    """Ask which of several centres is meant."""
    options = [
        Option(centre, str(centre.id), Verbatim(short(centre.name))) for centre in found[:SHOWN]
    ]
    # Translators: several centres fit what staff wrote
    return await ask(Choice("which", t("Which one do you mean?"), options))


async def view_of(centre: CentreId) -> CentreToUpdate | None:
    """Read how a centre stands."""
    view: CentreToUpdate | None = await look(ToUpdate(centre))
    return view


async def confirmed(words: Words) -> bool:
    """Ask whether to do it; "no" is an answer."""
    options = [
        # Translators: button of staff: do what is said above
        Option(True, "yes", t("Yes, do it"), "✅"),
        # Translators: button of staff: leave things as they are
        Option(False, "no", t("No, leave it"), "✖"),
    ]
    return await ask(Choice("sure", words, options, a_row=2))


def left_as_it_was() -> Farewell:
    """Say that nothing was changed."""
    # Translators: to staff who said no to a change
    return Farewell(t("Nothing was changed."), menu=True)


def saved(done: Updated, words: Words) -> Farewell:
    """Say what became of an update, with a button that undoes it."""
    if done.outcome is UpdateOutcome.REFUSED:
        # Translators: to staff: the change was not made
        return Farewell(t("I could not save this. It may not be yours to change any more."))
    if done.outcome is UpdateOutcome.UNCHANGED:
        # Translators: to staff: what they wanted was already so
        return Farewell(t("It is already so. Nothing was changed."))
    # Translators: button of staff: take the last change back
    undo = Button(Marked("↶", t("Undo")), entry("undo", str(done.change)))
    return Farewell(
        paragraphs(
            # Translators: a change of facts was saved
            lines(Marked("✅", t("Saved.")), words),
            # Translators: how long a change can be taken back
            t("You can undo this for ten minutes."),
        ),
        column(undo),
    )


UNDONE: dict[UndoOutcome, Text] = {
    # Translators: a change was taken back
    UndoOutcome.UNDONE: t("Undone. It is as it was before."),
    # Translators: a change was taken back earlier
    UndoOutcome.ALREADY: t("This was already undone."),
    # Translators: ten minutes are over
    UndoOutcome.TOO_LATE: t("Ten minutes have passed. Please make a new change instead."),
    # Translators: a colleague has changed the same thing
    UndoOutcome.CHANGED_SINCE: t(
        "Somebody has changed the same thing since. I leave it as it is now."
    ),
    # Translators: there is no such change, or it is not theirs
    UndoOutcome.NOT_FOUND: t("There is nothing of yours to undo."),
}


async def undo(start: Start) -> Farewell:
    """Take one's own update back."""
    number = start.argument(0)
    change = int(number) if number.isdecimal() and len(number) < 10 else 0
    done: Undone = await do(Undo(change), "undone")
    centre = Marked("🏢", Verbatim(done.centre)) if done.centre else None
    return Farewell(lines(centre, UNDONE[done.outcome]))
