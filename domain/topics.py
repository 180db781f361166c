"""Topics in a team's group: what is said there of a request, and what never is (Safety 5, 9).

A group may hold people who are not of the team, so nothing there leads to a person: a reference,
the kind of help where no concern shows in it, how soon it is needed, and what comes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.clocks import Step
from domain.people import Urgency
from domain.referrals import Referral, State
from domain.services import ServiceType

# How long a team may take what is not urgent from its group before each hears of it privately.
TOPIC_FIRST = timedelta(minutes=30)
# How long the bot waits to be added to the group that somebody asked for.
ASKED_HOLDS = timedelta(hours=1)


class TopicNews(StrEnum):
    """What is said in a topic."""

    NEW = "new"
    WAITS_AGAIN = "waits_again"
    TAKEN = "taken"
    STILL_WAITS = "still_waits"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    MOVED = "moved"
    CLOSED = "closed"


ON_ARRIVAL: dict[State, TopicNews] = {
    State.CLAIMED: TopicNews.TAKEN,
    State.ACCEPTED: TopicNews.ANSWERED,
    State.DECLINED: TopicNews.ANSWERED,
    State.CLOSED: TopicNews.CLOSED,
}
WHEN_DUE: dict[Step, TopicNews] = {
    Step.TAKE_HALF: TopicNews.STILL_WAITS,
    Step.TAKE_LIMIT: TopicNews.OVERDUE,
    Step.DECIDE_LIMIT: TopicNews.OVERDUE,
}
LAST = frozenset({TopicNews.MOVED, TopicNews.CLOSED})


@dataclass(frozen=True, slots=True)
class InTopic:
    """One message in a topic. `help`: None where the kind of help would tell of a concern."""

    reference: str
    what: TopicNews
    urgency: Urgency
    help: ServiceType | None


class TopicStep(StrEnum):
    """What is done in a group."""

    OPEN = "open"
    SAY = "say"
    CLOSE = "close"
    LEAVE = "leave"


class GroupStanding(StrEnum):
    """What the bot is in a group: able to keep topics there, or why not."""

    READY = "ready"
    NO_TOPICS = "no_topics"
    NO_RIGHT = "no_right"
    OUT = "out"


def may_have_topic(referral: Referral) -> bool:
    """Say whether a request may be told of in a group: staff of the State may be in it."""
    return not referral.told.refuses_authorities


def help_in_group(referral: Referral, kind: ServiceType) -> ServiceType | None:
    """Give the kind of help as a group may read it; None with any concern, or a child alone."""
    return None if referral.told.concerns or referral.told.child_alone else kind


def news_of(before: Referral, after: Referral) -> TopicNews | None:
    """Say what a move is for a topic; None if nothing is told of it there."""
    if after.team != before.team:
        return TopicNews.MOVED
    return ON_ARRIVAL.get(after.state) if after.state is not before.state else None
