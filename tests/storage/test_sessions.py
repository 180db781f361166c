"""A link opens the desk once and a session until it ends."""

from __future__ import annotations

import asyncio

import pytest

from storage import sessions
from storage.database import Database
from tests.storage.builders import NOW, later, person


@pytest.mark.parametrize(("minutes", "opens"), [(0, True), (9.99, True), (10, False)])
async def test_a_link_opens_until_it_expires(
    database: Database, minutes: float, opens: bool
) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await sessions.add_link(tx, "code", who, later(minutes=10))
        found = await sessions.use_link(tx, "code", later(minutes=minutes))
    assert found == (who if opens else None)


async def test_a_link_opens_once_whoever_tries_at_once(database: Database) -> None:
    who = await person(database)

    async def use() -> object:
        async with database.transaction() as tx:
            return await sessions.use_link(tx, "code", NOW)

    async with database.transaction() as tx:
        await sessions.add_link(tx, "code", who, later(minutes=10))
    found = await asyncio.gather(*(use() for _ in range(8)))
    assert found.count(who) == 1
    assert found.count(None) == 7


async def test_an_unknown_code_or_token_opens_nothing(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await sessions.add_link(tx, "code", who, later(minutes=10))
        assert await sessions.use_link(tx, "Code", NOW) is None
        assert await sessions.session(tx, "code", NOW) is None


@pytest.mark.parametrize(("hours", "holds"), [(0, True), (7.99, True), (8, False)])
async def test_a_session_holds_until_it_expires(
    database: Database, hours: float, holds: bool
) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await sessions.add_session(tx, "token", who, later(hours=8))
        found = await sessions.session(tx, "token", later(hours=hours))
    assert found == (who if holds else None)


async def test_a_session_can_be_ended_and_no_other_with_it(database: Database) -> None:
    who = await person(database)
    async with database.transaction() as tx:
        await sessions.add_session(tx, "one", who, later(hours=8))
        await sessions.add_session(tx, "other", who, later(hours=8))
        await sessions.end_session(tx, "one")
        assert await sessions.session(tx, "one", NOW) is None
        assert await sessions.session(tx, "other", NOW) == who
