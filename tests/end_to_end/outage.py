"""Outages in the middle of the story: what came meanwhile is answered after, nothing is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

import pytest

from storage import updates
from tests.end_to_end.story import ANSWERING, REQUEST, STORY, Cast, Step

WAYS = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
# An answer, the request itself, and the claim.
AT = (REQUEST[4], REQUEST[-1], ANSWERING[0])


async def play_through(
    cast: Cast, outage: Callable[[Step], Awaitable[None]], at: Collection[Step] = AT
) -> None:
    """Play the story, some steps of it in an outage; each is answered once when that is over.

    `outage` lets somebody act while it lasts, and ends it.
    """
    for step in STORY:
        if step not in at:
            await cast.play(step)
            continue
        await outage(step)
        await cast.seen(step)
        await cast.replied(step, times=1)
    await check_that_nothing_was_lost(cast)


def check_that_it_waits(cast: Cast, step: Step, update: int) -> None:
    """Check that an update has brought no reply and will come again."""
    assert not cast.replies(step)
    assert update in (each.update_id for each in cast.server.updates if not each.confirmed)


async def check_that_nothing_was_lost(cast: Cast) -> None:
    """Check what everybody was told and what is stored, and that no update was set aside."""
    await cast.server.settled()
    cast.check_what_was_said()
    await cast.check_stored()
    async with cast.installation.transaction() as tx:
        assert not await updates.parked(tx, 10)
    assert "Traceback" not in cast.installation.log
    assert not cast.server.violations
