"""A bot is refused the database and the keys of another one, until they are handed over."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.end_to_end.conftest import Install, Prepared, new_database
from tests.end_to_end.installation import Installation
from tests.storage import engines
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
async def first(engine: str, install: Install, prepared: Prepared) -> AsyncIterator[Installation]:
    """A bot that has answered somebody, and was stopped; on each engine."""
    settings = {}
    if engine == "postgresql":
        settings = await new_database("first")
    made = install(prepared.home if engine == "sqlite" else None, settings=settings)
    yield made
    if settings:
        await engines.drop(settings["PASSERELLE_DATABASE_URL"])


async def test_a_bot_with_the_database_of_another_is_refused_before_it_does_anything(
    first: Installation, install: Install, server: TelegramServer, other: TelegramServer
) -> None:
    await first.start()
    amina = server.person(language_code="en")
    await amina.says("/start")
    await amina.sees("What can I do for you")
    assert await first.stop() == 0

    same = f"sqlite:///{first.home / 'passerelle.db'}"
    url = first.settings.get("PASSERELLE_DATABASE_URL", same)
    second = install(telegram=other, settings={"PASSERELLE_DATABASE_URL": url}, installed=True)
    await other.person(language_code="en").says("/start", wait=False)
    numbers = (server.token.partition(":")[0], other.token.partition(":")[0])
    for arguments in (("find", "Conakry"), ("directory", "check"), ("run",)):
        said = await second.command(*arguments, code=2)
        for words in (*numbers, "this database has been that of the bot", "passerelle adopt"):
            assert words in said
        assert "Traceback" not in said
        assert other.token not in said
    # The same home as well: told of its keys, before the database is asked.
    second.settings["PASSERELLE_HOME"] = str(first.home)
    for arguments in (("find", "Conakry"), ("run",)):
        said = await second.command(*arguments, code=2)
        assert f"the keys in {first.home} are those of the bot" in said
    assert not other.calls
    # A running one lets nothing be taken away from it.
    await first.start()
    await amina.says("/help")
    await amina.sees("Press a button")
    assert "Something still runs" in await second.command("adopt", code=2)
    assert await first.stop() == 0
    assert not other.calls


async def test_a_database_is_handed_over_on_purpose(
    first: Installation, install: Install, server: TelegramServer, other: TelegramServer
) -> None:
    await first.start()
    await server.ready()
    assert await first.stop() == 0
    second = install(telegram=other, installed=True)
    second.settings |= {
        name: first.settings[name]
        for name in ("PASSERELLE_HOME", "PASSERELLE_DATABASE_URL")
        if name in first.settings
    }
    assert "BAD  keys" in await second.command("doctor", code=1)
    said = await second.command("adopt")
    assert all(token.partition(":")[0] in said for token in (server.token, other.token))
    await second.start()
    awa = other.person(language_code="en")
    await awa.says("/start")
    await awa.sees("What can I do for you")
    assert await second.stop() == 0
    for arguments in (("find", "Conakry"), ("run",)):
        assert "those of the bot" in await first.command(*arguments, code=2)
