"""A database belongs to one bot: the first one that claims it, until it is handed over."""

from __future__ import annotations

import asyncio

from storage import belonging, updates
from storage.belonging import Belongs
from storage.database import Database
from storage.updates import Handled
from tests.storage.builders import NOW, later


async def claim(database: Database, bot: str) -> Belongs:
    async with database.transaction() as tx:
        return await belonging.claim(tx, bot, NOW)


async def test_a_fresh_database_is_nobodys(database: Database) -> None:
    async with database.transaction() as tx:
        assert await belonging.owner(tx) is None


async def test_the_first_bot_keeps_it(database: Database) -> None:
    assert await claim(database, "111") == Belongs("111", NOW)
    for bot in ("111", "222"):
        assert await claim(database, bot) == Belongs("111", NOW)


async def test_of_those_that_claim_it_at_once_one_gets_it(database: Database) -> None:
    got = await asyncio.gather(*(claim(database, str(number)) for number in range(8)))
    assert len({each.bot for each in got}) == 1


async def test_a_claim_that_is_rolled_back_is_none(database: Database) -> None:
    try:
        async with database.transaction() as tx:
            await belonging.claim(tx, "111", NOW)
            raise KeyError
    except KeyError:
        pass
    assert (await claim(database, "222")).bot == "222"


async def test_the_updates_of_another_bot_are_not_taken_for_those_of_the_new_one(
    database: Database,
) -> None:
    await claim(database, "111")
    async with database.transaction() as tx:
        for channel in ("telegram", "web"):
            await updates.claim(tx, channel, "7")
            await updates.keep_reply(tx, channel, "7", None, b"said", NOW)
    async with database.transaction() as tx:
        await belonging.hand_over(tx, "222", later(hours=1))
    assert await claim(database, "111") == Belongs("222", later(hours=1))
    async with database.transaction() as tx:
        assert await updates.claim(tx, "telegram", "7") is None
        assert await updates.claim(tx, "web", "7") == Handled(b"said")
