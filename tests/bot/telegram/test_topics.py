"""Topics on Telegram: each call, what its refusals mean, and the pace of a group."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.groups import InGroup
from bot.incoming import Later, Rejected, Sent, Unreachable
from bot.telegram.client import make_bot
from bot.telegram.request import AiohttpRequest
from bot.telegram.topics import A_MINUTE_S, MOST_A_MINUTE, TelegramTopics, start_of
from domain.topics import TopicStep
from locales.render import Rendered, RenderedButton
from tests.telegram_server import Flood, ServerError, TelegramServer
from tests.telegram_server.groups import Group

TITLE = Rendered("🔴 K7M-2QX4")
WORDS = Rendered("New request", ((RenderedButton("Open in private", "!case/K7M-2QX4"),),))
OPEN, CLOSE, LEAVE = InGroup(TopicStep.OPEN, None, TITLE), TopicStep.CLOSE, TopicStep.LEAVE


class Clock:
    """Seconds that stand still until a test moves them."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def topics(telegram: TelegramServer, clock: Clock) -> AsyncIterator[TelegramTopics]:
    async with AiohttpRequest() as request:
        bot = make_bot(telegram.token, telegram.base, request, request)
        await bot.get_me()
        yield TelegramTopics(bot, clock)


@pytest.fixture
async def group(telegram: TelegramServer) -> Group:
    group = telegram.group("Team", topics=True)
    await group.makes_admin(telegram.person(), wait=False)
    return group


def say(thread: str) -> InGroup:
    return InGroup(TopicStep.SAY, int(thread), WORDS)


async def opened(topics: TelegramTopics, group: Group) -> str:
    made = await topics.act(str(group.id), OPEN)
    assert isinstance(made, Sent)
    return made.message_id


async def test_a_topic_is_made_written_in_and_closed(topics: TelegramTopics, group: Group) -> None:
    thread = await opened(topics, group)
    chat = str(group.id)
    assert isinstance(await topics.act(chat, say(thread)), Sent)
    (topic,) = group.topics
    assert (str(topic.thread), topic.title, topic.said) == (thread, TITLE.text, [WORDS.text])
    (button,) = group.new[-1].buttons[0]
    assert button.url == "https://t.me/passerelle_test_bot?start=case_K7M-2QX4"
    close = InGroup(CLOSE, int(thread))
    assert await topics.act(chat, close) == Sent("")
    assert topic.is_closed
    assert await topics.act(chat, close) == Sent("")
    assert await topics.act(chat, InGroup(LEAVE)) == Sent("")
    assert isinstance(await topics.act(chat, OPEN), Unreachable)


async def test_what_somebody_deleted_is_gone_alone(topics: TelegramTopics, group: Group) -> None:
    thread = await opened(topics, group)
    group.deletes_topic(group.topics[0])
    assert isinstance(await topics.act(str(group.id), say(thread)), Rejected)
    assert isinstance(await topics.act(str(group.id), OPEN), Sent)


async def test_without_topics_or_the_right_the_group_does_not_work(
    telegram: TelegramServer, topics: TelegramTopics, group: Group
) -> None:
    chat = str(group.id)
    await group.makes_admin(telegram.person(), topics=False, wait=False)
    assert isinstance(await topics.act(chat, OPEN), Unreachable)
    await group.makes_admin(telegram.person(), wait=False)
    group.turns_topics_off()
    assert isinstance(await topics.act(chat, OPEN), Unreachable)
    await group.removes_the_bot(telegram.person(), wait=False)
    assert isinstance(await topics.act(chat, OPEN), Unreachable)
    assert isinstance(await topics.act("-77", OPEN), Unreachable)


async def test_what_passes_comes_later(
    telegram: TelegramServer, topics: TelegramTopics, group: Group
) -> None:
    telegram.faults.respond("createForumTopic", with_=Flood(7))
    assert await topics.act(str(group.id), OPEN) == Later(7.0, "too many messages")
    telegram.faults.respond("createForumTopic", with_=ServerError(502))
    assert isinstance(await topics.act(str(group.id), OPEN), Later)
    assert not group.topics


async def test_a_group_gets_no_more_than_telegram_takes_and_others_do_not_wait_for_it(
    telegram: TelegramServer, topics: TelegramTopics, group: Group, clock: Clock
) -> None:
    chat, other = str(group.id), telegram.group("Others", topics=True)
    await other.makes_admin(telegram.person(), wait=False)
    for _ in range(MOST_A_MINUTE):
        assert isinstance(await topics.act(chat, OPEN), Sent)
    assert await topics.act(chat, OPEN) == Later(A_MINUTE_S, "the pace of a group")
    assert isinstance(await topics.act(str(other.id), OPEN), Sent)
    clock.now = A_MINUTE_S
    assert isinstance(await topics.act(chat, OPEN), Sent)


def test_a_link_has_only_what_telegram_lets_stand_in_it() -> None:
    assert start_of("!case/K7M-2QX4/claim") == "case_K7M-2QX4_claim"
