"""An update is handled once; coming again it gets the reply that it got."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storage import updates
from storage.database import Database
from storage.updates import Handled, ParkedUpdate
from tests.storage.builders import NOW, later, person


async def handle(database: Database, update_id: str = "1", channel: str = "telegram") -> object:
    who = await person(database)
    async with database.transaction() as tx:
        handled = await updates.claim(tx, channel, update_id)
        if handled is None:
            await asyncio.sleep(0.01)
            await updates.keep_reply(tx, channel, update_id, who, b"Hello", NOW)
        return handled


async def test_an_update_that_comes_again_gets_the_stored_reply(database: Database) -> None:
    assert await handle(database) is None
    assert await handle(database) == Handled(b"Hello")


async def test_updates_differ_by_channel_and_number(database: Database) -> None:
    assert await handle(database, "1") is None
    assert await handle(database, "2") is None
    assert await handle(database, "1", "web") is None


async def test_of_the_same_update_at_once_one_is_handled_the_others_wait(
    database: Database,
) -> None:
    found = await asyncio.gather(*(handle(database) for _ in range(10)))
    assert found.count(None) == 1
    assert found.count(Handled(b"Hello")) == 9


async def test_who_waited_for_one_that_failed_handles_it(database: Database) -> None:
    claimed = asyncio.Event()

    async def fail() -> None:
        async with database.transaction() as tx:
            assert await updates.claim(tx, "telegram", "1") is None
            claimed.set()
            await asyncio.sleep(0.05)
            raise KeyError("a bug")

    async def wait() -> object:
        await claimed.wait()
        return await handle(database)

    failed, waited = await asyncio.gather(fail(), wait(), return_exceptions=True)
    assert isinstance(failed, KeyError)
    assert waited is None


async def test_an_update_without_an_answer_is_handled_too(database: Database) -> None:
    async with database.transaction() as tx:
        assert await updates.claim(tx, "telegram", "1") is None
    async with database.transaction() as tx:
        assert await updates.claim(tx, "telegram", "1") == Handled(None)


async def test_a_reply_may_belong_to_nobody(database: Database) -> None:
    async with database.transaction() as tx:
        await updates.claim(tx, "telegram", "1")
        await updates.keep_reply(tx, "telegram", "1", None, b"Forgotten", NOW)
    assert await handle(database) == Handled(b"Forgotten")


async def test_a_parked_update_is_listed_and_parked_once(database: Database) -> None:
    async with database.transaction() as tx:
        await updates.park(tx, "telegram", "2", b"Typed", "KeyError", later(hours=1))
        await updates.park(tx, "telegram", "1", b"Typed", "ValueError", NOW)
        await updates.park(tx, "telegram", "1", b"Typed", "again", later(hours=2))
        listed = await updates.parked(tx, 9)
        latest = await updates.parked(tx, 1)
    assert listed == (
        ParkedUpdate("telegram", "2", "Typed", "KeyError", later(hours=1)),
        ParkedUpdate("telegram", "1", "Typed", "ValueError", NOW),
    )
    assert latest == listed[:1]


@pytest.mark.parametrize(("seconds", "left"), [(0, 1), (1, 0)])
async def test_parked_updates_are_kept_for_their_time(
    database: Database, seconds: int, left: int
) -> None:
    async with database.transaction() as tx:
        await updates.park(tx, "telegram", "1", b"Typed", "KeyError", NOW)
        await updates.purge_parked_before(tx, later(seconds=seconds), 9)
        assert len(await updates.parked(tx, 9)) == left


@pytest.mark.parametrize(("seconds", "purged"), [(0, 0), (1, 1)])
async def test_handled_updates_are_kept_for_their_time(
    database: Database, seconds: int, purged: int
) -> None:
    await handle(database)
    async with database.transaction() as tx:
        instant = NOW + timedelta(seconds=seconds)
        assert await updates.purge_older_than(tx, instant, 9) == purged
    assert (await handle(database) is None) is bool(purged)
