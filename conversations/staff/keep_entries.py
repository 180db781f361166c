"""Keeping entries true: one tap says "still right"; reports of mistakes are answered."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.report_entry import WRONG
from conversations.questions import Choice, Option
from conversations.text import (
    Country,
    Day,
    Marked,
    Moment,
    Text,
    Verbatim,
    Words,
    beside,
    lines,
    paragraphs,
    t,
    tn,
)
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.organisations import CentreId
from domain.reports import ReportId, ReportOutcome
from domain.requests import Done, DoneOutcome
from domain.requests.keeping import AnswerReport, ConfirmEntry, OneReport, OpenReports, ReportView

SHOWN = 6

# Translators: button of staff: the entry of a centre is right as it stands
STILL_RIGHT = t("Still right")
# Translators: button of staff: change facts of a centre
CHANGE = t("Change")

OUTCOMES: dict[ReportOutcome, tuple[str, Text]] = {
    # Translators: button of staff: what came of a report of a mistake
    ReportOutcome.CORRECTED: ("✔️", t("I have corrected it")),
    # Translators: button of staff: what came of a report of a mistake
    ReportOutcome.WAS_RIGHT: ("👍", t("The entry is right")),
    # Translators: button of staff: what came of a report of a mistake
    ReportOutcome.NOT_CLEAR: ("❔", t("I cannot tell")),
}


def change_button(centre: CentreId) -> Button:
    """Lead to changing the facts of a centre."""
    return Button(Marked("✏️", CHANGE), entry("update", str(centre)))


async def verify(start: Start) -> Farewell:
    """Note that the entry of a centre is right; pressed twice, it says the same."""
    centre = CentreId(start.argument(0))
    done: Done = await do(ConfirmEntry(centre), "confirm")
    if done.outcome is not DoneOutcome.DONE:
        # Translators: to staff: the rights may have ended in the meantime
        return Farewell(t("I know no such centre that you may change."))
    # Translators: to staff who confirmed that an entry is right
    return Farewell(
        t("Thank you. The entry counts as checked today."), column(change_button(centre))
    )


async def reports(start: Start) -> Farewell:
    """List the open reports about entries that the reader keeps, oldest first."""
    waiting: tuple[ReportView, ...] = await look(OpenReports())
    if not waiting:
        # Translators: to staff: nobody has reported a mistake that is still open
        return Farewell(t("No report of a mistake is open."))
    buttons = (
        Button(Marked(WRONG[each.what][0], Verbatim(each.name)), entry("report", str(each.id)))
        for each in waiting[:SHOWN]
    )
    return Farewell(
        paragraphs(
            # Translators: above a list of mistakes that people reported
            tn(
                "{count} open report of a mistake:",
                "{count} open reports of mistakes:",
                len(waiting),
            ),
            *(row(each) for each in waiting[:SHOWN]),
        ),
        column(*buttons),
    )


def row(view: ReportView) -> Words:
    """Tell a report in short lines: the entry, what is wrong, and when it was said."""
    sign, wrong = WRONG[view.what]
    return lines(
        Marked(SERVICE_SIGNS[view.kind], Verbatim(view.name)),
        beside(
            SERVICES[view.kind], Verbatim(view.city) if view.city else None, Country(view.country)
        ),
        Marked(sign, wrong),
        # Translators: when somebody reported a mistake
        t("Reported: {when}", when=Moment(view.at, view.zone)),
    )


async def report(start: Start) -> Farewell:
    """Show a report with its words and take the answer; the reporter is told at once."""
    view: ReportView | None = await look(OneReport(ReportId(start.argument(0))))
    if view is None:
        # Translators: to staff: the report is answered already, or not theirs
        return Farewell(t("This report is not open any more."))
    options: list[Option[ReportOutcome | None]] = [
        Option(outcome, outcome.value, words, sign) for outcome, (sign, words) in OUTCOMES.items()
    ]
    options.append(Option(None, "change", CHANGE, "✏️"))
    chosen = await ask(Choice("outcome", shown(view), options))
    if chosen is None:
        return Farewell(next=entry("update", str(view.centre)))
    done: Done = await do(AnswerReport(view.id, chosen), f"answer:{chosen}")
    if done.outcome is not DoneOutcome.DONE:
        return Farewell(t("This report is not open any more."))
    # Translators: to staff who answered a report of a mistake
    return Farewell(t("Thank you. Whoever reported it is told."))


def shown(view: ReportView) -> Words:
    """Tell a report in full, with the words of whoever made it."""
    checked = None
    if view.verified_on is not None:
        # Translators: when somebody last checked that an entry is right
        checked = t("Checked on {date}", date=Day(view.verified_on))
    # Translators: before the words of somebody who reported a mistake
    words = lines(t("They write:"), Verbatim(view.words)) if view.words else None
    # Translators: question to staff about a report of a mistake
    return paragraphs(row(view), words, checked, t("What came of it?"))
