"""Connections of SQLAlchemy's pool to a driver that is asynchronous.

`sqlalchemy.ext.asyncio` does the same, and with it reads in the whole of SQLAlchemy's ORM, of which
nothing is used here: seven megabytes in each process. What it stands on is `greenlet_spawn`, which
lets SQLAlchemy's own code wait for such a driver.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    NestedTransaction,
    ScalarResult,
    create_engine,
)
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import greenlet_spawn

from storage.to_its_end import to_its_end


class Pooled:
    """A connection taken from the pool until it is closed; BEGIN and COMMIT are not its own."""

    def __init__(self, connection: Connection) -> None:
        """Use SQLAlchemy's connection, of an asynchronous driver."""
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """Say which database this is."""
        return self._connection.dialect

    @property
    def info(self) -> dict[Any, Any]:
        """Give what is kept of the driver's connection as long as it lasts."""
        return self._connection.info

    async def driver(self) -> Any:
        """Give the driver's own connection: a new one, if the one before was given up."""
        raw = await greenlet_spawn(getattr, self._connection, "connection")
        return raw.driver_connection

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; a list of parameters executes it for each."""
        return await greenlet_spawn(self._connection.execute, statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Give the first column of the first row, or None."""
        return await greenlet_spawn(self._connection.scalar, statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> ScalarResult[Any]:
        """Give the first column of each row."""
        return await greenlet_spawn(self._connection.scalars, statement, parameters)

    async def begin_nested(self) -> NestedTransaction:
        """Begin a part that can be undone alone, by `run`."""
        return await greenlet_spawn(self._connection.begin_nested)

    async def run(self, work: Callable[[Connection], Any]) -> Any:
        """Do something with SQLAlchemy's own connection."""
        return await greenlet_spawn(work, self._connection)

    async def invalidate(self, problem: BaseException | None = None) -> None:
        """Give the driver's connection up, so that nobody gets it from the pool."""
        await greenlet_spawn(self._connection.invalidate, problem)

    async def close(self) -> None:
        """Give it back to the pool; whoever is cancelled meanwhile still waits for that."""
        await to_its_end(asyncio.create_task(greenlet_spawn(self._connection.close)))


class Pool:
    """The pool of connections to a database."""

    def __init__(self, url: URL, **settings: Any) -> None:
        """Mean a database; nobody connects yet. `settings`: as SQLAlchemy's create_engine takes."""
        self.sqlalchemy: Engine = create_engine(url, **settings)

    async def connect(self) -> Pooled:
        """Take a connection out of the pool, or make one; who asks closes it."""
        return Pooled(await greenlet_spawn(self.sqlalchemy.connect))

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Pooled]:
        """Take a connection and give it back."""
        connection = await self.connect()
        try:
            yield connection
        finally:
            await connection.close()

    async def dispose(self) -> None:
        """Close all connections that nobody has taken."""
        await greenlet_spawn(self.sqlalchemy.dispose)
