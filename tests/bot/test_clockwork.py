"""The clockwork goes on: what fails stops neither other work, nor other people's, nor itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import clockwork
from bot.clockwork import DATED, DUE, TIDYING, TRIED_AGAIN_AFTER, Clockwork
from bot.outbox import OutboxSender
from bot.right_clock import TELEGRAM
from casework.remind import remind_of
from casework.workplace import Work
from domain.clocks import Step
from domain.referrals import ReferralId
from storage import clocks, referrals, rounds
from storage.database import StorageUnavailable, Transaction
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

ASKED = UP_TO_THE_SUMMARY + SENT
OTHERS = ASKED.replace("> ", "other> ").replace("< ", "other< ")
SECRET = "Zeinabou Tiguidanke"


@pytest.fixture
async def player(tmp_path: Path) -> AsyncIterator[Player]:
    async with sample_database(tmp_path) as database:
        yield Player(database, direct=direct)


async def broken(work: Work) -> int:
    raise LookupError(SECRET)


@pytest.mark.parametrize("name", ["TIDYING", "DATED", "DUE"])
async def test_work_that_fails_is_told_and_the_rest_is_done(
    player: Player, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    done: list[str] = []

    def noted(each: object) -> object:
        async def work(work: Work) -> int:
            done.append(str(each))
            return 0

        return work

    all_work = {"TIDYING": TIDYING, "DATED": DATED, "DUE": DUE}
    for kind, works in all_work.items():
        first = [broken] if kind == name else []
        monkeypatch.setattr(clockwork, kind, (*first, *(noted(each) for each in works)))
    with capture_logs() as logs:
        await Clockwork(player.office).round(tidy=True)
    assert len(done) == len(TIDYING) + len(DATED) + len(DUE)
    (entry,) = logs
    assert (entry["event"], entry["work"]) == ("clockwork failed", "broken")
    assert entry["problem"].startswith("LookupError at test_clockwork.py:")
    assert SECRET not in str(logs)
    assert player.office.measures.failures == {"broken": 1}


async def test_tidying_is_done_when_its_time_has_come(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clockwork, "TIDYING", (broken,))
    await Clockwork(player.office).round(tidy=False)
    assert not player.office.measures.failures


async def test_a_referral_whose_reminder_fails_stops_nobody_elses(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(ASKED)
    poison = await id_of(player)
    await player.play(OTHERS)
    other = await id_of(player)

    async def remind_of_all_but_one(work: Work, key: ReferralId) -> None:
        if key == poison:
            raise LookupError(SECRET)
        await remind_of(work, key)

    player.clock.move(timedelta(minutes=31))
    with monkeypatch.context() as patched, capture_logs() as logs:
        patched.setattr("casework.remind.remind_of", remind_of_all_but_one)
        patched.setattr(clockwork, "remind_of", remind_of_all_but_one)
        await Clockwork(player.office).round(tidy=False)
        await Clockwork(player.office).round(tidy=False)
    assert player.office.measures.failures == {"remind": 1, "remind of one": 1}
    assert SECRET not in str(logs)
    assert await done_for(player, poison) == set()
    assert await done_for(player, other) == {Step.TAKE_HALF}
    player.clock.move(TRIED_AGAIN_AFTER)
    await Clockwork(player.office).round(tidy=False)
    assert Step.TAKE_LATE in await done_for(player, poison)


async def done_for(player: Player, referral: ReferralId) -> set[Step]:
    """Give the steps of its clock that were done."""
    async with player.database.transaction() as tx:
        clock = await clocks.of(tx, referral)
    assert clock is not None
    return set(clock.done)


async def id_of(player: Player) -> ReferralId:
    async with player.database.transaction() as tx:
        found = await referrals.by_reference(tx, player.values["reference"])
    assert found is not None
    return found.id


async def test_a_clock_set_back_is_heeded_after_an_outage_and_once(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    heeded: list[Work] = []

    async def away(work: Work) -> None:
        raise StorageUnavailable(SECRET)

    async def noted(work: Work) -> None:
        heeded.append(work)

    here = Clockwork(player.office)
    assert await here.looked_at_the_clock()
    player.clock.move(timedelta(hours=-1))
    monkeypatch.setattr(clockwork, "after_setting_back", away)
    assert not await here.looked_at_the_clock()
    monkeypatch.setattr(clockwork, "after_setting_back", noted)
    for _ in range(2):
        assert await here.looked_at_the_clock()
    assert len(heeded) == 1
    assert player.office.watch.rests


async def test_a_clock_that_goes_wrong_while_it_is_looked_at_has_not_jumped(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram has told the time, so what the machine shows from then on is heeded no more."""
    office = player.office
    office.right.hear(player.clock(), TELEGRAM)
    here = Clockwork(office)
    assert await here.looked_at_the_clock()
    known = rounds.known

    async def set_meanwhile(tx: Transaction) -> rounds.Rounds:
        player.clock.move(timedelta(days=14))
        return await known(tx)

    monkeypatch.setattr(rounds, "known", set_meanwhile)
    assert await here.looked_at_the_clock()
    assert not office.watch.rests
    assert office.right.off


async def test_a_jump_in_the_middle_of_a_round_is_not_heeded_in_it(player: Player) -> None:
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(ASKED)
    here = Clockwork(player.office)
    assert await here.looked_at_the_clock()
    player.clock.move(timedelta(days=14))
    await here.round(tidy=True)
    assert await done_for(player, await id_of(player)) == set()


async def test_while_the_database_is_away_the_round_is_left(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StorageUnavailable(SECRET)

    monkeypatch.setattr(player.office.database, "transaction", away)
    with capture_logs() as logs:
        await Clockwork(player.office).round(tidy=True)
    assert [entry["event"] for entry in logs] == ["clockwork waits for the storage"]
    assert not player.office.measures.failures


async def test_the_outbox_goes_on_after_a_failure(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.TROUBLE_SECONDS", 0)
    sender, stop, tries = OutboxSender(player.office, {}), asyncio.Event(), 0

    async def once() -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise LookupError(SECRET)
        stop.set()
        return 1

    monkeypatch.setattr(sender, "once", once)
    with capture_logs() as logs:
        await sender.run(stop)
    assert tries == 2
    assert SECRET not in str(logs)
    assert player.office.measures.failures == {"outbox": 1}
