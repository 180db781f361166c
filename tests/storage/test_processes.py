"""Processes tell which keys they know; those that end, or fall silent, are forgotten."""

from __future__ import annotations

from dataclasses import replace

from storage import processes
from storage.database import Database
from storage.processes import Process
from tests.storage.builders import NOW, later

ONE = Process("a", "here, process 1", ("new", "old"), NOW)
OTHER = Process("b", "there, process 2", ("old",), later(minutes=3))


async def told(database: Database) -> None:
    async with database.transaction() as tx:
        await processes.tell(tx, ONE)
        await processes.tell(tx, OTHER)


async def test_what_a_process_told_last_is_known(database: Database) -> None:
    await told(database)
    again = replace(ONE, keys=("newest", "new"), seen=later(minutes=4))
    async with database.transaction() as tx:
        assert await processes.seen_since(tx, NOW) == (ONE, OTHER)
        await processes.tell(tx, again)
        assert await processes.seen_since(tx, NOW) == (again, OTHER)


async def test_who_ended_or_is_silent_is_known_no_more(database: Database) -> None:
    await told(database)
    async with database.transaction() as tx:
        assert await processes.seen_since(tx, later(minutes=1)) == (OTHER,)
        await processes.drop_silent(tx, later(minutes=1))
        assert await processes.seen_since(tx, NOW) == (OTHER,)
        await processes.leave(tx, OTHER.id)
        assert await processes.seen_since(tx, NOW) == ()
