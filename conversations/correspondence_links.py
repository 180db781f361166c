"""Buttons and files of correspondence: what a reader can press about a message."""

from __future__ import annotations

from conversations.correspondence_words import ENCLOSED, REPLIES, SHOWN
from conversations.messages import Attached, Button, column, entry
from conversations.text import Marked, t
from domain.correspondence import FILE_NAMES, PASSED_ON, Content, Reply, replies_to
from domain.referrals import By
from domain.requests.corresponding import Correspondence


def enclosed(number: int, content: Content) -> Attached | None:
    """Give the file of a message; its content is read, by right, when it goes out."""
    if content.file is None:
        return None
    return Attached(f"{PASSED_ON}{number}", FILE_NAMES[content.file])


def replies(reference: str, number: int, content: Content) -> tuple[Button, ...]:
    """Give a button for each reply."""
    return tuple(
        Button(REPLIES[each], entry("reply", reference, str(number), each.value))
        for each in replies_to(content)
    )


def write_back(reference: str) -> Button:
    """Lead to the field for writing."""
    # Translators: button: write back in one's own words, or send a picture
    return Button(Marked("✍️", t("Write back")), entry("write", reference))


def links(seen: Correspondence) -> tuple[tuple[Button, ...], ...]:
    """Give buttons for the messages shown: their files, and the reply that is still open."""
    shown = seen.messages[-SHOWN:]
    files = [
        Button(ENCLOSED[each.content.file], entry("enclosure", seen.reference, str(each.number)))
        for each in shown
        if each.content.file
    ]
    asked = [each for each in shown if replies_to(each.content)] if seen.me is By.PERSON else []
    open_ones = [each for each in asked[-1:] if last_reply(seen, each.number) is None]
    answers = [
        button
        for each in open_ones
        for button in replies(seen.reference, each.number, each.content)
    ]
    return column(*files, *answers)


def last_reply(seen: Correspondence, number: int) -> Reply | None:
    """Give the latest reply to a message."""
    given = [each.content.reply for each in seen.messages if each.content.to == number]
    return given[-1] if given else None
