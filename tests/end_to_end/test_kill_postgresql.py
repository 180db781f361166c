"""Killed on PostgreSQL, at a sample of steps and at each moment."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.kills import Moment, play_with_kills
from tests.end_to_end.story import SAMPLE


@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", Moment)
async def test_killed_on_postgresql(open_story_on_postgresql: OpenStory, moment: Moment) -> None:
    cast = await open_story_on_postgresql()
    await play_with_kills(cast, moment, SAMPLE)
