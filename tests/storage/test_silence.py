"""A PostgreSQL that takes connections and says nothing is an outage, and nobody waits for good."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import Connection, text

from storage import migrate, postgresql
from storage.database import Database, StorageUnavailable, Transaction
from storage.people import find
from storage.pooled import Pool
from tests.storage.builders import person
from tests.storage.engines import KEYS, left_out
from tests.storage.proxy import Proxy, proxy

pytestmark = [
    pytest.mark.parametrize("engine", ["postgresql"]),
    pytest.mark.timeout(60),
]

BOUNDS = "command_timeout=1&connect_timeout=1"


@pytest.fixture
async def between(database_url: str) -> AsyncIterator[Proxy]:
    """What stands between us and the server."""
    async with proxy() as made:
        yield made


@pytest.fixture
async def far(database_url: str, between: Proxy) -> AsyncIterator[Database]:
    """A database behind it; at the end no connection is left out, and closing waits for nobody."""
    database = Database(between.url(database_url, BOUNDS), KEYS)
    yield database
    assert left_out(database) == 0
    await database.close()


async def by_sqlalchemy(tx: Transaction) -> None:
    await tx.connection.execute(text("SELECT 1"))


async def by_the_driver(tx: Transaction) -> None:
    await find(tx, "nobody")  # type: ignore[arg-type]


async def by_neither(tx: Transaction) -> None:
    """Only COMMIT is left."""


@pytest.mark.parametrize("ask", [by_sqlalchemy, by_the_driver, by_neither])
async def test_a_server_that_falls_silent_in_a_transaction_is_an_outage(
    far: Database, between: Proxy, ask: Callable[[Transaction], Awaitable[None]]
) -> None:
    who = await person(far)
    with pytest.raises(StorageUnavailable):
        async with far.transaction() as tx:
            between.freeze()
            await ask(tx)
    between.thaw()
    async with far.transaction() as tx:
        assert await find(tx, who) is not None


async def test_kept_connections_that_are_dead_are_found_out_by_the_first_that_is_used(
    far: Database, between: Proxy
) -> None:
    async def keep_one(all_are_there: asyncio.Barrier) -> None:
        async with far.transaction():
            await all_are_there.wait()

    all_are_there = asyncio.Barrier(5)
    await asyncio.gather(*(keep_one(all_are_there) for _ in range(5)))
    between.forget()
    with pytest.raises(StorageUnavailable):
        await person(far)
    for _ in range(5):
        await person(far)


async def test_no_connection_to_be_had_is_an_outage(far: Database, between: Proxy) -> None:
    between.freeze()
    for _ in range(2):
        with pytest.raises(StorageUnavailable, match="does not answer"):
            await person(far)
    between.thaw()
    assert await person(far)


async def test_one_that_falls_silent_after_the_connection_is_made_is_given_up_too(
    far: Database, between: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "CONNECTED_WITHIN", 1.0)
    assert isinstance(far.engine, Pool)
    dialect = far.engine.sqlalchemy.dialect
    setting_up = dialect.initialize  # asks what server it is

    def silent(connection: Connection) -> None:
        between.freeze()
        setting_up(connection)

    monkeypatch.setattr(dialect, "initialize", silent)
    with pytest.raises(StorageUnavailable):
        await person(far)
    monkeypatch.undo()
    between.thaw()
    assert await person(far)


async def test_whoever_is_cancelled_meanwhile_does_not_wait_for_good(
    far: Database, between: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "UNDONE_WITHIN", 0.2)
    begun = asyncio.Event()

    async def asking() -> None:
        async with far.transaction() as tx:
            between.freeze()
            begun.set()
            await by_the_driver(tx)

    task = asyncio.create_task(asking())
    await begun.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left_out(far) == 0


async def test_closing_waits_for_no_farewell(database_url: str, between: Proxy) -> None:
    database = Database(between.url(database_url), KEYS)
    await person(database)
    between.freeze()
    async with asyncio.timeout(20):
        await database.close()


async def test_the_schema_is_not_waited_for_either(database_url: str, between: Proxy) -> None:
    between.freeze()
    with pytest.raises(StorageUnavailable):
        await migrate.migrate(between.url(database_url, BOUNDS))


async def test_a_statement_that_takes_too_long_is_given_up_but_a_migration_is_not(
    database_url: str,
) -> None:
    url = f"{database_url}&command_timeout=0.5"
    database = Database(url, KEYS)
    with pytest.raises(StorageUnavailable):
        async with database.transaction() as tx:
            await tx.connection.execute(text("SELECT pg_sleep(1)"))
    await database.close()
    slowly = text("SELECT 7 FROM pg_sleep(1)")
    assert await migrate._on(url, lambda connection: connection.scalar(slowly)) == 7
