"""Duties: what only one process at a time does for an installation, such as sending for a bot.

On PostgreSQL a duty is an advisory lock of a session of its own: it ends with the process, the
connection or the server, and the next process that asks takes it over. On SQLite it is a lock on a
file beside the database. Nothing has to be cleaned up after a process that was killed.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

if TYPE_CHECKING:
    from storage.pooled import Pool, Pooled

TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 1))")
STILL_THERE = text("SELECT 1")
ANSWERS_WITHIN = 5.0  # seconds; a connection that says nothing for so long is gone


class Duty:
    """A duty by its name, for one process; ask `held` again and again, `give_up` at the end."""

    def __init__(self, database: Database, name: str) -> None:
        """Mean a duty; nothing is taken yet. `name`: of any characters, no secret."""
        self.name = name
        engine = database.engine
        self._place = _File(engine, name) if isinstance(engine, Engine) else _Session(engine, name)

    async def held(self) -> bool:
        """Take the duty if it is free; say whether it is this process's now.

        A database that cannot be reached gives it to nobody: False, and no error.
        """
        return await self._place.held()

    async def give_up(self) -> None:
        """Leave it to whoever asks next; nothing happens if it was not held."""
        await self._place.give_up()


class _Session:
    """An advisory lock, as long as its session lives."""

    def __init__(self, engine: Pool, name: str) -> None:
        self._engine = engine
        self._name = name
        self._session: Pooled | None = None

    async def held(self) -> bool:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                if self._session is not None:
                    await self._session.execute(STILL_THERE)
                    return True
                return await self._take()
        except Exception:
            # Whatever it is (the server restarts, the network is gone): the lock went with it.
            await self.give_up()
            return False

    async def _take(self) -> bool:
        session = await self._engine.connect()
        self._session = session
        if await session.scalar(TAKE, {"name": self._name}):
            return True
        await self.give_up()
        return False

    async def give_up(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            # Not back into the pool: a session that lives on would keep the lock.
            with suppress(TimeoutError, OSError, DBAPIError):
                async with asyncio.timeout(ANSWERS_WITHIN):
                    await session.invalidate()
                    await session.close()


class _File:
    """A lock on a file, which the system takes back from a process that ends."""

    def __init__(self, engine: Engine, name: str) -> None:
        plain = "".join(each if each.isalnum() else "-" for each in name)
        self._path = Path(f"{engine.url.database}.{plain}.lock")
        self._open: int | None = None

    async def held(self) -> bool:
        if self._open is not None:
            return True
        try:
            file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:  # no room, or too many open files: it passes
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._open = file
        return True

    async def give_up(self) -> None:
        file, self._open = self._open, None
        if file is not None:
            os.close(file)
