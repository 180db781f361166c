"""Killed at every step of the story, when all work of an update is done and not committed."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.kills import Moment, play_with_kills


@pytest.mark.timeout(400)
async def test_killed_before_commit_at_every_step(open_story: OpenStory) -> None:
    cast = await open_story()
    await play_with_kills(cast, Moment.BEFORE_COMMIT)
