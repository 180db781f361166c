"""The database: transactions on SQLite or PostgreSQL. Success commits, an exception rolls back."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, bindparam, func, make_url, select
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError

from domain.cannot_go_on import CannotGoOn
from storage import sqlite
from storage.asked import Asked
from storage.prepared import Driver, Form, Prepared
from storage.types import Keys

if TYPE_CHECKING:
    from storage import postgresql
    from storage.pooled import Pool

BUSY_SECONDS = 20
# Rounds of turns at the same time on PostgreSQL: while one waits for the database another works.
WRITERS = 2

# What says "not now": of PostgreSQL classes and codes of SQLSTATE, of SQLite its words.
OUTAGE_CLASSES = ("08", "53", "57", "58")  # connection, resources, operator, input and output
OUTAGE_CODES = ("25006", "40001", "40P01", "55P03")  # read-only, serialisation, deadlock, lock
OUTAGE_WORDS = ("locked", "full", "disk i/o", "unable to open", "readonly")


LOCK = Prepared(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)).label("held"))
)


class StorageUnavailable(CannotGoOn):
    """The database cannot be used now: it does not answer, is locked, or its disk is full."""


class StorageRefused(StorageUnavailable):
    """The database does not let us in: a wrong password, a name it does not know; no wait helps."""


AtEnd = Callable[["Transaction", frozenset[str]], Awaitable[None]]


@dataclass(frozen=True, eq=False)
class Transaction:
    """One transaction, with the keys for what is personal.

    `connection` takes any statement of SQLAlchemy's; `rows`, `row` and `write` those that were
    prepared, by a shorter way. What is given to `write_later` is written before the next statement
    of SQLAlchemy's, and at the end; who reads it by a prepared one calls `written` first. `once`
    asks what others have asked in the same transaction, as long as nothing was written to it.
    `kept`: what this process keeps of the database in memory, from one transaction to the next.
    `likely`: by columns, what is probably asked for soon; `once_each` asks for all of it at once.
    """

    connection: postgresql.Connection | sqlite.OnLoop
    keys: Keys
    driver: Driver
    kept: dict[str, Any] = field(default_factory=dict)
    likely: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _marks: set[str] = field(default_factory=set)
    _at_end: dict[AtEnd, set[str]] = field(default_factory=dict)
    _asked: Asked = field(default_factory=Asked)
    _changed: set[str] = field(default_factory=set)

    @property
    def is_last(self) -> bool:
        """Say whether nobody else may act in this transaction: `end_after_this` was called."""
        return "last" in self._marks

    def end_after_this(self) -> None:
        """Let nobody else act in this transaction.

        It has changed what processes keep in memory, and may still be rolled back.
        """
        self._marks.add("last")

    @property
    def has_put(self) -> bool:
        """Say whether the outbox, or what is fetched from it, was changed: `put` was called."""
        return "put" in self._marks

    def put(self) -> None:
        """Note that there is something in the outbox."""
        self._marks.add("put")

    def at_end(self, work: AtEnd, given: str) -> None:
        """Let `work` be done once, with all that is given to it, when nothing but COMMIT is left.

        A lock that is taken there is held for a moment, and behind it nobody takes another.
        """
        self._at_end.setdefault(work, set()).add(given)

    def given_for_end(self, work: AtEnd) -> frozenset[str]:
        """List what was given to `work` in this transaction; part of it may be rolled back."""
        return frozenset(self._at_end.get(work, ()))

    async def finish(self) -> None:
        """Do what was left for the end."""
        for work, given in self._at_end.items():
            await work(self, frozenset(given))

    @cached_property
    def dialect(self) -> Dialect:
        """Say which database this is; asked at every statement."""
        return self.connection.dialect

    def form(self, statement: Prepared) -> Form:
        """Give a prepared statement as this engine takes it."""
        return statement.form(self.dialect)

    async def write_later(self, statement: Prepared, **given: Any) -> None:
        """Write by a prepared statement, together with all that is written by it."""
        form = self.form(statement)
        self._note_change(form, given)
        await self.driver.write_later(form, given)

    async def written(self) -> None:
        """Write what was to be written later."""
        await self.driver.written()

    async def rows(self, statement: Prepared, **given: Any) -> list[Any]:
        """Give all rows of a prepared statement."""
        return await self.driver.fetch(self.form(statement), given)

    async def once(self, statement: Prepared, **given: Any) -> list[Any]:
        """Give all rows of a prepared statement as they were when it was first asked.

        For what many turns of a round ask alike, and what changes by the day. What others commit
        meanwhile is not seen; what was written here is.
        """
        form = self.form(statement)
        known = self._asked.of(form, self.connection.changes)
        key = tuple(given.values())
        if key not in known:
            known[key] = await self.driver.fetch(form, given)
        return known[key]

    async def once_each(self, statement: Prepared, value: str) -> list[Any]:
        """Give the rows of a statement that looks `by` a column for any of several values.

        It is asked once for this value and for all that are `likely` in the column.
        """
        form = self.form(statement)
        known = self._asked.of(form, self.connection.changes)
        if value not in known:
            sought = sorted({value, *self.likely[form.by]} - known.keys())
            found = await self.driver.fetch(form, {f"{form.by}_": sought})
            known.update((each, []) for each in sought)
            for row in found:
                known[getattr(row, form.by)].append(row)
        return known[value]

    def know(self, statement: Prepared, value: str, rows: list[Any]) -> None:
        """Note what `once_each` would find: it was learnt otherwise, in this transaction."""
        known = self._asked.of(self.form(statement), self.connection.changes)
        known[value] = rows

    async def row(self, statement: Prepared, **given: Any) -> Any:
        """Give the first row of a prepared statement, or None."""
        found = await self.driver.fetch(self.form(statement), given)
        return found[0] if found else None

    async def write(self, statement: Prepared, **given: Any) -> int:
        """Write by a prepared statement; give how many rows it changed."""
        form = self.form(statement)
        self._note_change(form, given)
        return await self.driver.write(form, given)

    def _note_change(self, form: Form, given: Mapping[str, Any]) -> None:
        self._changed.add(form.table)
        self._asked.forget(form, given)

    def has_changed(self, form: Form) -> bool:
        """Say whether what a statement gives may have been changed in this transaction.

        It is not known what was changed by other ways than prepared statements.
        """
        return bool(self.connection.changes) or not self._changed.isdisjoint(form.tables)

    @property
    def is_postgresql(self) -> bool:
        """Say which engine this is."""
        return self.dialect.name == "postgresql"

    async def lock(self, name: str) -> None:
        """Let nobody else into what `name` stands for, until the end of the transaction.

        SQLite has one writer at a time anyway.
        """
        if self.is_postgresql:
            await self.rows(LOCK, name=name)


class Database:
    """One database. `url`: sqlite:///path or postgresql://…; the driver is ours to choose."""

    def __init__(self, url: str, keys: Keys) -> None:
        self._keys = keys
        self._engine = engine_for(url)
        self._turn = asyncio.Lock()
        self._kept: dict[str, Any] = {}
        self.writers = 1 if isinstance(self._engine, Engine) else WRITERS

    @property
    def keys(self) -> Keys:
        """Give the keys for what is personal."""
        return self._keys

    def use(self, keys: Keys) -> None:
        """Take other keys for every transaction that begins from now on."""
        self._keys = keys

    @asynccontextmanager
    async def transaction(self, locks: Collection[str] = ()) -> AsyncIterator[Transaction]:
        """Open a transaction that holds `locks` (`Transaction.lock`); StorageUnavailable.

        What the caller's own code raises, and a mistake in a query, stay what they are.
        """
        try:
            async with AsyncExitStack() as stack:
                tx = await self._begin(stack, locks)
                yield tx
                await tx.finish()
        except DBAPIError as problem:
            if not is_outage(problem):
                raise
            raise StorageUnavailable(_told(problem)) from problem

    async def _begin(self, stack: AsyncExitStack, locks: Collection[str]) -> Transaction:
        """Connect and begin: nobody's code has run yet, so whatever fails is an outage."""
        try:
            if isinstance(self._engine, Engine):
                return await self._begin_in_turn(self._engine, stack)
            from storage import postgresql

            begun = postgresql.transaction(self._engine, locks)
            connection = await stack.enter_async_context(begun)
        except Exception as problem:
            raise StorageUnavailable(_told(problem)) from problem
        return Transaction(connection, self._keys, connection.wire, self._kept)

    async def _begin_in_turn(self, engine: Engine, stack: AsyncExitStack) -> Transaction:
        """Begin when everybody who came before has ended: SQLite has one writer at a time."""
        async with asyncio.timeout(BUSY_SECONDS):
            await stack.enter_async_context(self._turn)
        connection = await stack.enter_async_context(sqlite.transaction(engine, BUSY_SECONDS))
        return Transaction(connection, self._keys, connection.file, self._kept)

    @property
    def engine(self) -> Pool | Engine:
        """Give the engine itself, for what is held outside of any transaction."""
        return self._engine

    async def close(self) -> None:
        """Give all connections back."""
        if isinstance(self._engine, Engine):
            self._engine.dispose()
        else:
            from storage import postgresql

            await postgresql.close(self._engine)


