"""An installation: its settings turned into what everything stands on, its schema up to date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from bot.belonging import check_database, check_home
from bot.known_keys import KnownKeys, keys_of
from bot.office import Office
from bot.settings import Settings
from casework.gazetteer.opening import open_gazetteer
from locales.languages import offered
from storage import keyring
from storage.database import Database
from storage.migrate import migrate


def utc_now() -> datetime:
    """Give the present instant, aware, in UTC."""
    return datetime.now(UTC)


def office_of(settings: Settings, desk: str | None = None) -> Office:
    """Build what everything stands on, from the settings."""
    languages = offered(settings.languages or None)
    gazetteer = partial(open_gazetteer, settings.home)
    database = Database(settings.database_url, keys_of(settings.encryption_keys))
    return Office(
        database,
        languages,
        utc_now,
        desk,
        gazetteer=gazetteer,
        outside_contact=settings.complaints_contact,
    )


@asynccontextmanager
async def installed(
    settings: Settings, desk: str | None = None, *, tells_its_keys: bool = True
) -> AsyncIterator[Office]:
    """Open an installation with its schema up to date, and close it afterwards.

    AnotherBots if the database or the keys are another bot's; KeyIsMissing if the keys do not fit
    what the database holds. `tells_its_keys`: whoever replaces the keys waits for us meanwhile.
    """
    check_home(settings)
    await migrate(settings.database_url)
    office = office_of(settings, desk)
    try:
        async with office.database.transaction() as tx:
            await office.ask_the_time(tx)
            await check_database(tx, settings, office.clock())
            office.database.use(await keyring.checked(tx))
        if tells_its_keys:
            async with KnownKeys(office, settings).told():
                yield office
        else:
            yield office
    finally:
        await asyncio.shield(office.database.close())
