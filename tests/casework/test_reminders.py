"""Reminding: each step once on each engine, also by two processes; by the limits in force."""

import asyncio
from datetime import timedelta

import pytest

from bot.clockwork import Clockwork
from casework.clocks import overdue_by_half
from domain.referrals import State
from storage import referrals
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.stage import direct

WAITS = "still waits for somebody to take it."
URGENT = UP_TO_THE_SUMMARY.replace("Not tonight", "Only for a few days")


async def sent(player: Player, *roles: str) -> None:
    """Send an urgent request to a team with members of these roles."""
    for role in roles:
        await direct(player, f"{role} is {role} of {TEAM}")
    await player.play(URGENT + SENT)


async def turn(player: Player, *, hours: float) -> None:
    """Let the clockwork remind after so many hours."""
    player.clock.move(timedelta(hours=hours))
    await Clockwork(player.office).remind()


async def heard(player: Player, side: str, words: str) -> int:
    """Count the lines with these words that a side has got."""
    await player.fetch(player.side(side))
    return sum(words in line for each in player.side(side).heard for line in each.lines)


async def state_of(player: Player) -> State:
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, player.values["reference"])
    assert found is not None
    return found.state


async def test_two_processes_remind_once(player: Player):
    await sent(player, "caseworker")
    player.clock.move(timedelta(hours=6))
    await asyncio.gather(*(Clockwork(player.office).remind() for _ in range(4)))
    assert await heard(player, "caseworker", WAITS) == 1


async def test_after_an_outage_only_the_last_step_is_told(player: Player):
    await sent(player, "caseworker", "supervisor")
    await turn(player, hours=20)
    assert await heard(player, "caseworker", WAITS) == 0
    assert await heard(player, "person", "still gives no answer") == 1
    assert await heard(player, "person", "We are sorry") == 1


async def test_without_supervisor_and_coordinator_the_administrator_is_alerted(player: Player):
    await direct(player, "admin is admin of iom-gn-coordination")
    await sent(player, "caseworker")
    await turn(player, hours=12)
    assert await heard(player, "admin", "no coordinator looks after it") == 1
    assert await heard(player, "admin", "Amina") == 0


@pytest.mark.parametrize(("request_", "hours"), [(URGENT, 24), (UP_TO_THE_SUMMARY, 6)])
async def test_a_question_that_nobody_answers_ends_and_the_case_goes_on(
    player: Player, request_: str, hours: float
):
    """An emergency's question ends too, though no clock stops for it (Timers)."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(request_ + SENT)
    await player.play("caseworker> Take it\ncaseworker> Ask the person\ncaseworker> How many bags?")
    await turn(player, hours=hours - 1)
    assert await state_of(player) is State.NEEDS_INFO
    await turn(player, hours=1)
    assert await state_of(player) is State.CLAIMED
    assert await heard(player, "caseworker", "Please go on without it.") == 1
    assert await heard(player, "person", "goes on without your answer") == 1


async def test_each_question_ends_also_when_its_pauses_are_used_up(player: Player):
    await sent(player, "caseworker")
    await player.play("caseworker> Take it\ncaseworker> Ask the person\ncaseworker> How many bags?")
    await turn(player, hours=24)
    await player.play(
        "caseworker> /case {reference}\ncaseworker> Ask the person\ncaseworker> Any dogs?"
    )
    assert await state_of(player) is State.NEEDS_INFO
    await turn(player, hours=23)
    assert await state_of(player) is State.NEEDS_INFO
    await turn(player, hours=1)
    assert await state_of(player) is State.CLAIMED
    assert await heard(player, "person", "goes on without your answer") == 2


async def test_only_half_a_limit_over_time_may_a_case_be_taken_back(player: Player):
    await sent(player, "caseworker")
    for hours, may in ((12, False), (5.5, False), (0.5, True)):
        await turn(player, hours=hours)
        async with player.database.transaction() as tx:
            found = await referrals.by_reference(tx, player.values["reference"])
            assert found is not None
            assert await overdue_by_half(await player.office.system_work(tx), found) is may


async def test_to_whom_it_is_not_safe_to_write_only_news_is_told(player: Player):
    for line in (f"caseworker is caseworker of {TEAM}",):
        await direct(player, line)
    await player.play(URGENT.replace("Yes, it is safe", "No, be careful") + SENT)
    await turn(player, hours=12)
    assert await heard(player, "person", "There is news for you.") == 1
    assert await heard(player, "person", "has read your request yet") == 0


async def test_what_the_person_cancelled_reminds_nobody(player: Player):
    await sent(player, "caseworker", "supervisor")
    await player.play("> My requests\n> Cancel this request\n> Yes, cancel it")
    await turn(player, hours=1000)
    assert await heard(player, "supervisor", "overdue") == 0
    assert await heard(player, "person", "We are sorry") == 0
