"""Notices after an end: a case is open again, or was the same as another one."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Verbatim, Words, t
from domain.notices import AfterNotice, SameAs, SentBack


def of_after(notice: AfterNotice) -> Message:
    """Put a notice after an end into words."""
    match notice:
        case SentBack():
            return sent_back(notice)
        case SameAs():
            return same_as(notice)


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
