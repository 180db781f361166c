"""Groups of teams: whether the bot stays in one, and the outbox's tasks for it, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.incoming import Delivery, Rejected, Sent, Unreachable
from bot.office import NOBODY, Office
from casework.groups import group_changed, is_team_group, lose
from casework.topics import GroupTask, decode
from conversations.group_words import in_topic, title
from conversations.messages import Message
from domain.topics import GroupStanding, TopicStep
from locales.render import Rendered, render
from storage import people, topics
from storage.database import Transaction
from storage.outbox import Outgoing
from storage.people import Address


@dataclass(frozen=True, slots=True)
class InGroup:
    """What is done in a group. `thread`: the group's number of the topic, None for no topic.

    `words`: the title for OPEN, the message for SAY.
    """

    step: TopicStep
    thread: int | None = None
    words: Rendered | None = None


class GroupChannel(Protocol):
    """A way to act in groups. OPEN gives the number of the topic as the message id."""

    async def act(self, chat: str, what: InGroup) -> Delivery:
        """Do it; `Rejected` if this topic is gone, `Unreachable` if the group does not work."""


class TeamGroups:
    """What a channel asks about the groups that the bot is in, and what it tells of them."""

    def __init__(self, office: Office) -> None:
        self.office = office

    async def changed(self, chat: str, by: Address, standing: GroupStanding) -> bool:
        """Take up what the bot has become in a group, and through whom; False: it does not stay."""
        async with self.office.database.transaction() as tx:
            person = await people.at(tx, by)  # a stranger is not made known by this
            work = await self.office.work_of(tx, person or NOBODY)
            stays = await group_changed(work, chat, standing)
        self.office.wake.everyone()
        return stays

    async def knows(self, chat: str) -> bool:
        """Say whether a chat is a team's group, or may become one."""
        async with self.office.database.transaction() as tx:
            return await is_team_group(await self.office.system_work(tx), chat)


class GroupTasks:
    """Does the outbox's tasks for groups."""

    def __init__(self, office: Office, channel: GroupChannel) -> None:
        self.office = office
        self.channel = channel

    async def deliver(self, row: Outgoing) -> Delivery:
        """Do a task; one in a topic that was never made is given up."""
        task = decode(row.payload)
        async with self.office.database.transaction() as tx:
            thread = await topics.thread_of(tx, task.topic)
        if task.step is TopicStep.OPEN and thread is not None:
            return Sent(str(thread))
        if thread is None and task.step in (TopicStep.SAY, TopicStep.CLOSE):
            return Rejected("there is no such topic")
        return await self.channel.act(row.address, InGroup(task.step, thread, self.words(task)))

    def words(self, task: GroupTask) -> Rendered | None:
        """Word a task in the language of the group."""
        if task.said is None or task.step not in (TopicStep.OPEN, TopicStep.SAY):
            return None
        opens = task.step is TopicStep.OPEN
        message = Message(title(task.said)) if opens else in_topic(task.said)
        return render(message, task.language, self.office.clock())

    async def note(self, tx: Transaction, row: Outgoing, result: Delivery) -> None:
        """Note the number of a topic that was made, and a group that does not work any more."""
        task = decode(row.payload)
        if isinstance(result, Sent) and task.step is TopicStep.OPEN:
            await topics.made(tx, task.topic, int(result.message_id))
        elif isinstance(result, Unreachable):
            await lose(await self.office.system_work(tx), task.team)
        elif isinstance(result, Rejected) and task.topic:
            await topics.end(tx, task.topic, self.office.clock())
