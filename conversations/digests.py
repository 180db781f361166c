"""Digests in words: what could wait, in one message."""

from __future__ import annotations

from conversations.caseworkers.backlog import how_many, queue, short, take
from conversations.messages import Button, Message, column, entry
from conversations.reminders import OUTSIDE, PRESSING, filled
from conversations.text import Marked, Moment, Words, lines, paragraphs, t, tn
from domain.notices import Digest, Pressing


def digest(notice: Digest) -> Message:
    """Tell what waits, with a button to take each request, and to the queue."""
    words = paragraphs(
        # Translators: to a caseworker, after quiet hours or a busy time; a list of requests follows
        Marked("📬", t("What came in meanwhile:")),
        new(notice),
        lines(
            *(
                Marked("🕰️", filled(PRESSING[what], reference, organisation))
                for reference, what, organisation in notice.pressing
            ),
            # Translators: below a list of requests that are late; {count} is a number of others
            tn("And {count} more.", "And {count} more.", notice.more) if notice.more else None,
        )
        if notice.pressing
        else None,
    )
    buttons = [take(reference) for reference, _ in notice.first]
    return Message(words, column(*buttons, *ways_on(notice)))


def new(notice: Digest) -> Words | None:
    """Tell the requests that wait to be taken, and since when."""
    if notice.oldest is None:
        return None
    return lines(
        how_many(notice.new),
        *(short(reference, service) for reference, service in notice.first),
        # Translators: when the request was sent that waits longest
        t("The oldest waits since {when}.", when=Moment(notice.oldest, notice.zone)),
    )


def ways_on(notice: Digest) -> list[Button]:
    """Lead to the lists in which the reader finds all of it."""
    pressing = {what for _, what, _ in notice.pressing}
    ways = []
    if notice.new or pressing - OUTSIDE - {Pressing.NO_ANSWER}:
        ways.append(queue())
    if Pressing.NO_ANSWER in pressing:
        # Translators: button of a coordinator: requests that other teams have not answered
        ways.append(Button(Marked("🕰️", t("Long overdue elsewhere")), entry("late")))
    return ways
