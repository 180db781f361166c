"""Notices about entries: questions to their keepers, reports, and what came of them."""

from __future__ import annotations

from typing import assert_never

from conversations.messages import Button, Message, column, entry
from conversations.persons.report_entry import WRONG
from conversations.staff.keep_entries import STILL_RIGHT, change_button
from conversations.text import Country, Day, Marked, Text, Verbatim, Words, beside, lines, t
from conversations.vocabulary import SERVICE_SIGNS
from domain.notices import (
    EntryChecked,
    EntryNotice,
    EntryReported,
    NobodyChecks,
    ReportAnswered,
    ReportSettled,
    StillRight,
)
from domain.reports import ReportOutcome

ANSWERS: dict[ReportOutcome, Text] = {
    # Translators: to a person who reported a mistake in the directory
    ReportOutcome.CORRECTED: t("Thank you: you were right, and the entry is corrected."),
    # Translators: to a person who reported a mistake in the directory
    ReportOutcome.WAS_RIGHT: t("They checked it: the entry is right as it stands. Thank you."),
    # Translators: to a person who reported a mistake in the directory
    ReportOutcome.NOT_CLEAR: t("They could not find out what is right. Please ask there first."),
}


def entry_notice(notice: EntryNotice) -> Message:
    """Put a notice about an entry into words."""
    match notice:
        case StillRight():
            return still_right(notice)
        case EntryChecked():
            return Message(checked(notice))
        case NobodyChecks():
            return nobody_checks(notice)
        case EntryReported():
            return reported(notice)
        case ReportSettled():
            return Message(settled(notice))
        case ReportAnswered():
            return answered(notice)
        case _:
            assert_never(notice)


def still_right(notice: StillRight) -> Message:
    """Ask the keepers: one tap if it is right, another to change it."""
    words = lines(
        Marked("🏢", beside(Verbatim(notice.name), Verbatim(notice.city), Country(notice.country))),
        last_check(notice),
        # Translators: question to staff about a centre's entry in the directory
        t("Is what I tell about this place still right?"),
    )
    right = Button(Marked("👍", STILL_RIGHT), entry("verify", str(notice.centre)))
    # Translators: button of staff: read the entry of a centre
    read = Button(Marked("👁", t("Show the entry")), entry("look_up", str(notice.centre)))
    return Message(words, ((right, change_button(notice.centre)), (read,)))


def last_check(notice: StillRight | NobodyChecks) -> Words:
    """Say when the entry was last checked."""
    if notice.verified_on is None:
        # Translators: nobody has ever checked an entry of the directory
        return t("Nobody has checked this entry yet.")
    # Translators: when somebody last checked that an entry is right
    return t("Checked on {date}", date=Day(notice.verified_on))


def checked(notice: EntryChecked) -> Words:
    """Say that the question is answered."""
    name = Verbatim(notice.name)
    if notice.by_you:
        # Translators: to the member of staff who confirmed an entry
        return Marked("✔️", t("{name}: you have checked the entry.", name=name))
    # Translators: to other staff who were asked about an entry
    return Marked("✔️", t("{name}: a colleague has checked the entry.", name=name))


def nobody_checks(notice: NobodyChecks) -> Message:
    """Tell the coordinators whose entry nobody confirms."""
    # Translators: to a coordinator: the organisation was asked several times about its entry
    words = t(
        "{organisation} does not answer whether the entry of {name} is still right.",
        organisation=Verbatim(notice.organisation),
        name=Verbatim(notice.name),
    )
    right = Button(Marked("👍", STILL_RIGHT), entry("verify", str(notice.centre)))
    told = lines(Marked("⚠️", words), last_check(notice))
    return Message(told, ((right, change_button(notice.centre)),))


def reported(notice: EntryReported) -> Message:
    """Tell the keepers that somebody says their entry is wrong."""
    sign, wrong = WRONG[notice.what]
    # Translators: to staff: somebody reported a mistake in the entry of a centre
    first = t("Somebody says that this entry is wrong:")
    # Translators: button of staff: read a report of a mistake
    read = Button(Marked("👁", t("Look at it")), entry("report", str(notice.report)))
    return Message(
        lines(
            Marked("✏️", first),
            Marked(
                SERVICE_SIGNS[notice.service], beside(Verbatim(notice.name), Verbatim(notice.city))
            ),
            Marked(sign, wrong),
        ),
        column(read),
    )


def settled(notice: ReportSettled) -> Words:
    """Say that the report is answered."""
    name = Verbatim(notice.name)
    if notice.by_you:
        # Translators: to the member of staff who answered a report of a mistake
        return Marked("✔️", t("{name}: you have answered the report.", name=name))
    # Translators: to other staff who were told of a report of a mistake
    return Marked("✔️", t("{name}: a colleague has answered the report.", name=name))


def answered(notice: ReportAnswered) -> Message:
    """Tell whoever reported what came of it."""
    # Translators: to a person who reported a mistake; {name} is a place
    first = t("You told me about {name}.", name=Verbatim(notice.name))
    # Translators: button: see a place of the directory
    see = Button(Marked("👁", t("See the place")), entry("card", str(notice.service)))
    return Message(lines(first, ANSWERS[notice.outcome]), column(see))
