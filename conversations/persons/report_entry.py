"""Reporting: anyone can say that an entry is wrong; who looks at it, and what comes of it."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, FreeText, Option
from conversations.text import Marked, Text, Verbatim, Words, lines, t
from domain.reports import LONGEST_WORDS, Wrong
from domain.requests.finding import Found, OneService
from domain.requests.keeping import Reported, ReportedOutcome, ReportEntry
from domain.services import ServiceId

NO_WORDS = "none"

WRONG: dict[Wrong, tuple[str, Text]] = {
    # Translators: what is wrong in the directory: the place is shut for good
    Wrong.CLOSED: ("🚪", t("It is closed or gone")),
    # Translators: what is wrong in the directory: opening hours
    Wrong.HOURS: ("🕑", t("The hours are wrong")),
    # Translators: what is wrong in the directory: address or place on the map
    Wrong.PLACE: ("📍", t("The place is wrong")),
    # Translators: what is wrong in the directory: telephone number
    Wrong.PHONE: ("📞", t("The phone number is wrong")),
    # Translators: what is wrong in the directory: they do not offer this help
    Wrong.NOT_OFFERED: ("🚫", t("They do not offer this")),
    # Translators: what is wrong in the directory: another thing
    Wrong.OTHER: ("✏️", t("Something else")),
}


async def report_wrong(start: Start) -> Farewell:
    """Ask what is wrong, then for a few words, which may be left out; no name is asked."""
    found: Found | None = await look(OneService(ServiceId(start.argument(0))))
    if found is None:
        # Translators: a place that was listed is not in the directory any more
        return Farewell(t("This place is not in the directory any more."), menu=True)
    options = [Option(what, what.value, words, sign) for what, (sign, words) in WRONG.items()]
    name = Marked("🏢", Verbatim(found.centre.name))
    # Translators: question to somebody who reports a mistake in the directory
    what = await ask(Choice("what", lines(name, t("What is wrong here?")), options))
    words = await words_about(what)
    reported: Reported = await do(ReportEntry(found.service.id, what, words), "report")
    # Translators: button: begin the search anew
    again = Button(Marked("🔎", t("Search again")), entry("find"))
    return Farewell(answer(reported), column(again))


async def words_about(what: Wrong) -> str:
    """Ask for a few words; only "something else" needs them."""
    lines_ = lines(
        # Translators: question to somebody who reports a mistake in the directory
        t("What is right, as far as you know? A few words are enough."),
        # Translators: to somebody who reports a mistake; the words are passed on
        t("Please write no names. Those who keep the entry read your words, not who you are."),
    )
    # Translators: button: report a mistake without further words
    nothing = Option(NO_WORDS, NO_WORDS, t("Send it without words"), "➡️")
    extra = () if what is Wrong.OTHER else (nothing,)
    return (await ask(FreeText("words", lines_, extra, longest=LONGEST_WORDS))).words


def answer(reported: Reported) -> Words:
    """Say who looks at it and that the reporter hears of it, or why nobody was told."""
    if reported.outcome is ReportedOutcome.TOLD_ALREADY:
        # Translators: the person reported the same before
        return t("You told me this already. It is being looked at.")
    if reported.outcome is ReportedOutcome.TOO_MANY:
        # Translators: the person has several reports that nobody has answered yet
        return t("Several of your reports are still being looked at. Please wait for an answer.")
    if reported.outcome is ReportedOutcome.NOT_THERE:
        # Translators: a place that was listed is not in the directory any more
        return t("This place is not in the directory any more.")
    return lines(
        # Translators: after a report of a mistake; {organisation} keeps the entry
        t("Thank you. {organisation} looks at it.", organisation=Verbatim(reported.organisation))
        if reported.organisation
        # Translators: after a report of a mistake where no organisation keeps the entry
        else t("Thank you. Those who keep the directory look at it."),
        # Translators: after a report of a mistake, to a person whose messages others read
        t("I do not write to you about it, as others may read your messages.")
        if reported.unheard
        # Translators: after a report of a mistake
        else t("I tell you what came of it."),
    )
