"""Notices of correspondence: to the person with the words, to the holder without them."""

from __future__ import annotations

from conversations.correspondence_links import enclosed, replies, write_back
from conversations.correspondence_words import NOT_TRANSLATED, content_words
from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Verbatim, Words, lines, paragraphs, t
from domain.correspondence import Meeting
from domain.notices import CorrespondenceNotice, WrittenToPerson, WrittenUnread


def of_correspondence(notice: CorrespondenceNotice) -> Message:
    """Put a notice of a message into words."""
    if isinstance(notice, WrittenToPerson):
        return to_person(notice)
    if isinstance(notice, WrittenUnread):
        return Message(unread(notice))
    # Translators: to the caseworker who holds the case
    words = t("{reference}: the person wrote to you.", reference=Verbatim(notice.reference))
    # Translators: button of a caseworker: read what the person wrote and write back
    read = Button(Marked("💬", t("Read and answer")), entry("talk", notice.reference))
    return Message(Marked("✉️", words), column(read))


def unread(notice: WrittenUnread) -> Words:
    """Tell coordinators that a person waits for an answer that cannot come."""
    organisation = Verbatim(notice.organisation)
    words = lines(
        # Translators: to a coordinator: an agreement has ended, so the organisation reads no more
        t(
            "{reference}: the person wrote, and {organisation} may no longer read it.",
            reference=Verbatim(notice.reference),
            organisation=organisation,
        ),
        # Translators: to a coordinator: give it back means that others then receive the request
        t(
            "Please ask {organisation} to finish the request, or to give it back.",
            organisation=organisation,
        ),
    )
    return Marked("⚠️", words)


def to_person(notice: WrittenToPerson) -> Message:
    """Pass a message on, with buttons that answer it; a secret address cannot be forwarded."""
    content = notice.content
    secret = content.where is Meeting.UNDISCLOSED
    # Translators: to the person: whoever looks after the request writes; the message follows
    first = t(
        "{reference}: {organisation} writes to you:",
        reference=Verbatim(notice.reference),
        organisation=Verbatim(notice.organisation),
    )
    words = paragraphs(
        Marked("✉️", first),
        content_words(content, notice.place, notice.zone),
        # Translators: follows the secret address
        t("Please tell nobody. It keeps everybody there safe.") if secret else None,
        NOT_TRANSLATED if content.words else None,
    )
    return Message(
        words,
        column(*replies(notice.reference, notice.number, content), write_back(notice.reference)),
        private=secret or content.file is not None,
        file=enclosed(notice.number, content),
    )
