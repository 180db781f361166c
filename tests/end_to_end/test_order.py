"""Updates in another order than they were numbered, late, and again when nobody knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import delete, func, select

from storage import tables
from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.outage import WAYS
from tests.end_to_end.story import REQUEST, STORY, Cast
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

HOURS_DOWN = 23  # longer Telegram keeps nothing
MUCH_LOWER = 1_000


def swapped(first: int) -> Iterator[int]:
    """Count in pairs, the second of each pair before the first."""
    for number in count(first, 2):
        yield number + 1
        yield number


@WAYS
async def test_every_second_number_is_lower_than_what_was_handled_before(
    open_on_either: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook)
    server.number_updates(swapped(server.updates[-1].update_id + 1))
    for step in STORY:
        await cast.play(step)
        await cast.replied(step, times=1)
    await cast.check()


async def test_numbers_that_begin_anew_lose_nothing(
    open_on_either: OpenStory, server: TelegramServer
) -> None:
    cast = await open_on_either()
    for number, step in enumerate(STORY):
        if number == len(REQUEST) // 2:
            server.number_updates(count(MUCH_LOWER))
        await cast.play(step)
        await cast.replied(step, times=1)
    await cast.check()


@WAYS
async def test_what_was_said_a_day_ago_is_answered_and_an_old_button_is_no_wrong_step(
    open_on_either: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook)
    for step in REQUEST[:5]:
        await cast.play(step)
    who = next(m for m in cast.person.chat if m.says("Who needs help"))
    await cast.installation.stop()
    server.hold()
    await cast.person.presses_stale(who, "Only me", wait=False)
    await cast.act(REQUEST[5], wait=False)
    server.time_passes(hours=HOURS_DOWN)
    cast.installation.set_clock(timedelta(hours=HOURS_DOWN))
    await cast.installation.start()
    server.release()
    await cast.person.sees("This button is from an earlier question[\\s\\S]*How many children")
    await cast.seen(REQUEST[5])
    for step in REQUEST[6:]:
        await cast.play(step)
    await cast.person.sees("Your reference is")
    assert "adults: 2, children: 3" in cast.person.transcript()
    assert "Traceback" not in cast.installation.log


async def forget_all_updates(cast: Cast) -> None:
    """Drop what is known of the updates that were handled, as is done after some days."""
    async with cast.installation.transaction() as tx:
        await tx.connection.execute(delete(tables.updates))


async def forget_the_conversations(cast: Cast) -> None:
    """Drop what people were in the middle of, as is done after a fortnight."""
    async with cast.installation.transaction() as tx:
        await tx.connection.execute(delete(tables.conversations))


@pytest.mark.parametrize("conversation_too", [False, True], ids=["known", "forgotten"])
async def test_what_comes_again_when_nobody_knows_of_it_makes_no_second_request(
    open_on_either: OpenStory, server: TelegramServer, conversation_too: bool
) -> None:
    cast = await open_on_either()
    acts = []
    for step in STORY:
        update = await cast.act(step)
        acts += [update] if step in REQUEST else []
        await cast.seen(step)
    await server.settled()
    await forget_all_updates(cast)
    if conversation_too:
        await forget_the_conversations(cast)
    for act in acts:
        await server.redeliver(act)
        await server.confirmed(act)
    async with cast.installation.transaction() as tx:
        number = await tx.connection.scalar(select(func.count()).select_from(tables.referrals))
    assert number == 1
    assert "Traceback" not in cast.installation.log
    assert not server.violations
