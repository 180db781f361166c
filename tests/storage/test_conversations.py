"""A conversation is where its person left it, until it is old or forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from storage import conversations, people
from storage.database import Database
from storage.people import Address
from storage.tables import conversations as table
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


@pytest.mark.parametrize("minutes", [0, 1, 59])
async def test_a_conversation_is_kept_until_its_time_is_over_and_an_hour_more_at_most(
    database: Database, minutes: int
) -> None:
    who, at = await person(database), later(minutes=minutes)
    async with database.transaction() as tx:
        await conversations.save(tx, who, "web", b"state", later(days=-20))
        await conversations.save(tx, who, "web", b"state", at)
        assert await conversations.purge_older_than(tx, at, 9) == 0
        hour, second = timedelta(hours=1), timedelta(seconds=1)
        assert await conversations.purge_older_than(tx, at + hour + second, 9) == 1
        assert await conversations.load(tx, who, "web") is None


async def test_a_state_takes_the_place_of_the_one_before_and_no_index_is_written(
    database: Database,
) -> None:
    async with database.transaction() as tx:
        if not tx.is_postgresql:
            pytest.skip("SQLite keeps a row where it is")
        for number in range(20):
            who = await people.add(tx, Address("web", str(number)), str(number), NOW)
            await conversations.save(tx, who.id, "web", b"state " * 100, NOW)
        await tx.written()
        for minute in range(1, 4):
            for each in (await tx.connection.scalars(select(table.c.person))).all():
                await conversations.save(tx, each, "web", b"other " * 100, later(minutes=minute))
            await tx.written()
        counted = text(
            "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables"
            " WHERE relname = 'conversations'"
        )
        updated, in_place = (await tx.connection.execute(counted)).one()
    assert updated == 60
    assert in_place >= 20
