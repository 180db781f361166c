"""Closing a centre for a while, and opening it again."""

from __future__ import annotations

from datetime import date

from conversations.dialogue import Farewell, ask, do
from conversations.questions import Choice, Option
from conversations.staff.times import LastDay
from conversations.staff.update_parts import confirmed, left_as_it_was, saved
from conversations.text import Day, Marked, Verbatim, Words, lines, paragraphs, t
from domain.requests.updating import CentreToUpdate, CloseCentre, OpenCentre, Updated

TODAY, UNTIL, OPEN_END = "today", "until", "open_end"


async def close(view: CentreToUpdate) -> Farewell:
    """Close from now on: for today, until a day, or until further notice."""
    last = await last_day(view)
    # Translators: a centre is shut; {date} is the last day of it
    until: Words = (
        t("Closed until {date}, that day included", date=Day(last))
        if last
        # Translators: a centre is shut, and nobody knows until when
        else (t("Closed until further notice"))
    )
    if last == view.today:
        # Translators: a centre is shut for the rest of the day
        until = t("Closed today")
    name = Marked("🏢", Verbatim(view.centre.name))
    sure = paragraphs(
        lines(name, Marked("🔴", until)),
        # Translators: what follows when a centre is closed; people see it when they search
        t("Everybody who looks for help sees this at once. Shall I close it?"),
    )
    if not await confirmed(sure):
        return left_as_it_was()
    done: Updated = await do(CloseCentre(view.centre.id, last), "saved")
    return saved(done, lines(name, until))


async def last_day(view: CentreToUpdate) -> date | None:
    """Ask how long; None for until further notice."""
    options = [
        # Translators: button of staff: closed for the rest of today
        Option(TODAY, TODAY, t("Today only")),
        # Translators: button of staff: closed until a day that is asked next
        Option(UNTIL, UNTIL, t("Until a day")),
        # Translators: button of staff: closed, and nobody knows until when
        Option(OPEN_END, OPEN_END, t("Until further notice")),
    ]
    # Translators: question to staff
    how_long = await ask(Choice("how_long", t("How long is it closed, from now on?"), options))
    if how_long == UNTIL:
        # Translators: question to staff
        words = t("Which is the last day on which it is closed?")
        return await ask(LastDay("last_day", words, view.today))
    return view.today if how_long == TODAY else None


async def open_again(view: CentreToUpdate) -> Farewell:
    """End the closure."""
    name = Marked("🏢", Verbatim(view.centre.name))
    # Translators: question to staff: the usual hours hold again from now on
    sure = lines(name, t("Shall I end the closure? The usual hours hold again."))
    if not await confirmed(sure):
        return left_as_it_was()
    done: Updated = await do(OpenCentre(view.centre.id), "saved")
    # Translators: a closure was ended
    return saved(done, lines(name, t("It is not closed any more.")))
