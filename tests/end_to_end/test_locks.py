"""Somebody else holds a lock of the database for longer than is waited for: nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from sqlalchemy import select, text

from storage import tables
from storage.people import Address, address_index
from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.installation import Installation
from tests.end_to_end.outage import (
    WAYS,
    check_that_it_waits,
    check_that_nothing_was_lost,
    play_through,
)
from tests.end_to_end.story import REQUEST, STORY, Step
from tests.end_to_end.test_metrics import read
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

BUSY_S = 0.5
GIVEN_UP_S = 1.5  # by then every wait for the lock has been given up, and begun again
SHORT = {"storage.database.BUSY_SECONDS": BUSY_S}


@asynccontextmanager
async def locked(here: Installation) -> AsyncIterator[None]:
    """Hold what everybody needs to write, as a backup gone wrong or a forgotten session does."""
    if "PASSERELLE_DATABASE_URL" not in here.settings:
        with closing(sqlite3.connect(here.home / "passerelle.db", isolation_level=None)) as other:
            other.execute("PRAGMA busy_timeout=10000")
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    async with here.transaction() as tx:
        await tx.connection.execute(text("LOCK TABLE updates, conversations IN EXCLUSIVE MODE"))
        yield


@WAYS
async def test_what_came_while_the_database_was_locked_is_answered_after(
    open_on_either: OpenStory, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook, limits=SHORT)

    async def lock(step: Step) -> None:
        async with locked(cast.installation):
            update = await cast.act(step)
            await asyncio.sleep(GIVEN_UP_S)
            check_that_it_waits(cast, step, update)
            assert (await read(cast.installation, "/readyz"))[0] == 503
        assert await read(cast.installation, "/readyz") == (200, "ready\n")

    await play_through(cast, lock)
    assert "StorageUnavailable" in cast.installation.log


@pytest.mark.parametrize("engine", ["postgresql"])
@WAYS
async def test_a_lock_on_one_conversation_keeps_nobody_else_waiting(
    open_on_either: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook, limits=SHORT)
    for step in REQUEST[:4]:
        await cast.play(step)
    other = server.person("Salif", language_code="en")
    async with cast.installation.transaction() as tx:
        index = address_index(tx, Address("telegram", str(cast.person.id)))
        theirs = select(tables.addresses.c.person).where(tables.addresses.c.address_index == index)
        conversations = tables.conversations
        held = select(conversations).where(conversations.c.person.in_(theirs)).with_for_update()
        assert (await tx.connection.execute(held)).all()
        update = await cast.act(REQUEST[4])
        await other.says("/start")
        await other.sees("What can I do for you")
        await asyncio.sleep(GIVEN_UP_S)
        check_that_it_waits(cast, REQUEST[4], update)
        assert await read(cast.installation, "/readyz") == (200, "ready\n")
        await other.says("/help")
        await other.sees("/requests")
    await cast.seen(REQUEST[4])
    await cast.replied(REQUEST[4], times=1)
    for step in STORY[5:]:
        await cast.play(step)
    await check_that_nothing_was_lost(cast)
