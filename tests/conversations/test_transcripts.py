"""Every transcript, played: `transcripts/` holds one story a file, told by its first line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

FOLDER = Path(__file__).parent / "transcripts"
STORIES = {file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.txt"))}


@pytest.mark.parametrize("name", STORIES)
async def test_the_conversation_goes_as_written(name: str, tmp_path: Path) -> None:
    async with sample_database(tmp_path) as database:
        await Player(database, direct=direct).play(STORIES[name])


@pytest.mark.parametrize("name", STORIES)
def test_a_transcript_says_first_what_it_shows(name: str) -> None:
    assert STORIES[name].startswith("# ")
