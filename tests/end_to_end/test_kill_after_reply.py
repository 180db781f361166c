"""Killed at every step of the story, after the reply, before the update is confirmed."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.kills import Moment, play_with_kills


@pytest.mark.timeout(400)
async def test_killed_after_reply_at_every_step(open_story: OpenStory) -> None:
    cast = await open_story()
    await play_with_kills(cast, Moment.AFTER_REPLY)
