"""A clock that was set back: what was put by a time to come goes by the present one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.set_back import after_setting_back
from domain.clocks import Clock, Step
from domain.referrals import ReferralId
from storage import clocks, gathered, outbox, referrals
from storage.database import Transaction
from storage.gathered import Gathered
from tests.casework.test_reminders import sent
from tests.conversations.play import NOW, Player
from tests.storage.builders import address, message

BACK = timedelta(hours=3)
TELEGRAM = ("telegram",)


async def set_back(player: Player) -> None:
    """Set the clock back, and set right what hangs on it."""
    player.clock.move(-BACK)
    async with player.database.transaction() as tx:
        await after_setting_back(await player.office.system_work(tx))


async def test_what_waits_goes_out_now_and_is_then_held_by_its_lease(player: Player) -> None:
    async with player.database.transaction() as tx:
        new = await message(tx, address())
        put_off = await message(tx, address(), now=NOW - 2 * BACK)
        await outbox.later(tx, put_off, NOW + timedelta(minutes=5))
    await set_back(player)
    async with player.database.transaction() as tx:
        due = await outbox.due(tx, TELEGRAM, player.clock(), 30)
        assert {each.id for each in due} == {new, put_off}
        assert not await outbox.due(tx, TELEGRAM, player.clock(), 30)
        assert await outbox.any_waits(tx, "telegram", "message", player.clock())


async def clock_of(tx: Transaction, player: Player) -> Clock:
    referral = await referrals.by_reference(tx, player.values["reference"])
    assert referral is not None
    clock = await clocks.of(tx, referral.id)
    assert clock is not None
    return clock


async def test_the_limits_of_a_request_count_from_now(player: Player) -> None:
    await sent(player, "caseworker")
    async with player.database.transaction() as tx:
        before = await clock_of(tx, player)
    await set_back(player)
    async with player.database.transaction() as tx:
        after = await clock_of(tx, player)
        assert await clocks.due_by(tx, player.clock() + timedelta(hours=6), 9)
    assert (after.entered, after.waits_since) == (player.clock(), player.clock())
    assert after.promised == before.promised - BACK
    assert not after.done & set(Step)


async def test_what_was_counted_from_before_stays(player: Player) -> None:
    await sent(player, "caseworker")
    async with player.database.transaction() as tx:
        before = await clock_of(tx, player)
    player.clock.move(BACK + timedelta(minutes=5))
    await set_back(player)
    async with player.database.transaction() as tx:
        assert await clock_of(tx, player) == before


@pytest.mark.parametrize(("ahead", "due"), [(True, 1), (False, 0)])
async def test_what_was_gathered_is_told_unless_its_time_is_meant(
    player: Player, ahead: bool, due: int
) -> None:
    await sent(player, "caseworker")
    async with player.database.transaction() as tx:
        key = (await clock_of(tx, player)).referral
        referral = await referrals.by_id(tx, ReferralId(key))
        assert referral is not None
        at = NOW if ahead else NOW - 2 * BACK
        one = Gathered(referral.id, "new", referral.state, None, at)
        await gathered.gather(tx, referral.person, one, NOW + BACK)
    await set_back(player)
    async with player.database.transaction() as tx:
        assert len(await gathered.due_by(tx, player.clock(), 9)) == due
