"""Parts of what coordinators enter: which organisation, from when, and what became of it."""

from __future__ import annotations

from datetime import date

from conversations.coordinators.day_asked import DayAsked
from conversations.dialogue import Farewell, ask, do, look, say
from conversations.messages import Button, column, entry
from conversations.persons.find_centre import short
from conversations.questions import FreeText, Option
from conversations.staff.look_up_words import CHECKS
from conversations.staff.update_parts import confirmed, left_as_it_was
from conversations.text import Day, Listed, Marked, Text, Verbatim, Words, lines, paragraphs, t
from domain.organisations import CentreId
from domain.requests import Command
from domain.requests.managing import (
    Candidate,
    Managed,
    Management,
    ManageOutcome,
    OrganisationsNamed,
)

NOW = "now"


async def which_organisation(view: Management, words: Words) -> Candidate:
    """Ask for an organisation: those that are near as buttons, others are written."""
    step, options = 0, view.near
    while True:
        buttons = [
            Option(f"o{at}", f"o{at}", Verbatim(short(each.name)), "🏢")
            for at, each in enumerate(options)
        ]
        said = await ask(FreeText(f"who:{step}" if step else "who", words, buttons, longest=100))
        if said.code:
            return options[int(said.code[1:])]
        found: tuple[Candidate, ...] = await look(OrganisationsNamed(view.centre.id, said.words))
        if len(found) == 1:
            return found[0]
        if not found:
            # Translators: no organisation in the directory has such a name
            await say(t("I know no organisation like {text}.", text=Verbatim(said.words)))
        step, options = step + 1, found or view.near


async def from_when(view: Management) -> date | None:
    """Ask from which day it holds; None for from now on."""
    # Translators: button: a fact holds from this moment on
    now = Option(NOW, NOW, t("From now on"), "▶️")
    # Translators: question to a coordinator: since when somebody runs the centre
    words = t("From which day?")
    return await ask(DayAsked("from", words, view.today, extra=(now,)))


def from_words(day: date | None) -> Text:
    """Say from when it holds."""
    if day is None:
        # Translators: a fact holds from this moment on
        return t("From now on")
    # Translators: a fact holds from this day on
    return t("From {date}", date=Day(day))


async def entered(view: Management, words: Words, request: Command) -> Farewell:
    """Ask whether it is right, enter it, and say what became of it."""
    name = Marked("🏢", Verbatim(view.centre.name))
    # Translators: question before a fact about management is kept
    sure = paragraphs(lines(name, words), t("Is this right?"))
    if not await confirmed(sure):
        return left_as_it_was()
    done: Managed = await do(request, "entered")
    if done.outcome is not ManageOutcome.SAVED:
        return Farewell(Marked("⚠️", refusal(done)), column(back_to(view.centre.id)))
    # Translators: a change of facts was saved
    return Farewell(lines(Marked("✅", t("Saved.")), name, words), column(back_to(view.centre.id)))


def refusal(done: Managed) -> Words:
    """Say why it was not kept, and what to do."""
    match done.outcome:
        case ManageOutcome.OVERLAP:
            return overlap(done)
        case ManageOutcome.SAME:
            # Translators: what they wanted to enter is already so
            return t("It is already so. Nothing was changed.")
        case ManageOutcome.QUEUE_EMPTY:
            # Translators: to a coordinator: a centre cannot go to a team in which nobody is
            return t("The new team has nobody yet. Invite its people first, then come back.")
        case ManageOutcome.CHECKS_OPEN:
            open_checks = Listed(tuple(CHECKS[check] for check in done.open))
            # Translators: to a coordinator: what must be done first; {list} like "the new team has
            # people"
            return t("Not yet. Still open: {list}", list=open_checks)
        case _:
            # Translators: to staff: the change was not made
            return t("I could not save this. It may not be yours to change any more.")


def overlap(done: Managed) -> Words:
    """Say what is in the way: two at a time are never kept."""
    name = Verbatim(done.managers)
    return lines(
        # Translators: {name} is written down as manager from a later day on; {date} is a day
        t("{name} is already entered from {date} on.", name=name, date=Day(done.from_day))
        if done.from_day
        # Translators: {name} is written down as manager for that time
        else t("{name} is already entered for that time.", name=name),
        # Translators: to a coordinator: why it was not saved
        t("Two at the same time cannot hold. Nothing was changed."),
    )


def back_to(centre: CentreId) -> Button:
    """Lead back to who manages the centre."""
    # Translators: button of coordinators: who manages a centre, and changing it
    return Button(Marked("🗂️", t("Management")), entry("manage", str(centre)))
