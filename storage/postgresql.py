"""PostgreSQL: the pool, how a transaction begins and ends, and what is asked within it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic
from typing import Any

import sqlalchemy
from sqlalchemy import URL, CursorResult, Executable, NestedTransaction, ScalarResult, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError

from storage.pooled import Pool, Pooled
from storage.silence import Line, Silence
from storage.wire import PROBLEMS, OnWire, as_sqlalchemy_does

POOL = 10
ANSWERS_WITHIN = 60.0  # seconds; what is dropped after days of standstill takes longest
CONNECTS_WITHIN = 10.0
CONNECTED_WITHIN = 30.0  # with the wait for a connection that others use
UNDONE_WITHIN = 5.0
# How a statement is executed is planned once, for tables as large as they were then. In a crisis
# they are a hundred times larger within a minute, and nobody has told PostgreSQL.
PLANS_HOLD = 5.0
# The server, too, gives up a peer that is gone, and with it what that one has locked.
KEEPS_ALIVE = {
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}
LOCK = "pg_advisory_xact_lock(hashtextextended({}, 0))"


def pool_of(url: URL, seconds: float, *, is_patient: bool = False) -> Pool:
    """Make a pool; BEGIN and COMMIT are ours to say. `seconds`: how long to wait for a lock.

    `is_patient`: a statement may take as long as it likes; else as `command_timeout` in the
    address says.
    """
    within = float(str(url.query.get("command_timeout", ANSWERS_WITHIN)))
    silence = Silence(None if is_patient else within)
    settings = {"lock_timeout": f"{int(seconds * 1000)}ms", **KEEPS_ALIVE}
    pool = Pool(
        url.difference_update_query(["command_timeout"]),
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,  # a trace must not hold what a person told
        pool_size=POOL,
        max_overflow=POOL,
        execution_options={"silence": silence},
        connect_args={
            "timeout": float(str(url.query.get("timeout", CONNECTS_WITHIN))),
            "server_settings": settings,
        },
    )

    @event.listens_for(pool.sqlalchemy, "close")
    def _without_waiting(connection: Any, _: object) -> None:
        if silence.is_over:
            connection.driver_connection.terminate()

    return pool


def _silence_of(pool: Pool) -> Silence:
    silence: Silence = pool.sqlalchemy.get_execution_options()["silence"]
    return silence


async def close(pool: Pool) -> None:
    """Give all connections back, without waiting for the server to say good-bye."""
    _silence_of(pool).is_over = True
    await pool.dispose()


@asynccontextmanager
async def transaction(pool: Pool, locks: Collection[str]) -> AsyncIterator[Connection]:
    """Begin, with `locks`, then commit; roll back after an exception."""
    async with _connected(pool) as connection:
        begin = _planning_anew(connection.info) + beginning(locks)
        line = await _begun(connection, begin, _silence_of(pool))
        wire = OnWire(line)
        try:
            yield Connection(connection, wire)
            await wire.written()
            await _said(line, "COMMIT")
        except BaseException:
            await _rolled_back(connection, line.driver)
            raise


@asynccontextmanager
async def _connected(pool: Pool) -> AsyncIterator[Pooled]:
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(CONNECTED_WITHIN):
            connection = await stack.enter_async_context(pool.connected())
        yield connection


def beginning(locks: Collection[str]) -> str:
    """Say how to begin; all take their locks in one order, so that none waits for another's."""
    if not locks:
        return "BEGIN"
    quoted = ("'" + name.replace("'", "''") + "'" for name in sorted(locks))
    return "BEGIN; SELECT " + LOCK.format(f"unnest(ARRAY[{', '.join(quoted)}])")


def _planning_anew(about: dict[Any, Any]) -> str:
    """Say that plans are to be made anew, where they are old. `about`: kept with a connection."""
    now = monotonic()
    if now - about.setdefault("planned", now) < PLANS_HOLD:
        return ""
    about["planned"] = now
    return "DISCARD PLANS; "


async def _begun(connection: Pooled, begin: str, silence: Silence) -> Line:
    """Begin, on a new connection where the kept ones have died meanwhile."""
    for _ in range(POOL + 1):
        async with asyncio.timeout(CONNECTED_WITHIN):
            line = Line(await connection.driver(), silence)
        if silence.trusts(connection.info) and await _has_begun(line, begin):
            return line
        line.driver.terminate()
        await connection.invalidate()
    raise ConnectionError("no connection to the database lasts")


async def _has_begun(line: Line, begin: str) -> bool:
    """Begin; False if the connection has died meanwhile. A silence is raised, being long enough."""
    try:
        await _said(line, begin)
    except DBAPIError as problem:
        if problem.connection_invalidated and not line.was_silent:
            return False
        raise
    return True


async def _said(line: Line, words: str) -> None:
    try:
        with line as driver:
            await driver.execute(words)
    except PROBLEMS as problem:
        raise as_sqlalchemy_does(problem) from problem


async def _rolled_back(connection: Pooled, driver: Any) -> None:
    try:
        with Line(driver, Silence(UNDONE_WITHIN)):
            await driver.execute("ROLLBACK")
    except BaseException as problem:
        await connection.invalidate(problem)
        if not isinstance(problem, Exception):
            raise


class Connection:
    """What is asked of a connection of the pool; what was to be written later comes before."""

    def __init__(self, connection: Pooled, wire: OnWire) -> None:
        """Use a connection whose transaction has begun; `wire`: the driver's part of it.

        `changes`: how often it wrote by now, in other ways than by `wire`.
        """
        self._connection = connection
        self.wire = wire
        self.changes = 0

    @property
    def dialect(self) -> Dialect:
        """Say which database this is."""
        return self._connection.dialect

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; a list of parameters executes it for each."""
        self.changes += not statement.is_select
        await self.wire.written()
        with self.wire.line:
            return await self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Give the first column of the first row, or None."""
        self.changes += not statement.is_select
        await self.wire.written()
        with self.wire.line:
            return await self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> ScalarResult[Any]:
        """Give the first column of each row."""
        self.changes += not statement.is_select
        await self.wire.written()
        with self.wire.line:
            return await self._connection.scalars(statement, parameters)

    async def begin_nested(self) -> Savepoint:
        """Begin a part that can be undone alone; what was written before it is no part of it."""
        await self.wire.written()
        with self.wire.line:
            return Savepoint(self, await self._connection.begin_nested())

    async def run_sync(self, work: Callable[[sqlalchemy.Connection], Any]) -> Any:
        """Do something with SQLAlchemy's own connection."""
        self.changes += 1
        await self.wire.written()
        with self.wire.line:
            return await self._connection.run(work)


class Savepoint:
    """A part of a transaction that can be undone alone."""

    def __init__(self, whole: Connection, part: NestedTransaction) -> None:
        """Mean a part that has begun."""
        self._whole = whole
        self._part = part

    async def rollback(self) -> None:
        """Undo what was done in it."""
        await self._whole.run_sync(lambda _: self._part.rollback())
