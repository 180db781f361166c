"""Topics: each request of a team that has a group is a topic there, told of without the person.

What is to be done in the group stands in the outbox, in the transaction of what it tells of, and
is done in its order by `bot/topics.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from casework.workplace import Work
from domain.clocks import Step
from domain.organisations import TeamId
from domain.people import Urgency
from domain.referrals import Referral
from domain.topics import (
    LAST,
    WHEN_DUE,
    InTopic,
    TopicNews,
    TopicStep,
    help_in_group,
    may_have_topic,
    news_of,
)
from storage import groups, outbox, topics
from storage.groups import TeamGroup
from storage.people import Address
from storage.topics import Topic

CHANNEL = "telegram_group"
TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class GroupTask:
    """One thing to do in a team's group, in the language in which the group is spoken to.

    `topic`: our number of it, 0 for none.
    """

    step: TopicStep
    team: TeamId
    language: str
    topic: int = 0
    said: InTopic | None = None


def decode(payload: bytes) -> GroupTask:
    """Read a task from the outbox."""
    return msgspec.json.decode(payload, type=GroupTask)


async def open_topic(work: Work, referral: Referral) -> None:
    """Begin a request's topic in the group of its team, or say there that it waits again."""
    group = await group_of(work, referral.team)
    if group is None or not may_have_topic(referral):
        return
    topic = await topics.of(work.tx, referral.id)
    if topic is not None:
        await put(work, group, TopicStep.SAY, topic.number, referral, TopicNews.WAITS_AGAIN)
        return
    number = await topics.begin(work.tx, referral.id, referral.team)
    for step in (TopicStep.OPEN, TopicStep.SAY):
        await put(work, group, step, number, referral, TopicNews.NEW)


async def tell_move(work: Work, before: Referral, after: Referral) -> None:
    """Say in its topic what came of a request; the last word closes it."""
    news, topic = news_of(before, after), await topics.of(work.tx, before.id)
    if news is None or topic is None:
        return
    steps = (TopicStep.SAY, TopicStep.CLOSE) if news in LAST else (TopicStep.SAY,)
    for step in steps:
        await put_for(work, topic, step, after, news)
    if news in LAST:
        await topics.end(work.tx, topic.number, work.now)


async def tell_due(work: Work, referral: Referral, step: Step) -> None:
    """Say in its topic that a request waits too long."""
    topic = await topics.of(work.tx, referral.id)
    if step in WHEN_DUE and topic is not None:
        await put_for(work, topic, TopicStep.SAY, referral, WHEN_DUE[step])


async def put_for(
    work: Work, topic: Topic, step: TopicStep, referral: Referral, news: TopicNews
) -> None:
    """Put a task for a topic into the outbox, if its group works."""
    group = await group_of(work, topic.team)
    if group is not None:
        await put(work, group, step, topic.number, referral, news)


async def group_of(work: Work, team: TeamId) -> TeamGroup | None:
    """Give the group of a team, if it works."""
    group = await groups.of_team(work.tx, team)
    return group if group is not None and group.works else None


async def put(
    work: Work,
    group: TeamGroup,
    step: TopicStep,
    topic: int = 0,
    referral: Referral | None = None,
    news: TopicNews | None = None,
) -> None:
    """Put a task for a group into the outbox."""
    said = in_topic(work, referral, news) if referral and news else None
    await outbox.put(
        work.tx,
        person=None,
        address=Address(CHANNEL, group.chat or ""),
        kind=TOPIC,
        payload=msgspec.json.encode(GroupTask(step, group.team, group.language, topic, said)),
        now=work.now,
        urgent=referral is not None and referral.urgency is Urgency.EMERGENCY,
    )


def in_topic(work: Work, referral: Referral, news: TopicNews) -> InTopic:
    """Cut a request to what a group may read."""
    kind = work.directory.service(referral.service).type
    return InTopic(referral.reference, news, referral.urgency, help_in_group(referral, kind))
