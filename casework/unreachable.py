"""Unreachable: the bot can no longer write to a person; whoever holds their case is told."""

from __future__ import annotations

from casework.tell import tell
from casework.workplace import Work
from domain.notices import PersonUnreachable
from domain.referrals import OPEN
from storage import people, referrals


async def note_unreachable(work: Work) -> None:
    """Mark the person, and tell the holders of their open cases once."""
    known = await people.find(work.tx, work.person)
    if known is None or known.unreachable:
        return
    await people.mark_unreachable(work.tx, work.person, unreachable=True, now=work.now)
    for referral in await referrals.of_person(work.tx, work.person):
        if referral.state in OPEN and referral.holder is not None:
            notice = PersonUnreachable(referral.reference)
            await tell(work, referral.holder, notice, referral.reference)
    await work.note("unreachable", "", allowed=True)


async def note_undelivered(work: Work, subject: str) -> None:
    """Tell the holder of a case that what was sent to its person will never arrive."""
    referral = await referrals.by_reference(work.tx, subject)
    if referral is None or referral.person != work.person or referral.holder is None:
        return
    await tell(work, referral.holder, PersonUnreachable(subject), subject)
    await work.note("not delivered", subject, allowed=True)


async def note_reachable(work: Work) -> None:
    """Unmark a person who is back."""
    await people.mark_unreachable(work.tx, work.person, unreachable=False, now=work.now)
