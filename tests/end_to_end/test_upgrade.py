"""An upgrade without a pause: the version before goes on, and starts, on the next one's schema."""

from __future__ import annotations

import asyncio
import os

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from tests.end_to_end.conftest import Install, OpenStory, Prepared, database_named
from tests.end_to_end.installation import Installation
from tests.end_to_end.story import ANSWERING, PLANTED, REQUEST, Cast
from tests.end_to_end.test_metrics import read
from tests.storage import engines
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

NEXT_VERSION = (
    "ALTER TABLE referrals ADD COLUMN fact_of_the_next_version TEXT",
    "CREATE TABLE table_of_the_next_version (id TEXT PRIMARY KEY)",
    "UPDATE alembic_version SET version_num = '9999'",
)


async def migrate_to_the_next(cast: Cast) -> None:
    """Do what a process of the next version does first, beside the one that runs."""
    async with cast.installation.transaction() as tx:
        for statement in NEXT_VERSION:
            await tx.connection.execute(text(statement))


async def goes_on(cast: Cast) -> None:
    for step in REQUEST:
        await cast.play(step)
    await migrate_to_the_next(cast)
    assert await read(cast.installation, "/readyz") == (200, "ready\n")
    half = len(ANSWERING) // 2
    for step in ANSWERING[:half]:
        await cast.play(step)
    await cast.installation.restart()
    assert await read(cast.installation, "/readyz") == (200, "ready\n")
    for step in ANSWERING[half:]:
        await cast.play(step)
    await cast.check()


async def test_a_case_goes_on_while_the_next_version_has_migrated(open_story: OpenStory) -> None:
    await goes_on(await open_story())


async def test_it_goes_on_alike_on_postgresql(open_story_on_postgresql: OpenStory) -> None:
    await goes_on(await open_story_on_postgresql())


class Balancer:
    """Stands before the processes of an installation, and sends what comes to one of them."""

    def __init__(self, to: Installation) -> None:
        self.to = to

    async def forward(self, request: web.Request) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                f"{self.to.url}{request.path_qs}",
                headers=headers,
                data=await request.read(),
            ) as answer,
        ):
            body, kind = await answer.read(), answer.content_type
            return web.Response(status=answer.status, body=body, content_type=kind)

    def site(self) -> web.Application:
        site = web.Application()
        site.router.add_route("*", "/{path:.*}", self.forward)
        return site


async def test_one_process_takes_over_from_another_while_people_write(
    server: TelegramServer, prepared_on_postgresql: Prepared, install: Install
) -> None:
    name = f"upgrade_{os.urandom(4).hex()}"
    await engines.administer(f"CREATE DATABASE {name} TEMPLATE prepared")
    old, new = (install(prepared_on_postgresql.home, settings=database_named(name)) for _ in "12")
    balancer = Balancer(old)
    async with TestServer(balancer.site()) as front:
        for each in (old, new):
            each.settings["PASSERELLE_PUBLIC_URL"] = f"http://127.0.0.1:{front.port}"
        await old.start()
        cast = Cast(server, old)
        await cast.enrol(prepared_on_postgresql.codes)
        for step in REQUEST:
            await cast.play(step)

        taken_over = asyncio.Event()
        writing = asyncio.create_task(write_until(server, taken_over))
        await new.start()
        assert await read(new, "/readyz") == (200, "ready\n")
        balancer.to = cast.installation = new
        assert await old.stop() == 0
        for step in ANSWERING:
            await cast.play(step)
        taken_over.set()
        written, answered = await writing
        await cast.check()
        assert answered == written > 1
        assert not [words for words in ("failed", *PLANTED) if words in old.log]
        assert await new.stop() == 0
    await engines.drop(database_named(name)["PASSERELLE_DATABASE_URL"])


async def write_until(server: TelegramServer, enough: asyncio.Event) -> tuple[int, int]:
    """Let somebody write, one after the other; give how many messages, and how many answers."""
    somebody, written = server.person("Somebody", language_code="en"), 0
    while not enough.is_set():
        await somebody.says("/help")
        await somebody.sees("In danger")
        written += 1
    return written, sum("In danger" in each.text for each in somebody.chat)
