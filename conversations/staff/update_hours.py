"""Hours of today: one day that is not as usual; the usual hours stay."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do
from conversations.questions import Option
from conversations.staff.times import OpeningTimes
from conversations.staff.update_parts import confirmed, left_as_it_was, saved
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t
from domain.requests.updating import CentreToUpdate, SetHoursToday, Updated

SHUT, USUAL = "off", "usual"


async def hours_today(view: CentreToUpdate) -> Farewell:
    """Ask when it is open today and keep that for today alone."""
    # Translators: button of staff: the centre does not open today
    extra = [Option(SHUT, SHUT, t("Closed all day"))]
    if view.hours_today is not None:
        # Translators: button of staff: no other hours than usual today
        extra.append(Option(USUAL, USUAL, t("As usual")))
    question = lines(
        now_words(view),
        # Translators: question to staff; the times are an example to follow
        t("When is it open today? For example 08:30-12:00, 14:00-18:00."),
    )
    hours = await ask(OpeningTimes("hours", question, extra))
    words = hours_words(hours)
    name = Marked("🏢", Verbatim(view.centre.name))
    # Translators: question to staff, under the hours of today
    if not await confirmed(paragraphs(lines(name, words), t("Only for today. Shall I save this?"))):
        return left_as_it_was()
    command = SetHoursToday(view.centre.id, None if hours == USUAL else hours)
    done: Updated = await do(command, "saved")
    return saved(done, lines(name, words))


def now_words(view: CentreToUpdate) -> Words | None:
    """Say what holds for today so far, if that is not as usual."""
    if view.hours_today is None:
        return None
    return hours_words(view.hours_today)


def hours_words(hours: str) -> Words:
    """Tell the hours of today."""
    if hours == SHUT:
        # Translators: the centre does not open today
        return t("Today: closed")
    if hours == USUAL:
        # Translators: the usual hours hold today
        return t("Today: as usual")
    # Translators: other hours than usual, today only
    return t("Today: {hours}", hours=Verbatim(hours.replace(",", ", ")))
