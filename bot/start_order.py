"""Start order: the service may be started before its database; it waits for it, and says so."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.telegram.backoff import Backoff
from storage.database import StorageRefused, StorageUnavailable, is_file
from storage.migrate import migrate

log = structlog.get_logger()


async def database_is_there(url: str, stop: asyncio.Event) -> bool:
    """Wait until the database is there, its schema up to date; False if told to stop meanwhile.

    StorageRefused if waiting would not help: a wrong password, a name that it does not know. A file
    is not waited for.
    """
    if is_file(url):
        return True
    pause = Backoff(first=0.25, longest=5.0)
    has_waited = False
    while not stop.is_set():
        try:
            if await _migrated(url, stop):
                if has_waited:
                    log.info("the database is there")
                return True
        except StorageRefused:
            raise
        except StorageUnavailable as problem:
            if not has_waited:
                log.warning(
                    "waiting for the database; it is tried again and again", why=str(problem)
                )
            has_waited = True
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause.failed())
    return False


async def _migrated(url: str, stop: asyncio.Event) -> bool:
    """Migrate; False, with nothing done, if told to stop meanwhile."""
    trying, told = asyncio.create_task(migrate(url)), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((trying, told), return_when=asyncio.FIRST_COMPLETED)
        if not trying.done():
            return False
        await trying
        return True
    finally:
        for each in (trying, told):
            each.cancel()
        await asyncio.gather(trying, told, return_exceptions=True)
