"""Duties: one process at a time has one, and the next gets it when that one ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import duties
from storage.database import Database
from storage.duties import Duty
from tests.storage.engines import KEYS, opened

OTHERS_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def other(database_url: str, database: Database) -> AsyncIterator[Database]:
    """The same database, as another process has it open."""
    async with opened(database_url) as same:
        yield same


async def becomes_theirs(duty: Duty) -> None:
    """Wait until the server has noticed that whoever had it is gone."""
    async with asyncio.timeout(20):
        while not await duty.held():  # noqa: ASYNC110 - a server tells nobody
            await asyncio.sleep(0.05)


async def test_one_has_it_until_it_gives_it_up(database: Database, other: Database) -> None:
    mine, theirs = Duty(database, "telegram 42"), Duty(other, "telegram 42")
    assert await mine.held()
    assert not await theirs.held()
    assert await mine.held()
    await mine.give_up()
    assert await theirs.held()
    assert not await mine.held()
    await theirs.give_up()


async def test_different_duties_do_not_hinder_each_other(
    database: Database, other: Database
) -> None:
    mine, theirs = Duty(database, "telegram 42"), Duty(other, "telegram 43")
    assert await mine.held()
    assert await theirs.held()
    await mine.give_up()
    await theirs.give_up()


async def test_giving_up_what_one_does_not_have_changes_nothing(
    database: Database, other: Database
) -> None:
    mine, theirs = Duty(database, "telegram 42"), Duty(other, "telegram 42")
    assert await mine.held()
    await theirs.give_up()
    assert not await theirs.held()
    await mine.give_up()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_it_ends_with_the_connection_and_whoever_had_it_learns_that(
    database: Database, other: Database
) -> None:
    mine, theirs = Duty(database, "telegram 42"), Duty(other, "telegram 42")
    assert await mine.held()
    async with other.transaction() as tx:
        await tx.connection.execute(OTHERS_END)
    await becomes_theirs(theirs)
    assert not await mine.held()
    await theirs.give_up()
    assert await mine.held()
    await mine.give_up()


async def test_a_database_that_is_gone_gives_it_to_nobody() -> None:
    gone = Database("postgresql://nobody@127.0.0.1:1/none", KEYS)
    assert not await Duty(gone, "telegram 42").held()
    await gone.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_connection_that_says_nothing_any_more_gives_the_duty_up(
    database: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = Duty(database, "telegram 42"), Duty(other, "telegram 42")
    assert await mine.held()
    monkeypatch.setattr(duties, "ANSWERS_WITHIN", 0.05)
    monkeypatch.setattr(duties, "STILL_THERE", text("SELECT pg_sleep(600)"))
    assert not await mine.held()
    monkeypatch.undo()
    await becomes_theirs(theirs)
    await theirs.give_up()


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_file_that_cannot_be_opened_gives_it_to_nobody(
    database: Database, database_url: str
) -> None:
    file = Path(f"{database_url.removeprefix('sqlite:///')}.telegram-42.lock")
    file.mkdir()  # noqa: ASYNC240 - at once
    mine = Duty(database, "telegram 42")
    assert not await mine.held()
    file.rmdir()  # noqa: ASYNC240 - at once
    assert await mine.held()
    await mine.give_up()
