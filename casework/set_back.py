"""What is set right when the machine's clock was set back: nobody waits for a time that was wrong.

Called by the clockwork, which has no rights and needs none: no fact of a case changes.
"""

from __future__ import annotations

from casework import clocks
from casework.workplace import Work
from domain.clocks import begun_by
from storage import clocks as stored
from storage import gathered, outbox, referrals


async def after_setting_back(work: Work) -> None:
    """Let what waits go out now, and what was counted from a time to come be counted from now.

    What is sent may have been put off for a reason (Telegram asked to wait): it is tried once too
    often, and put off again.
    """
    await outbox.hasten(work.tx, work.now)
    await gathered.hasten(work.tx, work.now)
    for clock in await stored.begun_after(work.tx, work.now):
        referral = await referrals.by_id(work.tx, clock.referral, for_update=True)
        if referral is not None:
            await clocks.keep(work, referral, begun_by(clock, work.now))
