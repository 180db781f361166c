"""A disk on which each commit takes its time: everybody is answered, in order, and once."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import STORY
from tests.telegram_server import Person, TelegramServer

pytestmark = pytest.mark.timeout(240)

COMMIT_S = 0.3
PEOPLE = 30
SAID = ("/start", "/help", "/requests")
WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


def heard(person: Person) -> list[str]:
    """What the bot said to somebody, in its order."""
    return [message.text for message in person.chat if message.from_bot]


@WAYS
async def test_many_who_write_at_once_are_answered_in_order_and_once(
    open_story: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_story(webhook=webhook, slow_disk=COMMIT_S)
    people = [server.person(f"Person {number}", language_code="en") for number in range(PEOPLE)]
    for words in SAID:
        for person in people:
            await person.says(words, wait=False)
    await server.settled()
    await server.until(lambda: all(len(heard(each)) >= len(SAID) for each in people))
    orders = {tuple(heard(each)) for each in people}
    assert len(orders) == 1, orders
    first, second, third = orders.pop()
    assert "What can I do for you" in first
    assert "/requests" in second
    assert len({first, second, third}) == len(SAID)
    assert "Traceback" not in cast.installation.log
    assert not server.violations


async def test_the_story_goes_on(open_story: OpenStory, server: TelegramServer) -> None:
    cast = await open_story(slow_disk=COMMIT_S / 3)
    for step in STORY:
        await cast.play(step)
        await cast.replied(step, times=1)
    await cast.check()
