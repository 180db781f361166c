"""SQLite on the event loop: a statement takes microseconds, a thread to run it in takes more.

Only what may wait leaves the loop: the commit, which waits for the disk, goes to a thread, and the
write lock of another process is asked for again and again.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    NestedTransaction,
    RootTransaction,
    ScalarResult,
    create_engine,
)
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.prepared import Form
from storage.to_its_end import to_its_end

FIRST_PAUSE, LONGEST_PAUSE = 0.001, 0.05
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0")

_disk = ThreadPoolExecutor(4, thread_name_prefix="sqlite-disk")


def engine_of(url: URL, seconds: float) -> Engine:
    """Make an engine: WAL, fully synced, with foreign keys; BEGIN is ours to say.

    `seconds`: how long opening the file waits for other processes.
    """
    return create_engine(
        url,
        hide_parameters=True,  # a trace must not hold what a person told
        connect_args={"timeout": seconds, "isolation_level": None, "factory": File},
    )


class OnLoop:
    """What is asked of a connection, done here and now."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection whose transaction has begun. `changes`: how often it wrote by now."""
        self._connection = connection
        self.changes = 0

    @property
    def dialect(self) -> Dialect:
        """Say which database this is."""
        return self._connection.dialect

    @property
    def file(self) -> OnFile:
        """Give the driver's own connection, for prepared statements."""
        driver: Any = self._connection.connection.driver_connection
        return OnFile(driver)

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; a list of parameters executes it for each."""
        self.changes += not statement.is_select
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Give the first column of the first row, or None."""
        self.changes += not statement.is_select
        return self._connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> ScalarResult[Any]:
        """Give the first column of each row."""
        self.changes += not statement.is_select
        return self._connection.scalars(statement, parameters)

    async def begin_nested(self) -> Savepoint:
        """Begin a part that can be undone alone."""
        return Savepoint(self, self._connection.begin_nested())


class OnFile:
    """Prepared statements, executed here and now."""

    def __init__(self, file: sqlite3.Connection) -> None:
        """Use a connection of the driver whose transaction has begun."""
        self._cursor = sqlite3.Connection.cursor(file)

    async def fetch(self, form: Form, given: Mapping[str, Any]) -> list[Any]:
        """Execute and give all rows."""
        self._execute(form.text, form.bound(given))
        return list(map(form.row, self._cursor.fetchall()))

    async def write(self, form: Form, given: Mapping[str, Any]) -> int:
        """Execute and give the number of rows that were changed."""
        self._execute(form.text, form.bound(given))
        return self._cursor.rowcount

    async def write_later(self, form: Form, given: Mapping[str, Any]) -> None:
        """Execute at once: nothing is saved by waiting."""
        self._execute(form.text, form.bound(given))

    async def written(self) -> None:
        """Do nothing: all is written."""

    def _execute(self, text: str, values: list[Any]) -> None:
        try:
            self._cursor.execute(text, values)
        except sqlite3.Error as problem:
            raise _as_sqlalchemy_does(problem) from problem


def _as_sqlalchemy_does(problem: sqlite3.Error) -> DBAPIError:
    """Name what the driver raised; without the values, which may be personal."""
    kind = IntegrityError if isinstance(problem, sqlite3.IntegrityError) else DBAPIError
    return kind(None, None, problem, hide_parameters=True)


class Savepoint:
    """A part of a transaction, as that of PostgreSQL is one."""

    def __init__(self, whole: OnLoop, part: NestedTransaction) -> None:
        """Mean a part that has begun."""
        self._whole = whole
        self._part = part

    async def rollback(self) -> None:
        """Undo what was done in it."""
        self._whole.changes += 1
        self._part.rollback()


@asynccontextmanager
async def transaction(engine: Engine, seconds: float) -> AsyncIterator[OnLoop]:
    """Begin, then commit; roll back after an exception, also a cancellation.

    `seconds`: how long to wait for the write lock of other processes. Within a process the caller
    lets in one at a time.
    """
    with engine.connect() as connection, connection.begin() as whole:
        await _take_write_lock(connection, seconds)
        yield OnLoop(connection)
        committing = asyncio.get_running_loop().run_in_executor(_disk, commit, whole)
        await to_its_end(committing)


async def _take_write_lock(connection: Connection, seconds: float) -> None:
    """Begin with the lock: a read that becomes a write would lose updates."""
    file: Any = connection.connection.driver_connection
    loop = asyncio.get_running_loop()
    until, pause = loop.time() + seconds, FIRST_PAUSE
    while not _locked(file):
        if loop.time() > until:
            raise TimeoutError("another process has held the database for too long")
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _locked(file: sqlite3.Connection) -> bool:
    try:
        file.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def commit(whole: RootTransaction) -> None:
    """Write to the disk what was changed."""
    whole.commit()


class File(sqlite3.Connection):
    """A connection to a database file, as we want it."""

    def __init__(self, *given: Any, **more: Any) -> None:
        """Open the file; a lock that is not there at once is waited for elsewhere."""
        super().__init__(*given, **more)
        for pragma in PRAGMAS:
            self.execute(f"PRAGMA {pragma}")

    def cursor(self, factory: Any = None) -> Any:
        """Give a cursor whose rows are all there before the next statement."""
        return super().cursor(factory or Rows)


class Rows(sqlite3.Cursor):
    """A cursor that has read all its rows: what is written next does not change them."""

    _rows: Iterator[Any] = iter(())

    def execute(self, *given: Any) -> Rows:
        """Execute and read."""
        super().execute(*given)
        self._rows = iter(super().fetchall() if self.description else ())
        return self

    def fetchone(self) -> Any:
        """Give the next row or None."""
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Give the next `size` rows."""
        return list(islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[Any]:
        """Give the other rows."""
        return list(self._rows)
