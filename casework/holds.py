"""Holds that run out: the place is free again, and whoever holds the case is told."""

from __future__ import annotations

from casework.tell import tell
from casework.workplace import Work
from domain.capacity import HOLD_LASTS
from domain.notices import HoldRanOut
from storage import audit, capacity, referrals
from storage.capacity import Hold

HOURS = int(HOLD_LASTS.total_seconds() // 3600)


async def let_run_out(work: Work) -> int:
    """End the holds whose time is over; say how many. A second round finds none of them."""
    over = await capacity.run_out(work.tx, work.now)
    for each in over:
        if await capacity.release(work.tx, each.referral):
            await told(work, each)
    return len(over)


async def told(work: Work, hold: Hold) -> None:
    """Tell the holder of the case; nobody acted, and the audit says so."""
    referral = await referrals.by_id(work.tx, hold.referral)
    if referral is None:
        return
    if referral.holder is not None:
        notice = HoldRanOut(referral.reference, HOURS)
        await tell(work, referral.holder, notice, referral.reference)
    await audit.record(
        work.tx,
        at=work.now,
        actor=None,
        action="hold ran out",
        subject=referral.reference,
        allowed=True,
        details=f"{hold.people} places",
    )
