"""Notices among colleagues: a case passed on, asked for, given."""

from __future__ import annotations

from conversations.caseworkers.backlog import waits_for_you
from conversations.digests import digest
from conversations.group_words import group_news
from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Text, Verbatim, Words, t
from domain.notices import (
    ColleagueAnswered,
    ColleagueAsks,
    DeclineProposed,
    DeclineReviewed,
    Digest,
    GivenToYou,
    GroupNews,
    TeamNotice,
    WaitsForYou,
    WithColleague,
)

AboutOne = ColleagueAsks | ColleagueAnswered | GivenToYou | WithColleague | DeclineProposed

SAID: dict[type[AboutOne], Text] = {
    # Translators: to a caseworker; {name} is a colleague who holds the case
    ColleagueAsks: t("{name} asks you to take {reference} over."),
    # Translators: to the caseworker who asked a colleague to take a case; {name} is the colleague
    ColleagueAnswered: t("{name} cannot take {reference} over. It stays with you."),
    # Translators: to a caseworker; {name} is the supervisor who gives them the case
    GivenToYou: t("{name} has given {reference} to you."),
    # Translators: to the caseworker who had the case until now; {name} is the colleague
    WithColleague: t("{name} looks after {reference} now. Thank you for your work on it."),
    # Translators: to a caseworker; {name} is a colleague who wants to decline a request
    DeclineProposed: t("{name} wants to decline {reference}. Please look at it before it is said."),
}
REVIEWED: dict[bool | None, Text] = {
    # Translators: to a caseworker who proposed to decline; {name} is the colleague who looked at it
    True: t("{name} agrees. {reference} is declined, and the person is told."),
    # Translators: to a caseworker who proposed to decline; {name} is the colleague who looked at it
    False: t("{name} does not agree with a no to {reference}. Please look for another way."),
    # Translators: to a caseworker who proposed to decline: time is over, the no is valid now
    None: t("Nobody looked at your no to {reference} in time. It holds, and the person is told."),
}


def of_team(notice: TeamNotice) -> Message:
    """Put a notice among colleagues into words; the case itself is read by right."""
    if isinstance(notice, WaitsForYou):
        return Message(*waits_for_you(notice))
    if isinstance(notice, Digest):
        return digest(notice)
    if isinstance(notice, GroupNews):
        return group_news(notice)
    values = (("name", called(notice.name)), ("reference", Verbatim(notice.reference)))
    said = REVIEWED[notice.yes] if isinstance(notice, DeclineReviewed) else SAID[type(notice)]
    words = Marked("🤝", Text(said.message, values))
    if isinstance(notice, WithColleague):
        return Message(words)
    # Translators: button of a caseworker: see more of a case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    if not isinstance(notice, ColleagueAsks):
        return Message(words, column(look))
    # Translators: button of a caseworker: take the case of a colleague who asks
    yes = Button(
        Marked("✅", t("Yes, I take it over")), entry("colleague", notice.reference, "yes")
    )
    # Translators: button of a caseworker: do not take the case of a colleague who asks
    no = Button(Marked("✖", t("No, I cannot")), entry("colleague", notice.reference, "no"))
    return Message(words, column(yes, no, look))


def called(name: str) -> Words:
    """Give a colleague's name; some have told none."""
    # Translators: somebody of the same team who has told no name; begins a sentence
    return Verbatim(name) if name else t("A colleague")
