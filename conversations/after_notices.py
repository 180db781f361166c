"""Notices after an end: a case is open again, or was the same as another one."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Verbatim, Words, lines, t
from domain.notices import AfterNotice, HowWasIt, SameAs, SentBack


def of_after(notice: AfterNotice) -> Message:
    """Put a notice after an end into words."""
    match notice:
        case SentBack():
            return sent_back(notice)
        case SameAs():
            return same_as(notice)
        case HowWasIt():
            return how_was_it(notice)


def sent_back(notice: SentBack) -> Message:
    """Tell the holder that a case is open again, and by whose wish."""
    reference = Verbatim(notice.reference)
    if notice.by_person:
        # Translators: to a caseworker: the person opened a finished request again
        words: Words = t(
            "{reference}: the person did not get the help. It is open again, with you.",
            reference=reference,
        )
    else:
        # Translators: to a caseworker: the supervisor wants another decision
        words = t("{reference}: your supervisor asks you to decide again.", reference=reference)
    # Translators: button of a caseworker: see the case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    return Message(Marked("🔁", words), column(look))


def same_as(notice: SameAs) -> Message:
    """Tell the person which request goes on."""
    # Translators: to the person: two requests were the same; {other} goes on
    words = t(
        "{reference} is the same as {other}. Nothing is lost: {other} goes on.",
        reference=Verbatim(notice.reference),
        other=Verbatim(notice.other),
    )
    # Translators: button: see one's request
    see = Button(Marked("📄", t("My request")), entry("request", notice.other))
    return Message(words, column(see))


def how_was_it(notice: HowWasIt) -> Message:
    """Ask how it was, after some days, in a message that needs no answer."""
    words = lines(
        # Translators: to the person, days after the end; {reference} like K7M-2QX4
        t("{reference} is closed now.", reference=Verbatim(notice.reference)),
        # Translators: to the person, days after the end: they may say how they were treated
        t(
            "If you like, tell how {organisation} treated you. I do not keep who said it.",
            organisation=Verbatim(notice.organisation),
        ),
    )
    # Translators: button: say how one was treated
    say = Button(Marked("💬", t("Say how it was")), entry("feedback", notice.reference))
    # Translators: button: not say how one was treated, and not be asked again
    leave = Button(t("No, thank you"), entry("feedback", notice.reference, "no"))
    return Message(words, column(say, leave))
