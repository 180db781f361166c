"""A new owner: open requests follow when an organisation takes over (Open referrals)."""

from __future__ import annotations

from casework.move import Moved, move_by_system
from casework.offers import ask, is_covered, offer_of, owned_by, tell_moved
from casework.workplace import Work
from domain.referrals import Action, OfferKind, Referral
from domain.routing import Owner


async def owner_changes(work: Work, referral: Referral, owner: Owner) -> Moved | None:
    """Let a request that nobody has taken follow to its new owner.

    At once where the person named its organisation as one who receives; else they are asked, and
    until their yes the old owner stays responsible. None where the table has no such move.
    """
    if await is_covered(work, referral, owner):
        moved = await move_by_system(
            work, referral, Action.OWNER_CHANGES, otherwise=True, **owned_by(owner)
        )
        if moved is not None:
            await tell_moved(work, moved)
        return moved
    offer = offer_of(work, referral, OfferKind.NEW_OWNER, owner, referral.service)
    moved = await move_by_system(work, referral, Action.OWNER_CHANGES, offer=offer)
    if moved is not None:
        await ask(work, moved.after)
    return moved
