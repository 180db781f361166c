"""A player on a fresh database of each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.office import Office
from storage.database import Database
from tests.casework.situation import stage
from tests.conversations.play import Player
from tests.conversations.sample import sample_database


@pytest.fixture
async def player(database: Database) -> AsyncIterator[Player]:
    """A player on a database of each engine that holds the sample directory."""
    async with stage(database) as playing:
        yield playing


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office on SQLite that holds the sample directory: rights do not depend on the engine."""
    async with sample_database(tmp_path) as database:
        yield Player(database).office
