"""What every test has: the repository's folder, and no settings of the machine it runs on."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from casework.gazetteer.opening import open_gazetteer
from storage.database import Database
from tests.storage.engines import KINDS, fresh_url, give_back, opened
from tests.storage.whole_tables import Found, watched

# How long an example takes depends on what else the machine does; no test measures time.
settings.register_profile("passerelle", deadline=None)
settings.load_profile("passerelle")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Build the index of place names, if there is none yet, before the workers all want it."""
    if not hasattr(session.config, "workerinput"):
        open_gazetteer()


def pytest_collection_finish() -> None:
    """Let the garbage collector not walk over all that was read in, again and again."""
    gc.collect()
    gc.freeze()


PROCESSES = ("tests/end_to_end/", "tests/browser/")
PROCESSES_TAKE_S = 300


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what runs in a browser or in processes come first, take its time, and try twice.

    Their files take longest, and at the end all workers but one would have nothing to do. They
    share the machine with whatever else runs on it, so the summary names who needed the second
    try; a rule is never given one.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(PROCESSES))
    for item in items:
        if item.nodeid.startswith(PROCESSES):
            item.add_marker(pytest.mark.timeout(PROCESSES_TAKE_S))
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings change no test; whether to require a browser stays."""
    for name in list(os.environ):
        if name.startswith("PASSERELLE_") and name != "PASSERELLE_REQUIRE_BROWSER":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def whole_tables_read() -> Iterator[Found]:
    """Who read a whole table that grows, and how: of every statement on SQLite (in no process)."""
    found: Found = {}
    with watched(found):
        yield found


@pytest.fixture(autouse=True)
def _no_whole_table_is_read(whole_tables_read: Found) -> Iterator[None]:
    """What a test brings about stays as fast with a million requests as with ten."""
    yield
    read = dict(whole_tables_read)
    whole_tables_read.clear()
    assert not read, "reads every row of a table that grows: an index is missing"


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest) -> str:
    """The engines that a test of the storage's contract runs on."""
    kind: str = request.param
    return kind


@pytest.fixture
async def database_url(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a fresh, migrated database of each engine; given back when nobody is connected."""
    url = await fresh_url(engine, tmp_path)
    yield url
    await give_back(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database of each engine; a connection left out fails the test."""
    async with opened(database_url) as fresh:
        yield fresh
