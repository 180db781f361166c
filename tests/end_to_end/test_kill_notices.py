"""Killed while somebody is told something outside a reply: they are told after all."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import CASEWORKER, COLLEAGUE, PERSON, STORY, Cast, Step
from tests.telegram_server import Call

# Whom a notice of the step is for, and the method that brings it.
NOTICES = {
    "Send it": (COLLEAGUE, "sendMessage"),
    "Take it": (COLLEAGUE, "editMessageText"),
    "The person arrived": (PERSON, "sendMessage"),
}
ANSWERED = (CASEWORKER, "sendMessage")


def notice_of(step: Step) -> tuple[str, str] | None:
    """Say which notice of a step the program is killed at, if any."""
    if step.told and CASEWORKER in step.told and step.says:
        return ANSWERED
    return NOTICES.get(step.presses)


async def killed_at(cast: Cast, step: Step, who: str, method: str, *, arrives: bool) -> None:
    """Play a step; at a notice of it, before it arrives or once it has, the program is killed."""

    async def kill(call: Call) -> bool:
        await cast.installation.kill()
        return arrives

    plan = cast.server.after_call if arrives else cast.server.before_call
    plan(method, kill, cast.of(who))
    await cast.act(step, wait=False)
    await cast.installation.died()
    await cast.installation.leases_end()
    await cast.installation.start_again()
    await cast.server.settled()
    await cast.seen(step)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("arrives", [False, True], ids=["before it arrives", "once it is there"])
async def test_killed_at_a_notice(open_story: OpenStory, arrives: bool) -> None:
    cast = await open_story()
    for step in STORY:
        notice = notice_of(step)
        if notice is None:
            await cast.play(step)
        else:
            await killed_at(cast, step, *notice, arrives=arrives)
    await cast.check()
