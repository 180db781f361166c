"""PostgreSQL: the pool, how a transaction begins and ends, prepared statements by the driver."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.prepared import Form

POOL = 10
PROBLEMS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


def engine_of(url: URL, seconds: float) -> AsyncEngine:
    """Make an engine; BEGIN and COMMIT are ours to say. `seconds`: how long to wait for a lock."""
    return create_async_engine(
        url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,  # a trace must not hold what a person told
        pool_size=POOL,
        max_overflow=POOL,
        connect_args={"server_settings": {"lock_timeout": f"{int(seconds * 1000)}ms"}},
    )


@asynccontextmanager
async def transaction(
    engine: AsyncEngine, begin: str = "BEGIN"
) -> AsyncIterator[tuple[AsyncConnection, OnWire]]:
    """Begin, then commit; roll back after an exception. `begin`: may take locks as well."""
    async with engine.connect() as connection:
        driver = await _begun(connection, begin)
        try:
            yield connection, OnWire(driver)
            await _said(driver, "COMMIT")
        except BaseException:
            await _rolled_back(connection, driver)
            raise


async def _begun(connection: AsyncConnection, begin: str) -> Any:
    """Begin, on a new connection where the kept one has died meanwhile."""
    for _ in range(POOL):
        driver = (await connection.get_raw_connection()).driver_connection
        try:
            await _said(driver, begin)
        except DBAPIError as problem:
            if not problem.connection_invalidated:
                raise
            await connection.invalidate(problem)
        else:
            return driver
    raise ConnectionError("no connection to the database lasts")


async def _said(driver: Any, words: str) -> None:
    try:
        await driver.execute(words)
    except PROBLEMS as problem:
        raise _as_sqlalchemy_does(problem) from problem


async def _rolled_back(connection: AsyncConnection, driver: Any) -> None:
    try:
        await driver.execute("ROLLBACK")
    except BaseException as problem:
        await connection.invalidate(problem)
        if not isinstance(problem, Exception):
            raise


class OnWire:
    """Prepared statements by the driver, which keeps them on its connection."""

    def __init__(self, driver: Any) -> None:
        """Use a connection of the driver whose transaction has begun."""
        self._driver = driver

    async def fetch(self, form: Form, given: Mapping[str, Any]) -> list[Any]:
        """Execute and give all rows."""
        try:
            found = await self._driver.fetch(form.text, *form.bound(given))
        except PROBLEMS as problem:
            raise _as_sqlalchemy_does(problem) from problem
        return list(map(form.row, found))

    async def write(self, form: Form, given: Mapping[str, Any]) -> int:
        """Execute and give the number of rows that were changed."""
        try:
            told: str = await self._driver.execute(form.text, *form.bound(given))
        except PROBLEMS as problem:
            raise _as_sqlalchemy_does(problem) from problem
        return int(told.rpartition(" ")[2])

    async def write_all(self, form: Form, given: Sequence[Mapping[str, Any]]) -> None:
        """Execute for each of the values, in their order."""
        try:
            await self._driver.executemany(form.text, [form.bound(each) for each in given])
        except PROBLEMS as problem:
            raise _as_sqlalchemy_does(problem) from problem


def _as_sqlalchemy_does(problem: Exception) -> DBAPIError:
    """Name what the driver raised; without the values, which may be personal."""
    lost = isinstance(problem, asyncpg.InterfaceError | asyncpg.PostgresConnectionError | OSError)
    broken = isinstance(problem, asyncpg.IntegrityConstraintViolationError)
    kind = IntegrityError if broken else DBAPIError
    return kind(None, None, problem, hide_parameters=True, connection_invalidated=lost)
