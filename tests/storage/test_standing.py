"""How things stand: what waits, and since when."""

from __future__ import annotations

from typing import Any

import pytest

from domain.clocks import Clock
from domain.organisations import TeamId
from domain.referrals import Referral, State
from storage import clocks, outbox, referrals, standing, updates
from storage.database import Database
from storage.standing import Parked, Waiting
from tests.storage.builders import (
    NOW,
    TEAM,
    address,
    consent,
    contact,
    event,
    later,
    message,
    person,
    referral,
)

OTHER = TeamId("other")


async def kept(database: Database, *moves: dict[str, Any], **facts: Any) -> Referral:
    """A referral with its moves; an answer was promised for one hour after NOW."""
    clock = {"promised": later(hours=1), "waits_since": None, **facts.pop("clock", {})}
    new = referral(await person(database), **facts)
    async with database.transaction() as tx:
        await referrals.insert(tx, new, contact(), consent(new.person))
        for move in ({}, *moves):
            await referrals.add_event(tx, event(new, **{"team": TEAM, **move}))
        await clocks.keep(tx, Clock(new.id, NOW, **clock), None)
    return new


async def test_messages_wait_by_channel_until_they_are_sent_or_given_up(database: Database) -> None:
    async with database.transaction() as tx:
        assert await standing.unsent(tx, NOW) == ()
        first = await message(tx, address(), now=later(minutes=-9))
        await message(tx, address(), now=later(minutes=-5))
        gone = await message(tx, address(), now=later(minutes=-30))
        await outbox.failed(tx, gone, "gone", NOW)
        assert await standing.unsent(tx, NOW) == (Waiting("telegram", 2, later(minutes=-9)),)
        await outbox.sent(tx, first, "1", NOW)
        assert await standing.unsent(tx, NOW) == (Waiting("telegram", 1, later(minutes=-5)),)


async def test_what_readers_fetch_and_what_is_for_later_does_not_wait(database: Database) -> None:
    async with database.transaction() as tx:
        await message(tx, address("web"))
        await message(tx, address(), due=later(hours=3))
        assert await standing.unsent(tx, NOW) == ()
        assert len(await standing.unsent(tx, later(hours=3))) == 1


async def test_what_was_tried_and_is_tried_again_later_waits(database: Database) -> None:
    async with database.transaction() as tx:
        await message(tx, address())
        (row,) = await outbox.due(tx, ["telegram"], NOW, 1)
        await outbox.later(tx, row.id, later(minutes=5))
        assert [each.number for each in await standing.unsent(tx, NOW)] == [1]


async def test_a_queue_is_what_nobody_has_taken_by_how_long_it_waits(database: Database) -> None:
    await kept(database, clock={"waits_since": later(hours=-1)})
    await kept(database, state=State.UNROUTABLE, clock={"waits_since": later(hours=-3)})
    await kept(database, state=State.CLAIMED)
    await kept(database, state=State.WITHDRAWN, clock={"waits_since": later(hours=-9)})
    await kept(database, team=OTHER, submitted=later(hours=-2))
    async with database.transaction() as tx:
        assert await standing.queues(tx, []) == ()
        found = await standing.queues(tx, [TEAM, OTHER, TeamId("third")])
    assert sorted(found, key=lambda each: each.where) == [
        Waiting(TEAM, 2, later(hours=-3)),
        Waiting(OTHER, 1, later(hours=-2)),
    ]


async def test_however_many_teams_there_are_all_are_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "TEAMS_AT_ONCE", 2)
    teams = [TeamId(f"team {number}") for number in range(5)]
    for team in teams:
        await kept(database, team=team)
    async with database.transaction() as tx:
        found = await standing.queues(tx, teams)
    assert sorted(each.where for each in found) == sorted(teams)


async def test_what_was_set_aside_is_counted_by_reason(database: Database) -> None:
    async with database.transaction() as tx:
        for number, reason in enumerate(("KeyError", "ValueError", "KeyError")):
            await updates.park(tx, "web", str(number), b"Typed", reason, later(hours=number))
        assert await standing.set_aside(tx) == (
            Parked("web", "ValueError", 1, later(hours=1)),
            Parked("web", "KeyError", 2, later(hours=2)),
        )


async def test_the_last_update_that_was_handled_is_past(database: Database) -> None:
    async with database.transaction() as tx:
        assert await standing.latest(tx) is None
        for number, hours in enumerate((1, 3, 2)):
            await updates.claim(tx, "web", str(number))
            await updates.keep_reply(tx, "web", str(number), None, b"", later(hours=hours))
        await updates.claim(tx, "web", "in hand")
        assert await standing.latest(tx) == later(hours=3)
