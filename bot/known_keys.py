"""Known keys: a process tells which keys it knows, and learns those that come into its home.

So whoever replaces the keys (bot/rotate_keys.py) seals nothing that a running process cannot open.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from bot.key_file import NEXT_KEY_FILE, KeyFileProblem, kept_keys
from bot.logs import place_of
from bot.office import Office
from bot.settings import Settings
from storage import processes
from storage.database import StorageUnavailable
from storage.processes import Process
from storage.types import Keys

BEAT_SECONDS = 15.0
LOOK_SECONDS = 1.0
LEAVES_WITHIN = 5.0
SILENT_AFTER = timedelta(minutes=5)
"""Who has said nothing for so long was killed."""

log = structlog.get_logger()


def keys_of(given: Iterable[str]) -> Keys:
    """Make keys of the lines of a key file, or the words of the setting."""
    return Keys(tuple(key.encode() for key in given))


class KnownKeys:
    """What one process knows, told when it changes and every quarter of a minute, until it ends."""

    def __init__(self, office: Office, settings: Settings) -> None:
        """Mean this process."""
        self.id = secrets.token_hex(8)
        self._office = office
        self._settings = settings
        self._seen: tuple[float, ...] = ()

    @asynccontextmanager
    async def told(self) -> AsyncIterator[None]:
        """Tell which keys are known as long as this is open; StorageUnavailable at its beginning.

        Other keys in the key file are used within a second or so.
        """
        await self.tell()
        stop = asyncio.Event()
        telling = asyncio.create_task(self._go_on(stop))
        try:
            yield
        finally:
            stop.set()
            await self._leave(telling)

    async def _leave(self, telling: asyncio.Task[None]) -> None:
        """End the telling; a database that says nothing is not waited for, as all is written."""
        with suppress(StorageUnavailable, TimeoutError):
            async with asyncio.timeout(LEAVES_WITHIN):
                await telling
                async with self._office.database.transaction() as tx:
                    await processes.leave(tx, self.id)

    async def tell(self) -> None:
        """Learn what is new, and tell what is known now; StorageUnavailable for outages."""
        self._learn()
        now = self._office.clock()
        known = self._office.database.keys.fingerprints
        async with self._office.database.transaction() as tx:
            await processes.drop_silent(tx, now - SILENT_AFTER)
            await processes.tell(tx, Process(self.id, _place(), known, now))

    def _learn(self) -> None:
        """Use the keys of the key file as well, in its order; what cannot be used is left.

        A key that was taken out of it too early is still known here, until the next start.
        """
        file = self._settings.key_file
        if file is None or not file.exists():
            return
        with suppress(KeyFileProblem):
            found, known = keys_of(kept_keys(file)), self._office.database.keys
            keys = tuple(dict.fromkeys((*found.keys, *known.keys)))
            if keys != known.keys and set(found.keys) & set(known.keys):
                self._office.database.use(replace(known, keys=keys))
                log.info("keys learned", number=len(keys))

    def _is_new(self) -> bool:
        """Say whether the key file, or the one beside it, was written since the last time."""
        file = self._settings.key_file
        before, self._seen = self._seen, written(file) if file else ()
        return before != self._seen

    async def _go_on(self, stop: asyncio.Event) -> None:
        self._is_new()
        looks = 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await stop.wait()
                    return
            looks += 1
            if not self._is_new() and looks * LOOK_SECONDS < BEAT_SECONDS:
                continue
            looks = 0
            try:
                await self.tell()
            except StorageUnavailable:
                continue  # whoever needs it for more than this tells so
            except Exception as problem:
                # As in the clockwork: the service goes on, and the next telling may do.
                log.error("keys could not be told", problem=place_of(problem))


def written(file: Path) -> tuple[float, ...]:
    """Give when a key file, and the one beside it, were written; of those that there are."""
    found = []
    for each in (file, file.with_name(NEXT_KEY_FILE)):
        with suppress(OSError):
            found.append(each.stat().st_mtime)
    return tuple(found)


def _place() -> str:
    return f"{socket.gethostname()}, process {os.getpid()}"
