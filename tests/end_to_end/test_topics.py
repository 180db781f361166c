"""A team's group with topics: set up, told, failing, and killed right where a topic is made."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import NAME, OWNER, PHONE, REQUEST, Cast
from tests.telegram_server import Call
from tests.telegram_server.groups import Group

REMOVED = "I cannot keep topics in the group"


async def group_of(cast: Cast) -> Group:
    """A forum whose topics the team's supervisor has turned on."""
    supervisor = cast.server.person("Aissatou", language_code="en")
    code = await cast.installation.invite("supervisor", OWNER)
    await supervisor.says(f"/join {code}")
    await supervisor.sees("Welcome")
    await supervisor.says("/topics")
    await supervisor.presses("Yes, turn topics on")
    await supervisor.sees("Now turn topics on")
    group = cast.server.group("Team", topics=True)
    await group.makes_admin(supervisor, topics=False)
    await supervisor.sees("Please make me an administrator")
    await group.makes_admin(supervisor)
    await supervisor.sees("Topics are on for")
    return group


async def asked(cast: Cast) -> None:
    """Let the person send the request."""
    for step in REQUEST:
        await cast.play(step)


def nothing_of_the_person(cast: Cast, group: Group) -> bool:
    """Say whether nothing in the group leads to anybody."""
    said = "\n".join([*(each.title for each in group.topics), group.transcript()])
    names = ("Fatou", "Ibrahima", "Aissatou", "Conakry", "family", "English", NAME, PHONE)
    return not any(words in said for words in names)


@pytest.mark.timeout(180)
async def test_a_request_is_a_topic_and_the_case_opens_in_private_by_right(
    open_story: OpenStory,
) -> None:
    cast = await open_story()
    group = await group_of(cast)
    await asked(cast)
    message = await group.sees(f"New request {cast.reference}")
    (topic,) = group.topics
    assert topic.title == f"🔴 {cast.reference} · A place to sleep"
    link = message.buttons[0][0].url or ""
    assert link == f"https://t.me/passerelle_test_bot?start=case_{cast.reference}"
    start = "/start " + link.partition("start=")[2]
    await cast.colleague.says(start)
    await cast.colleague.sees(cast.reference)
    for stranger in (cast.outsider, cast.person):
        await stranger.says(start)
        await stranger.sees("I have no case")
    await cast.caseworker.presses("Take it")
    await group.sees("is taken")
    await group.says(cast.caseworker, "Who takes the next one?", topic=topic)
    await group.says(cast.caseworker, f"/case {cast.reference}", topic=topic)
    await group.sees("I say nothing about requests in a group")
    await cast.server.settled()
    assert [each for each in topic.said if "I say nothing" in each] == topic.said[-1:]
    await cast.person.says("/requests")
    await cast.person.presses("Cancel this request")
    await cast.person.presses("Yes, cancel")
    await cast.server.until(lambda: topic.is_closed)
    assert topic.is_closed
    assert nothing_of_the_person(cast, group)
    assert not cast.server.calls_of("leaveChat")
    assert not cast.server.violations
    cast.check_log()


@pytest.mark.timeout(180)
async def test_killed_once_a_topic_is_made_and_before_it_is_known(open_story: OpenStory) -> None:
    """What Telegram made and could not tell of stays empty; all is said in the one that is kept."""
    cast = await open_story()
    group = await group_of(cast)

    async def kill(call: Call) -> None:
        await cast.installation.kill()

    cast.server.after_call("createForumTopic", kill)
    for step in REQUEST[:-1]:
        await cast.play(step)
    await cast.act(REQUEST[-1], wait=False)
    await cast.installation.died()
    await cast.installation.leases_end()
    await cast.installation.start_again()
    await cast.server.settled()
    await group.sees("New request")
    await cast.caseworker.presses("Take it")
    await group.sees("is taken")
    empty, kept = group.topics
    assert not empty.said
    assert [words.split()[0] for words in kept.said] == ["📥", "✋"]
    assert not cast.server.violations


@pytest.mark.timeout(180)
async def test_a_group_that_fails_is_told_once_and_costs_nobody_a_request(
    open_story: OpenStory,
) -> None:
    cast = await open_story()
    group = await group_of(cast)
    group.turns_topics_off()
    await asked(cast)
    told = await cast.server.until(lambda: sends(cast, REMOVED))
    assert len(told) == 1
    assert not group.topics
    await cast.caseworker.presses("Take it")
    await cast.caseworker.sees("It is yours")
    await cast.server.settled()
    assert len(sends(cast, REMOVED)) == 1
    assert not cast.server.violations


def sends(cast: Cast, words: str) -> list[Call]:
    """The messages in which something is said."""
    return [c for c in cast.server.calls_of("sendMessage") if words in c.params["text"]]
