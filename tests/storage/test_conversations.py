"""A conversation is where its person left it, until it is old or forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from storage import conversations
from storage.database import Database
from tests.storage.builders import NOW, later, person


async def test_there_is_none_at_first(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        assert await conversations.load(tx, who, "telegram") is None


async def test_the_last_state_of_each_channel_is_kept(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await conversations.save(tx, who, "telegram", b"first", NOW)
        await conversations.save(tx, who, "telegram", b"\x00second", NOW)
        await conversations.save(tx, who, "web", b"other", NOW)
    async with database.transaction() as tx:
        assert await conversations.load(tx, who, "telegram") == b"\x00second"
        assert await conversations.load(tx, who, "web") == b"other"


async def test_an_empty_state_is_not_none(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await conversations.save(tx, who, "web", b"", NOW)
        assert await conversations.load(tx, who, "web") == b""


async def test_no_answer_is_lost_when_messages_come_at_once(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await conversations.save(tx, who, "web", b"", NOW)

    async def answer() -> None:
        async with database.transaction() as tx:
            state = await conversations.load(tx, who, "web")
            assert state is not None
            await asyncio.sleep(0)
            await conversations.save(tx, who, "web", state + b"x", NOW)

    await asyncio.gather(*(answer() for _ in range(20)))
    async with database.transaction() as tx:
        assert await conversations.load(tx, who, "web") == b"x" * 20


async def test_a_conversation_is_kept_until_its_time_is_over(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await conversations.save(tx, who, "web", b"state", later(days=-20))
        await conversations.save(tx, who, "web", b"state", NOW)
        assert await conversations.purge_older_than(tx, NOW, 9) == 0
        assert await conversations.purge_older_than(tx, NOW + timedelta(seconds=1), 9) == 1
        assert await conversations.load(tx, who, "web") is None
