"""Prepared homes, and installations in them; at the end they are stopped and show their log."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.yardstick.product import Product
from locales.build import build
from tests.end_to_end.installation import PATIENCE_S, Installation
from tests.end_to_end.story import CASEWORKER, COLLEAGUE, OWNER, Cast
from tests.storage import engines
from tests.telegram_server import TelegramServer

OTHER_TOKEN = "7373737373:BBtest_token_of_another_bot"
SAMPLE = Path(__file__).parents[2] / "bot" / "sample"
INVITED = {
    CASEWORKER: ("caseworker", OWNER, ""),
    COLLEAGUE: ("caseworker", OWNER, ""),
    "outsider": ("caseworker", "IOM", "IOM Guinea, Conakry centre"),
    "coordinator": ("coordinator", "IOM", "IOM Guinea, coordination"),
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A home with the sample directory, and one-time codes by who they are for."""

    home: Path
    codes: Mapping[str, str]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _catalogs(shared: Path) -> None:
    """The program speaks three languages, as it does after `make`."""
    with locked(shared / "catalogs.lock"):
        build()


@pytest.fixture(scope="session")
def prepared(shared: Path, _catalogs: None) -> Prepared:
    """What most tests begin with, made once for all workers by the program's own commands."""
    home, codes = shared / "prepared", shared / "prepared.codes"
    with locked(shared / "prepared.lock"):
        if not codes.exists():
            made = asyncio.run(prepare(Installation(home)))
            codes.write_text(json.dumps(made), "utf-8")
    return Prepared(home, json.loads(codes.read_text("utf-8")))


async def prepare(installation: Installation) -> dict[str, str]:
    """Load the sample directory and invite everybody; give the codes."""
    await installation.command("directory", "import", *sorted(SAMPLE.glob("*.json")))
    codes = await asyncio.gather(*(installation.invite(*each) for each in INVITED.values()))
    return dict(zip(INVITED, codes, strict=True))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let no other process in at the same time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """What stands for Telegram."""
    async with TelegramServer(patience=PATIENCE_S) as started:
        yield started


@pytest.fixture
async def other() -> AsyncIterator[TelegramServer]:
    """What stands for Telegram for a second bot."""
    async with TelegramServer(
        OTHER_TOKEN, username="other_test_bot", patience=PATIENCE_S
    ) as started:
        yield started


Install = Callable[..., Installation]


@pytest.fixture
async def install(tmp_path: Path, server: TelegramServer) -> AsyncIterator[Install]:
    """Make installations; `home`: whose copy theirs is, else it is empty.

    `telegram`: the server that stands for Telegram for them, where there are several bots.
    """
    made: list[Installation] = []

    def install_one(
        home: Path | None = None, telegram: TelegramServer = server, **options: Any
    ) -> Installation:
        place = tmp_path / f"home-{len(made)}"
        if home is not None:
            shutil.copytree(home, place)
        made.append(Installation(place, telegram, **options))
        return made[-1]

    yield install_one
    for each in made:
        if each.runs:
            await each.stop()
        print(f"log of {each.home.name}:\n{each.log}")


OpenStory = Callable[..., Awaitable[Cast]]


@pytest.fixture
def open_story(server: TelegramServer, install: Install, prepared: Prepared) -> OpenStory:
    """Start an installation in which everybody is enrolled and the story can begin."""

    async def opened(**options: Any) -> Cast:
        cast = Cast(server, install(prepared.home, **options))
        await cast.installation.start()
        await cast.enrol(prepared.codes)
        return cast

    return opened


@pytest.fixture(scope="session")
def prepared_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The same as `prepared`, with its data in the PostgreSQL database "prepared"."""
    home = tmp_path_factory.mktemp("postgresql") / "prepared"

    async def prepare_there() -> dict[str, str]:
        await engines.administer("CREATE DATABASE prepared")
        return await prepare(Installation(home, settings=database_named("prepared")))

    return Prepared(home, asyncio.run(prepare_there()))


@pytest.fixture
def on_sqlite(tmp_path: Path, _catalogs: None) -> Product:
    """The program as the benchmarks install it, on SQLite."""
    product = Product(tmp_path)
    product.prepare()
    return product


def database_named(name: str) -> dict[str, str]:
    """Give the setting for a database of the PostgreSQL server."""
    return {"PASSERELLE_DATABASE_URL": engines.url_of(name).replace("+asyncpg", "")}


async def new_database(name: str) -> dict[str, str]:
    """Make an empty database whose name begins so; give the setting for it."""
    whole = f"{name}_{os.urandom(4).hex()}"
    await engines.administer(f"CREATE DATABASE {whole} TEMPLATE template0")
    return database_named(whole)


@pytest.fixture
async def open_story_on_postgresql(
    server: TelegramServer, prepared_on_postgresql: Prepared, install: Install
) -> AsyncIterator[OpenStory]:
    """The same as `open_story` on PostgreSQL, in a database of its own.

    `address`: makes the one that the program is given out of the database's own.
    """
    made: list[Installation] = []

    async def opened(address: Callable[[str], str] = str, **options: Any) -> Cast:
        name = f"story_{os.urandom(4).hex()}"
        await engines.administer(f"CREATE DATABASE {name} TEMPLATE prepared")
        settings = {key: address(url) for key, url in database_named(name).items()}
        made.append(install(prepared_on_postgresql.home, settings=settings, **options))
        cast = Cast(server, made[-1])
        await cast.installation.start()
        await cast.enrol(prepared_on_postgresql.codes)
        return cast

    yield opened
    for each in made:
        await each.stop()
        await engines.drop(each.settings["PASSERELLE_DATABASE_URL"])


@pytest.fixture
def open_on_either(
    engine: str, open_story: OpenStory, open_story_on_postgresql: OpenStory
) -> OpenStory:
    """The same as `open_story`, on each engine."""
    return open_story if engine == "sqlite" else open_story_on_postgresql
