"""PostgreSQL: the pool, how a transaction begins and ends, prepared statements by the driver."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import sqlalchemy
from sqlalchemy import URL, CursorResult, Executable, ScalarResult
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncTransaction,
    create_async_engine,
)

from storage.prepared import Form

POOL = 10
LOCK = "pg_advisory_xact_lock(hashtextextended({}, 0))"
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
async def transaction(engine: AsyncEngine, locks: Collection[str]) -> AsyncIterator[Connection]:
    """Begin, with `locks`, then commit; roll back after an exception."""
    async with engine.connect() as connection:
        driver = await _begun(connection, beginning(locks))
        wire = OnWire(driver)
        try:
            yield Connection(connection, wire)
            await wire.written()
            await _said(driver, "COMMIT")
        except BaseException:
            await _rolled_back(connection, driver)
            raise


def beginning(locks: Collection[str]) -> str:
    """Say how to begin; all take their locks in one order, so that none waits for another's."""
    if not locks:
        return "BEGIN"
    quoted = ("'" + name.replace("'", "''") + "'" for name in sorted(locks))
    return "BEGIN; SELECT " + LOCK.format(f"unnest(ARRAY[{', '.join(quoted)}])")


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


class Connection:
    """What is asked of SQLAlchemy's AsyncConnection; what was to be written later comes before."""

    def __init__(self, connection: AsyncConnection, wire: OnWire) -> None:
        """Use a connection whose transaction has begun; `wire`: the driver's part of it."""
        self._connection = connection
        self.wire = wire

    @property
    def dialect(self) -> Dialect:
        """Say which database this is."""
        return self._connection.dialect

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; a list of parameters executes it for each."""
        await self.wire.written()
        return await self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Give the first column of the first row, or None."""
        await self.wire.written()
        return await self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> ScalarResult[Any]:
        """Give the first column of each row."""
        await self.wire.written()
        return await self._connection.scalars(statement, parameters)

    def begin_nested(self) -> AsyncTransaction:
        """Let what fails inside be undone alone: `async with`, or awaited and rolled back."""
        return self._connection.begin_nested()

    async def run_sync(self, work: Callable[[sqlalchemy.Connection], Any]) -> Any:
        """Do something with SQLAlchemy's own connection."""
        await self.wire.written()
        return await self._connection.run_sync(work)


class OnWire:
    """Prepared statements by the driver, which keeps them on its connection."""

    def __init__(self, driver: Any) -> None:
        """Use a connection of the driver whose transaction has begun."""
        self._driver = driver
        self._later: dict[str, list[list[Any]]] = {}

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

    async def write_later(self, form: Form, given: Mapping[str, Any]) -> None:
        """Keep it; all that is written by a statement goes to the server at once."""
        self._later.setdefault(form.text, []).append(form.bound(given))

    async def written(self) -> None:
        """Write what was kept."""
        later, self._later = self._later, {}
        try:
            for text, values in later.items():
                await self._driver.executemany(text, values)
        except PROBLEMS as problem:
            raise _as_sqlalchemy_does(problem) from problem


def _as_sqlalchemy_does(problem: Exception) -> DBAPIError:
    """Name what the driver raised; without the values, which may be personal."""
    lost = isinstance(problem, asyncpg.InterfaceError | asyncpg.PostgresConnectionError | OSError)
    broken = isinstance(problem, asyncpg.IntegrityConstraintViolationError)
    kind = IntegrityError if broken else DBAPIError
    return kind(None, None, problem, hide_parameters=True, connection_invalidated=lost)
