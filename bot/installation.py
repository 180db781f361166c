"""An installation: its settings turned into what everything stands on, its schema up to date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from bot.belonging import check_database, check_home
from bot.office import Office
from bot.settings import Settings
from casework.gazetteer.opening import open_gazetteer
from locales.languages import offered
from storage import people
from storage.database import Database
from storage.migrate import migrate
from storage.types import Keys


def utc_now() -> datetime:
    """Give the present instant, aware, in UTC."""
    return datetime.now(UTC)


def office_of(settings: Settings, desk: str | None = None) -> Office:
    """Build what everything stands on, from the settings."""
    keys = Keys(tuple(key.encode() for key in settings.encryption_keys))
    languages = offered(settings.languages or None)
    gazetteer = partial(open_gazetteer, settings.home)
    database = Database(settings.database_url, keys)
    return Office(
        database,
        languages,
        utc_now,
        desk,
        gazetteer=gazetteer,
        outside_contact=settings.complaints_contact,
    )


@asynccontextmanager
async def installed(settings: Settings, desk: str | None = None) -> AsyncIterator[Office]:
    """Open an installation with its schema up to date, and close it afterwards.

    AnotherBots if the database or the keys are another bot's; KeyIsMissing if the keys do not fit
    what the database holds.
    """
    check_home(settings)
    await migrate(settings.database_url)
    office = office_of(settings, desk)
    try:
        async with office.database.transaction() as tx:
            await check_database(tx, settings, office.clock())
            await people.check_keys(tx)
        yield office
    finally:
        await asyncio.shield(office.database.close())
