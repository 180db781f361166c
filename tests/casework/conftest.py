"""A player on a fresh database of each engine."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.casework.situation import stage
from tests.conversations.play import Player


@pytest.fixture
async def player(database: Database) -> AsyncIterator[Player]:
    """A player on a database of each engine that holds the sample directory."""
    async with stage(database) as playing:
        yield playing
