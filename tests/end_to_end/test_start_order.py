"""The service started before its database: it waits, says so once, and begins by itself."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from storage import postgresql
from tests.end_to_end.conftest import Install
from tests.end_to_end.installation import Installation
from tests.storage.engines import administer, drop, url_of
from tests.storage.proxy import Proxy, proxy

pytestmark = pytest.mark.timeout(120)

WAITS = "waiting for the database"
SEVERAL_TRIES_S = 1.0


@pytest.fixture
async def empty() -> AsyncIterator[str]:
    """The address of a database in which there is nothing yet."""
    name = f"empty_{os.urandom(4).hex()}"
    await administer(f"CREATE DATABASE {name}")
    yield url_of(name)
    await drop(url_of(name))


@pytest.fixture
async def between() -> AsyncIterator[Proxy]:
    """What stands between the program and its database."""
    async with proxy() as made:
        yield made


async def waits(here: Installation) -> None:
    """Wait until it says that it waits, and has tried again a few times since."""
    await here.start_again()
    while WAITS not in here.log:
        assert here.runs, here.log
        await asyncio.sleep(0.02)
    await asyncio.sleep(SEVERAL_TRIES_S)
    assert here.runs, here.log


@pytest.mark.parametrize("how", ["refused", "silent"])
async def test_a_database_that_comes_later_is_waited_for(
    install: Install, empty: str, between: Proxy, how: str
) -> None:
    port = between.port
    address = between.url(empty, "connect_timeout=1")
    if how == "silent":
        between.freeze()
    else:
        await between.close()
    here = install(settings={"PASSERELLE_DATABASE_URL": address})
    await waits(here)
    if how == "silent":
        between.thaw()
    else:
        await between.listen(port)
    await here.lives()
    assert await here.stop() == 0
    assert here.log.count(WAITS) == 1
    assert "the database is there" in here.log
    assert "Traceback" not in here.log


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_while_it_waits(
    install: Install, empty: str, between: Proxy, how: signal.Signals
) -> None:
    port = between.port
    address = between.url(empty, "connect_timeout=600")
    await between.close()
    here = install(settings={"PASSERELLE_DATABASE_URL": address})
    await waits(here)
    between.freeze()
    await between.listen(port)
    while not between.connections:  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(0.02)
    async with asyncio.timeout(postgresql.CONNECTED_WITHIN * 2 / 3):
        assert await here.ended_by(how) == 0
    assert "Traceback" not in here.log


async def test_a_name_that_is_wrong_is_told_and_not_waited_for(install: Install) -> None:
    address = url_of("not_there").replace("+asyncpg", "")
    here = install(settings={"PASSERELLE_DATABASE_URL": address})
    said = await here.command("run", code=2)
    assert 'database "not_there" does not exist' in said
    assert WAITS not in said
