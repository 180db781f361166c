"""Ends of the process by SIGKILL, at the three moments of an update that matter."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from tests.end_to_end.story import STORY, Cast, Step
from tests.telegram_server import Call, Timeout

REPLY = "sendMessage"


class Moment(StrEnum):
    """When the process is killed."""

    # all the work is done inside the transaction, COMMIT would be next
    BEFORE_COMMIT = "before the commit"
    # committed, the reply is on its way and does not arrive
    BEFORE_REPLY = "before the reply"
    # the person has the reply, the update is not confirmed
    AFTER_REPLY = "after the reply"


async def play_with_kills(cast: Cast, moment: Moment, at: Collection[Step] = STORY) -> None:
    """Play the whole story; at each step of `at` kill the program, start it again, and go on."""
    for step in STORY:
        if step in at:
            await play_killed(cast, step, moment)
        else:
            await cast.play(step)
    await cast.check()


async def play_killed(cast: Cast, step: Step, moment: Moment) -> None:
    """Play a step during which the program is killed; Telegram brings the update again."""
    update = await KILLS[moment](cast, step)
    await cast.installation.leases_end()
    assert update in (each.update_id for each in cast.server.updates if not each.confirmed)
    await cast.installation.start_again()
    await cast.server.confirmed(update)
    await cast.seen(step)
    # The first reply could not be known of, so it came again.
    await cast.replied(step, times=2 if moment is Moment.AFTER_REPLY else 1)


async def _before_commit(cast: Cast, step: Step) -> int:
    cast.installation.cut.touch()
    update = await cast.act(step, wait=False)
    await cast.installation.died()
    cast.installation.cut.unlink()
    return update


async def _before_reply(cast: Cast, step: Step) -> int:
    async def kill(call: Call) -> bool:
        await cast.installation.kill()
        return False

    cast.server.before_call(REPLY, kill, cast.of(step.who))
    update = await cast.act(step, wait=False)
    await cast.installation.died()
    return update


async def _after_reply(cast: Cast, step: Step) -> int:
    async def kill(call: Call) -> None:
        await cast.installation.kill()

    # For the webhook: the call took effect, and the answer that it came in is lost all the same.
    lost = Timeout(0.0, executed=True)
    cast.server.faults.respond(REPLY, cast.of(step.who), with_=lost)
    cast.server.after_call(REPLY, kill, cast.of(step.who))
    update = await cast.act(step, wait=False)
    await cast.installation.died()
    return update


KILLS = {
    Moment.BEFORE_COMMIT: _before_commit,
    Moment.BEFORE_REPLY: _before_reply,
    Moment.AFTER_REPLY: _after_reply,
}
