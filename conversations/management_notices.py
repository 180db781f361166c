"""Changes of management in words: to coordinators, to both sides, to the person."""

from __future__ import annotations

from typing import assert_never

from conversations.coordinators.parts import back_to
from conversations.messages import Attached, Button, Message, column, entry
from conversations.sheets import as_text
from conversations.staff.agenda_sheet import agenda_sheet
from conversations.staff.look_up_cards import fact_code
from conversations.staff.look_up_words import CHECKS
from conversations.text import (
    Day,
    Listed,
    Marked,
    Text,
    Verbatim,
    Words,
    lines,
    paragraphs,
    t,
    tn,
)
from domain.management_notices import (
    AgendaPage,
    AgendaReady,
    AgreementEnding,
    AgreementOver,
    CentreChangedHands,
    HandedOver,
    HandoverPostponed,
    Kept,
    ManagementNotice,
    NoOwnerAfter,
    OwnerChanged,
)
from domain.questions import Topic

# Translators: topic of a look-up, short, also a button: who manages a centre
MANAGERS = Marked("🏢", t("Who manages it"))
# Translators: topic of a look-up, short, also a button
AGREEMENTS = Marked("📝", t("Agreements"))


def of_management(notice: ManagementNotice) -> Message:
    """Put a notice about management into words."""
    match notice:
        case HandedOver():
            return handed_over(notice)
        case HandoverPostponed():
            return postponed(notice)
        case OwnerChanged():
            return owner_changed(notice)
        case CentreChangedHands():
            return changed_hands(notice)
        case NoOwnerAfter():
            return no_owner_after(notice)
        case AgreementEnding():
            return agreement_ending(notice)
        case AgreementOver():
            return agreement_over(notice)
        case AgendaReady():
            return Message(as_text(agenda_sheet(notice.agenda), "🗓️"))
        case AgendaPage():
            return agenda_page(notice)
        case _:
            assert_never(notice)


def handed_over(notice: HandedOver) -> Message:
    """Tell coordinators and both sides."""
    words = lines(
        Marked("🏢", Verbatim(notice.name)),
        # Translators: to those in charge: the manager of a centre changed today, as planned
        t(
            "{successor} runs this centre now; {former} has handed it over.",
            successor=Verbatim(notice.successor),
            former=Verbatim(notice.former),
        ),
        # Translators: to those in charge, after a centre changed hands
        t("New requests go to the new team. No open request is left without an answer."),
    )
    return Message(words, column(Button(MANAGERS, fact_code(Topic.MANAGER, notice.centre))))


def postponed(notice: HandoverPostponed) -> Message:
    """Tell coordinators what was missing, and that all goes on as before."""
    open_checks = Listed(tuple(CHECKS[check] for check in notice.unmet))
    words = lines(
        Marked("🏢", Verbatim(notice.name)),
        # Translators: to a coordinator: the planned change of manager did not happen today
        t("The handover to {name} is postponed.", name=Verbatim(notice.successor)),
        # Translators: what was not ready; {list} like "the new team has people"
        t("Still open: {list}", list=open_checks) if notice.unmet else not_completed(),
        # Translators: to a coordinator, when a handover was postponed
        t("{name} goes on, and all requests go there as before.", name=Verbatim(notice.former)),
    )
    return Message(Marked("⚠️", words), column(back_to(notice.centre)))


def not_completed() -> Words:
    """Say that the planned day passed, and nobody had completed the plan."""
    # Translators: to a coordinator: a plan has a day, and nobody confirmed it before that day
    return t("Its day has come, and nobody had completed the plan.")


HOLDERS: dict[Kept, Text] = {
    # Translators: to the caseworker: the case stays theirs, or moves if the person agrees
    Kept.TO_DECIDE: t(
        "The case stays with you. Please finish it, or offer the person to move it there."
    ),
    # Translators: to the caseworker: a promised case stays theirs
    Kept.PROMISED: t(
        "You have promised help in this case. It stays with you until it is finished."
    ),
    # Translators: to the caseworker: help is promised, but their agreement has ended
    Kept.CUT_OFF: t(
        "The agreement has ended: the person's name and messages are closed to you. "
        "Please finish what you promised. If you cannot, say so in the case, and it goes there."
    ),
    # Translators: to the caseworker: the right to read the case has ended with an agreement
    Kept.GONE: t("The agreement has ended, so the case has left you. Please keep no copy of it."),
}


def owner_changed(notice: OwnerChanged) -> Message:
    """Tell the holder that the case stays with them, and what they can do."""
    words = lines(
        # Translators: to a caseworker: another organisation answers for the centre of the case
        t(
            "{reference}: {organisation} answers for {centre} now.",
            reference=Verbatim(notice.reference),
            organisation=Verbatim(notice.organisation),
            centre=Verbatim(notice.centre),
        ),
        HOLDERS[notice.kept],
    )
    if notice.kept is Kept.GONE:
        return Message(words)
    # Translators: button of a caseworker: see the case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    return Message(words, column(look))


