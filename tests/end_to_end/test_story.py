"""The whole story, from the first word to the end of the case, by polling and by webhook."""

from __future__ import annotations

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.outage import WAYS
from tests.end_to_end.story import STORY


@WAYS
async def test_a_request_is_told_taken_answered_and_finished(
    open_story: OpenStory, webhook: bool
) -> None:
    cast = await open_story(webhook=webhook, installed=True)
    for step in STORY:
        await cast.play(step)
    await cast.check()
    assert await cast.installation.stop() == 0
