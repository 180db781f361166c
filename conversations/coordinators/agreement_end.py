"""An agreement that ends earlier than agreed, by message: which one, its last day, and why."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from conversations.coordinators.day_asked import DayAsked
from conversations.coordinators.parts import entered
from conversations.dialogue import Farewell, ask
from conversations.persons.find_centre import short
from conversations.questions import Choice, Option
from conversations.staff.look_up_words import AGREEMENT_KINDS
from conversations.text import Day, Text, Verbatim, Words, beside, lines, t
from domain.agreements import AgreementKind
from domain.requests.managing import Endable, EndAgreement, EndReason, Management

REASONS: dict[EndReason, Text] = {
    # Translators: button of coordinators: why an agreement ends: both parties want it so
    EndReason.TOGETHER: t("Both sides agreed"),
    # Translators: button of coordinators: why an agreement ends
    EndReason.MONEY: t("The money ends"),
    # Translators: button of coordinators: why an agreement ends: somebody did not do as agreed
    EndReason.NOT_KEPT: t("It was not kept"),
    # Translators: button of coordinators: why an agreement ends
    EndReason.OTHER: t("Another reason"),
}


async def end_agreement(view: Management) -> Farewell:
    """Let an agreement end on an earlier day, and say what follows from that."""
    found = await which_agreement(view)
    # Translators: question to a coordinator: the day after which an agreement is over
    words = t("Which is its last day?")
    last = await ask(DayAsked("last", words, view.today, view.today)) or view.today
    options = [Option(each, each.value, REASONS[each]) for each in EndReason]
    # Translators: question to a coordinator: why an agreement ends earlier than agreed
    reason = await ask(Choice("reason", t("Why does it end?"), options))
    said = lines(
        AGREEMENT_KINDS[found.kind.value],
        Verbatim(found.name),
        # Translators: an agreement ends earlier than agreed
        t("Its last day is {date}.", date=Day(last)),
        REASONS[reason],
        after(found),
    )
    return await entered(view, said, EndAgreement(view.centre.id, found.id, last, reason))


def after(found: Endable) -> Text | None:
    """Say what follows; people's salaries are no matter of requests."""
    if found.kind is AgreementKind.STAFFING:
        return None
    # Translators: what follows when an agreement between organisations has ended
    return t("After that, new requests no longer go by it. You get a list of the open ones.")


async def which_agreement(view: Management) -> Endable:
    """Ask which agreement; a single one needs no question."""
    if len(view.endable) == 1:
        return view.endable[0]
    options = [Option(each, code_of(each), label(each), "📝") for each in view.endable]
    # Translators: question to a coordinator: which agreement ends earlier than agreed
    return await ask(Choice("which", t("Which agreement?"), options))


def code_of(each: Endable) -> str:
    """Give a short code that stays the agreement's own: its id may be longer than a button's."""
    return sha256(each.id.encode()).hexdigest()[:12]


def label(each: Endable) -> Words:
    """Name an agreement, with its last day as it stands."""
    name = Verbatim(short(each.name))
    return beside(name, day_words(each.last_day)) if each.last_day else name


def day_words(day: date) -> Text:
    """Say until when an agreement holds."""
    # Translators: after the name of an agreement: its last day
    return t("until {date}", date=Day(day))