def changed_hands(notice: CentreChangedHands) -> Message:
    """Tell the person that nothing is lost, and who answers."""
    keeper = Verbatim(notice.keeper)
    goes_on: Words = (
        # Translators: to the person: the same people go on with the request
        t("Your request stays with {organisation}. They will answer you.", organisation=keeper)
        if notice.kept is Kept.TO_DECIDE
        # Translators: to the person: the promise holds, though others run the place
        else t("What {organisation} has promised you still holds.", organisation=keeper)
    )
    # Translators: button: see one's request
    see = Button(Marked("📄", t("My request")), entry("request", notice.reference))
    return Message(
        paragraphs(
            # Translators: to the person: another organisation answers for the place they asked
            t(
                "{reference}: {organisation} now answers for {centre}.",
                reference=Verbatim(notice.reference),
                organisation=Verbatim(notice.organisation),
                centre=Verbatim(notice.centre),
            ),
            goes_on,
            cut_off(notice) if notice.kept is Kept.CUT_OFF else None,
            # Translators: to the person: nothing personal was passed on
            t("Nothing about you was passed on."),
        ),
        column(see),
    )


def cut_off(notice: CentreChangedHands) -> Words:
    """Say that those who promised help read no more, and what the person can do."""
    return lines(
        # Translators: to the person: {organisation} may not read messages since an agreement ended
        t(
            "But {organisation} can no longer read what you write here.",
            organisation=Verbatim(notice.keeper),
        ),
        # Translators: to the person: {organisation} is the one that runs the place now
        t(
            "If the help does not come, cancel this request and ask again. "
            "It then goes to {organisation}.",
            organisation=Verbatim(notice.organisation),
        ),
    )


def no_owner_after(notice: NoOwnerAfter) -> Message:
    """Tell coordinators that a request stays where it is and needs them."""
    words = lines(
        # Translators: to a coordinator: others run the centre, and may not have this request
        t(
            "{reference}: {centre} has changed hands, and this request may not go along.",
            reference=Verbatim(notice.reference),
            centre=Verbatim(notice.centre),
        ),
        # Translators: to a coordinator
        t(
            "{organisation} keeps it for now. Please look for another way.",
            organisation=Verbatim(notice.keeper),
        ),
    )
    return Message(Marked("⚠️", words))


def agreement_ending(notice: AgreementEnding) -> Message:
    """Warn in time, with what to do (B6)."""
    words = lines(
        Marked("🏢", Verbatim(notice.name)),
        # Translators: to those in charge: an agreement ends soon; {date} is its last day
        tn(
            "{agreement} ends in {count} day. Last day: {date}",
            "{agreement} ends in {count} days. Last day: {date}",
            notice.days,
            agreement=Verbatim(notice.agreement),
            date=Day(notice.last_day),
        ),
        # Translators: to those in charge, before an agreement ends
        t("Please record a new one in time, or plan who receives requests after it."),
    )
    look = Button(AGREEMENTS, fact_code(Topic.AGREEMENTS, notice.centre))
    return Message(Marked("📅", words), column(look))


def agreement_over(notice: AgreementOver) -> Message:
    """Tell coordinators on the day, with the requests that are still open."""
    references = Listed(tuple(Verbatim(each) for each in notice.references))
    words = lines(
        Marked("🏢", Verbatim(notice.name)),
        # Translators: to a coordinator: an agreement is over
        t("{agreement} has ended.", agreement=Verbatim(notice.agreement)),
        # Translators: to a coordinator: what the end of an agreement means
        t("New requests go to IOM or to you. Rights to read that rested on it have ended."),
        # Translators: to a coordinator: references of requests that are open at that centre
        t("Open there: {list}", list=references) if notice.references else nothing_open(),
        # Translators: how many further requests are open, below a list of some
        tn("and {count} more", "and {count} more", notice.more) if notice.more else None,
        promised(notice.promised) if notice.promised else None,
    )
    return Message(Marked("⚠️", words), column(back_to(notice.centre)))


def promised(references: tuple[str, ...]) -> Words:
    """Ask coordinators to see to those whose helpers can neither read nor write to them."""
    return lines(
        # Translators: to a coordinator: requests whose helpers lost the right to read
        t(
            "Help is promised in {list}. Who promised it can no longer write to these people.",
            list=Listed(tuple(Verbatim(each) for each in references)),
        ),
        # Translators: to a coordinator: them: those who promised help before their agreement ended
        t("Please ask them to finish, or to give the request back."),
    )


def agenda_page(notice: AgendaPage) -> Message:
    """Send the agenda as a page to print."""
    # Translators: with a file: the agenda of a committee's meeting, to be printed; {name} a centre
    words = t("The agenda for {name}, to print or to pass on.", name=Verbatim(notice.name))
    return Message(words, file=Attached(notice.document, "agenda.pdf"))


def nothing_open() -> Words:
    """Say that no request is open."""
    # Translators: to a coordinator: no request is open at a centre
    return t("No request is open there.")
