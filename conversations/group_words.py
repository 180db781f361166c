"""What is said in a team's group, and to its keepers about it; never anything of a person."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Text, Verbatim, Words, beside, lines, t
from conversations.vocabulary import SERVICE_SIGNS, SERVICES, URGENCY, URGENCY_SIGNS
from domain.notices import GroupNews
from domain.topics import LAST, GroupStanding, InTopic, TopicNews

SAID: dict[TopicNews, tuple[str, Text]] = {
    # Translators: in a team's group: a request waits for somebody to take it
    TopicNews.NEW: ("📥", t("New request {reference}")),
    # Translators: in a team's group: the request is free to be taken again
    TopicNews.WAITS_AGAIN: ("↩️", t("{reference} waits again for somebody to take it.")),
    # Translators: in a team's group
    TopicNews.TAKEN: ("✋", t("{reference} is taken.")),
    # Translators: to a team: nobody has taken the request yet, half of the time is over
    TopicNews.STILL_WAITS: ("🕰️", t("{reference} still waits for somebody to take it.")),
    # Translators: in a team's group: the time to take or decide the request is over
    TopicNews.OVERDUE: ("🕰️", t("{reference} is overdue.")),
    # Translators: in a team's group: yes or no was said; not which of them
    TopicNews.ANSWERED: ("✔️", t("{reference} is answered.")),
    # Translators: to a caseworker: another team has the request now
    TopicNews.MOVED: ("↪️", t("Request {reference} is with another team now.")),
    # Translators: in a team's group: nothing more is to be done
    TopicNews.CLOSED: ("🔒", t("{reference} is closed.")),
}

STANDING: dict[GroupStanding, Text] = {
    # Translators: to a supervisor: the group works
    GroupStanding.READY: t(
        "Topics are on for {team}: each new request gets its own in your group."
    ),
    # Translators: to a supervisor: the bot was added to a group without topics
    GroupStanding.NO_TOPICS: t(
        "I am in the group for {team}, and it has no topics. Please turn topics on in the "
        "settings of the group, then take me out and add me again."
    ),
    # Translators: to a supervisor: the bot was added to a group without the right it needs
    GroupStanding.NO_RIGHT: t(
        "I am in the group for {team}. Please make me an administrator there who may manage topics."
    ),
    # Translators: to a supervisor: the group does not work any more
    GroupStanding.OUT: t(
        "I cannot keep topics in the group of {team} any more. Nothing is lost: "
        "everybody hears of requests here, in private."
    ),
}

# Translators: in a team's group, to somebody who writes to the bot there
IN_PRIVATE = t("I say nothing about requests in a group. Please write to me in private.")


def title(said: InTopic) -> Words:
    """Give the title of a topic."""
    sign = URGENCY_SIGNS[said.urgency]
    if said.help is None:
        return Marked(sign, Verbatim(said.reference))
    return Marked(sign, beside(Verbatim(said.reference), SERVICES[said.help]))


def in_topic(said: InTopic) -> Message:
    """Say something in a topic, with a way to the case in the private chat."""
    sign, text = SAID[said.what]
    told = Marked(sign, Text(text.message, (("reference", Verbatim(said.reference)),)))
    if said.what in LAST:
        return Message(told)
    # Translators: how soon help is needed; {when} like "today"
    when = t("Needed {when}", when=URGENCY[said.urgency])
    help_wanted = Marked(SERVICE_SIGNS[said.help], SERVICES[said.help]) if said.help else None
    words = lines(told, beside(help_wanted, when)) if said.what is TopicNews.NEW else told
    # Translators: button in a team's group: see the request in the private chat with the bot
    look = Button(Marked("👁", t("Open in private")), entry("case", said.reference))
    return Message(words, column(look))


def group_news(notice: GroupNews) -> Message:
    """Tell the keepers of a group how it stands with it."""
    values = (("team", Verbatim(notice.team)),)
    words = Text(STANDING[notice.standing].message, values)
    if notice.standing is GroupStanding.READY:
        return Message(Marked("💬", words))
    # Translators: button of a supervisor: the team's group, with a topic for each request
    again = Button(Marked("💬", t("Group with topics")), entry("topics"))
    return Message(Marked("💬", words), column(again))