def is_outage(problem: DBAPIError) -> bool:
    """Tell an outage, which passes, from a mistake in a query, which does not."""
    if problem.connection_invalidated:
        return True
    code = getattr(problem.orig, "sqlstate", None)
    if code is not None:
        return code.startswith(OUTAGE_CLASSES) or code in OUTAGE_CODES
    said = str(problem.orig).lower()
    return any(words in said for words in OUTAGE_WORDS)


def not_opened(problem: DBAPIError | OSError) -> StorageUnavailable:
    """Tell why a database cannot be opened, and by the kind whether it may be there later."""
    original = getattr(problem, "orig", None) or problem
    passes = not isinstance(problem, DBAPIError) or is_outage(problem)
    kind = StorageUnavailable if passes else StorageRefused
    return kind(f"the database cannot be opened ({str(original) or 'it does not answer'})")


def _told(problem: BaseException) -> str:
    original = getattr(problem, "orig", None) or problem
    said = str(original) or "it does not answer"
    return f"the database cannot be used now ({type(original).__name__}: {said})"


# What libpq calls otherwise than asyncpg.
NAMES = {"sslmode": "ssl", "connect_timeout": "timeout"}


def normalised(url: str) -> URL:
    """Choose the driver of a database address, and the names that it has for options."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.set(drivername="sqlite")
    query = {NAMES.get(key, key): value for key, value in parsed.query.items()}
    return parsed.set(drivername="postgresql+asyncpg", query=query)


def is_file(url: str) -> bool:
    """Say whether a database is a file of this machine, and no server."""
    return normalised(url).get_backend_name() == "sqlite"


def engine_for(url: str, *, is_patient: bool = False) -> Pool | Engine:
    """Make what connects: to PostgreSQL a pool, to SQLite a plain engine; see their files.

    `is_patient`: a statement may take as long as it likes.
    """
    parsed = normalised(url)
    if parsed.get_backend_name() == "sqlite":
        private_file(parsed.database)
        return sqlite.engine_of(parsed, BUSY_SECONDS)
    from storage import postgresql  # on SQLite nothing of it is needed

    return postgresql.pool_of(parsed, BUSY_SECONDS, is_patient=is_patient)


def private_file(path: str | None) -> None:
    """Make a database file that only its owner reads, in a folder that only they enter.

    StorageUnavailable if that cannot be done.
    """
    if not path or path == ":memory:":
        return
    try:
        _make_private(path)
    except OSError as problem:
        raise StorageUnavailable(_told(problem)) from problem


def _make_private(path: str) -> None:
    folder = Path(path).parent
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    if not Path(path).exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
