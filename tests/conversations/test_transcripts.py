"""Every transcript, played: `transcripts/` holds one story a file, told by its first line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

FOLDER = Path(__file__).parent / "transcripts"
STORIES = sorted(FOLDER.glob("*.txt"), key=lambda file: file.name)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
async def test_the_conversation_goes_as_written(story: Path, tmp_path: Path) -> None:
    async with sample_database(tmp_path) as database:
        await Player(database, direct=direct).play(story.read_text(encoding="utf-8"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_a_transcript_says_first_what_it_shows(story: Path) -> None:
    assert story.read_text(encoding="utf-8").startswith("# ")
