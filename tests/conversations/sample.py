"""A database that holds the sample directory, copied for each story from one made once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread

from bot.sample import sample_directory
from casework.directory_files.report import Read
from storage import directory
from storage.database import Database
from tests.conversations.play import NOW
from tests.storage.engines import fresh_url, opened


async def fill(database: Database) -> None:
    """Store the sample directory."""
    read = _read()
    undisclosed = {
        centre: directory.Undisclosed(kept.address, kept.point)
        for centre, kept in read.undisclosed.items()
    }
    async with database.transaction() as tx:
        await directory.save(tx, read.directory, undisclosed)


@cache
def _read() -> Read:
    return sample_directory(NOW)


@cache
def template() -> Path:
    """The SQLite file to copy."""
    folder = Path(mkdtemp(prefix="passerelle-sample-"))

    async def make() -> None:
        async with opened(await fresh_url("sqlite", folder)) as database:
            await fill(database)

    thread = Thread(target=asyncio.run, args=(make(),))
    thread.start()
    thread.join()
    return folder / "passerelle.db"


@asynccontextmanager
async def sample_database(folder: Path) -> AsyncIterator[Database]:
    """Give a fresh database with the sample directory."""
    file = shutil.copy(template(), folder / "passerelle.db")
    async with opened(f"sqlite:///{file}") as database:
        yield database
