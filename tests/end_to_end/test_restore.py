"""The drill: a copy made while people write is restored in a new home, and their cases go on."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Install, OpenStory, database_named
from tests.end_to_end.installation import Installation
from tests.end_to_end.story import ANSWERING, REQUEST, Cast
from tests.storage import engines
from tests.telegram_server import Person

pytestmark = pytest.mark.timeout(240)

CROWD = 5


async def request_and_copy(cast: Cast, copy: Path) -> str:
    """Make a request, then copy the data while others write; give what the command said."""
    for step in REQUEST:
        await cast.play(step)
    await cast.server.settled()
    copied = asyncio.Event()

    async def write(each: Person) -> None:
        while not copied.is_set():
            await each.says("/help")

    crowd = [cast.server.person(f"Crowd {number}") for number in range(CROWD)]
    writing = [asyncio.create_task(write(each)) for each in crowd]
    said = await cast.installation.command("backup", copy)
    copied.set()
    await asyncio.gather(*writing)
    assert all(len(each.chat) > 2 for each in crowd)
    await cast.server.settled()
    assert await cast.installation.stop() == 0
    return said


async def goes_on(cast: Cast, restored: Installation) -> None:
    """Go on with the case on what was restored, to its end."""
    cast.installation = restored
    said = await restored.command("doctor")
    assert "BAD" not in said
    await restored.start()
    for step in ANSWERING:
        await cast.play(step)
    await cast.check()


def new_home(of: Installation, beside: Path) -> Path:
    """Make a home with the keys of another, and nothing else."""
    beside.mkdir(mode=0o700)
    shutil.copy2(of.home / "keys", beside / "keys")
    return beside


async def test_a_request_outlives_the_machine_it_was_made_on(
    open_story: OpenStory, install: Install, tmp_path: Path
) -> None:
    cast = await open_story()
    copy = tmp_path / "copy.db"
    said = await request_and_copy(cast, copy)
    assert f"keep {cast.installation.home / 'keys'} as well, but in another place" in said
    again = await cast.installation.command("backup", copy, code=2)
    assert f"{copy} is there already; name another file" in again

    home = new_home(cast.installation, tmp_path / "new")
    shutil.copy(copy, home / "passerelle.db")
    await goes_on(cast, install(home))


async def test_a_request_outlives_its_database_server(
    open_story_on_postgresql: OpenStory,
    install: Install,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = engines.server().bin_path
    monkeypatch.setenv("PATH", f"{client}{os.pathsep}{os.environ['PATH']}")
    cast = await open_story_on_postgresql()
    copy = tmp_path / "copy.dump"
    await request_and_copy(cast, copy)

    name = f"restored_{os.urandom(4).hex()}"
    await engines.administer(f"CREATE DATABASE {name} TEMPLATE template0")
    settings = database_named(name)
    url = settings["PASSERELLE_DATABASE_URL"]
    restore = await asyncio.create_subprocess_exec(
        client / "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={url}", str(copy)
    )
    assert await restore.wait() == 0
    restored = install(new_home(cast.installation, tmp_path / "new"), settings=settings)
    await goes_on(cast, restored)
    await restored.stop()
    await engines.drop(url)
