"""A handover at its instant: killed between any two steps, it loses nothing and repeats nothing."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clockwork import Clockwork
from domain.handover import Check, Stage
from domain.organisations import CentreId
from domain.referrals import State
from storage import directory, referrals
from storage.database import Database
from storage.tables import referrals as table
from tests.casework.situation import stage
from tests.conversations.play import Player
from tests.conversations.stage import direct

INSTANT = datetime(2019, 11, 30, 17, tzinfo=UTC)
POI_PET = CentreId("kh-poipet")
NEW_TEAM, OLD_TEAM = "kh-social-affairs-poipet", "iom-kh-poipet"
STEPS = 4  # the handover itself, then one for each open request
ASKED = """
{side}> /shelter
{side}> 18 to 59
{side}> Only me
{side}> No, go on
{side}> Poipet
{side}> 1
{side}> Yes, ask there
{side}> Yes, for now
{side}> No, go on
{side}> Yes, I agree
{side}> In this chat
{side}> Yes, it is safe
{side}> No name
{side}> Send it
"""
SENT = (
    ASKED.format(side="")
    + "% 1 minutes pass"
    + ASKED.format(side="second")
    + "iom> Take it\n% 1 minutes pass"
    + ASKED.format(side="third")
    + "iom> Take it\niom> Accept\niom> Come on Sunday."
)
WRITTEN = "meanwhile Poi Pet goes to the ministry on the first of December 2019"
KILLED = """
import asyncio, os, sys
from bot.clockwork import Clockwork
from bot.office import Office
from locales.languages import LANGUAGES
from storage.database import Database
from tests.casework.test_handover import INSTANT
from tests.storage.engines import KEYS

url, left = sys.argv[1], int(sys.argv[2])

def killed_in(next_step):
    async def step(work):
        global left
        done = await next_step(work)
        left -= done
        if left < 0:
            os._exit(9)
        return done
    return step

async def main():
    office = Office(Database(url, KEYS), LANGUAGES, lambda: INSTANT)
    clockwork = Clockwork(office)
    step = clockwork.step
    clockwork.step = lambda next_step: step(killed_in(next_step))
    await clockwork.change_hands()
    await office.database.close()

asyncio.run(main())
"""


async def before_the_instant(player: Player, *, staffed: bool = True) -> None:
    """One request waits, one is taken, one is accepted; the plan waits for its instant."""
    await direct(player, "the clock shows 2019-11-29 03:00")
    await direct(player, WRITTEN)
    await direct(player, f"iom is caseworker of {OLD_TEAM}")
    await direct(player, "coordinator is coordinator of iom-kh-coordination")
    if staffed:
        await direct(player, f"ministry is caseworker of {NEW_TEAM}")
    await player.play(SENT)
    player.clock.now = INSTANT


async def killed_after(url: str, repository: Path, steps: int) -> int:
    """Let another process do so many steps and die inside the next; give its exit code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED, url, str(steps)), cwd=repository
    )
    return await process.wait()


async def standing(player: Player) -> dict[State, str]:
    """Give the teams that have the requests, by state."""
    async with player.database.transaction() as tx:
        keys = await tx.connection.scalars(table.select().with_only_columns(table.c.id))
        found = [await referrals.by_id(tx, key) for key in keys.all()]
    return {each.state: each.team for each in found if each is not None}


async def heard(player: Player, side: str) -> Counter[str]:
    """Count what a side has heard of the change."""
    await player.fetch(player.side(side))
    lines = [line for each in player.side(side).heard for line in each.lines]
    words = ("runs this centre now", "New request", "stays with", "has promised you", "is with")
    return Counter(word for line in lines for word in words if word in line)


@pytest.mark.parametrize("steps", range(STEPS + 1))
async def test_a_kill_between_two_steps_loses_nothing_and_repeats_nothing(
    database: Database, database_url: str, repository: Path, steps: int
) -> None:
    async with stage(database) as player:
        await before_the_instant(player)
        code = await killed_after(database_url, repository, steps)
        assert code == (9 if steps < STEPS else 0)
        player.start()
        await Clockwork(player.office).change_hands()
        await Clockwork(player.office).change_hands()
        assert await standing(player) == {
            State.PENDING: NEW_TEAM,
            State.CLAIMED: OLD_TEAM,
            State.ACCEPTED: OLD_TEAM,
        }
        assert (await heard(player, "coordinator"))["runs this centre now"] == 1
        assert (await heard(player, "ministry"))["New request"] == 1
        assert (await heard(player, "person"))["is with"] == 1
        assert (await heard(player, "second"))["stays with"] == 1
        assert (await heard(player, "third"))["has promised you"] == 1


async def test_two_processes_hand_over_once(player: Player) -> None:
    await before_the_instant(player)
    await asyncio.gather(*(Clockwork(player.office).change_hands() for _ in range(3)))
    assert (await heard(player, "coordinator"))["runs this centre now"] == 1
    assert (await heard(player, "second"))["stays with"] == 1


async def test_an_empty_new_team_postpones_and_nothing_moves(player: Player) -> None:
    """Handover: routing stays as if nothing had been written."""
    await before_the_instant(player, staffed=False)
    await Clockwork(player.office).change_hands()
    assert set((await standing(player)).values()) == {OLD_TEAM}
    async with player.database.transaction() as tx:
        known = await directory.load(tx)
    (plan,) = (each for each in known.handovers if each.centre == POI_PET)
    assert (plan.stage, plan.effective) == (Stage.POSTPONED, None)
    assert Check.CONTACTS_VERIFIED in plan.done
    assert [each.id for each in known.arrangements_of(plan.centre)] == ["kh-poipet-iom"]
    assert (await heard(player, "coordinator"))["runs this centre now"] == 0


async def test_before_its_instant_a_completed_plan_changes_nothing(player: Player) -> None:
    await before_the_instant(player)
    player.clock.now = datetime(2019, 11, 30, 16, 59, 59, tzinfo=UTC)
    await Clockwork(player.office).change_hands()
    assert set((await standing(player)).values()) == {OLD_TEAM}


async def test_a_plan_that_nobody_completed_is_postponed_on_its_day(player: Player) -> None:
    await before_the_instant(player)
    async with player.database.transaction() as tx:
        known = await directory.load(tx)
        waits = [
            each.id for each in known.arrangements_of(CentreId("kh-poipet")) if each.provisional
        ]
        await directory.remove(tx, "arrangements", waits)
    await Clockwork(player.office).change_hands()
    await player.play("coordinator< nobody had completed the plan")
    assert set((await standing(player)).values()) == {OLD_TEAM}
