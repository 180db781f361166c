"""Killed while Telegram brings the updates by webhook, at a sample of steps and at each moment."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.kills import Moment, play_with_kills
from tests.end_to_end.story import SAMPLE


@pytest.mark.timeout(300)
@pytest.mark.parametrize("moment", Moment)
async def test_killed_behind_the_webhook(open_story: OpenStory, moment: Moment) -> None:
    cast = await open_story(webhook=True)
    await play_with_kills(cast, moment, SAMPLE)
