"""Duplicates: requests that are the same, or seem to be, and their merger; nothing is lost by it.

One that ends so stays as it is, linked with the one that goes on, and its person can object.
"""

from __future__ import annotations

from casework.decline import declined, say_no
from casework.move import named
from casework.workplace import Work
from domain.access import parts_in
from domain.referrals import OPEN, By, DeclineReason, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import Merge
from storage import correspondence, referrals


async def similar_to(work: Work, referral: Referral) -> tuple[str, ...]:
    """Name the person's other open requests for the same kind of help that the actor may read."""
    return tuple(
        other.reference
        for other in await referrals.of_person(work.tx, referral.person)
        if other.id != referral.id and other.state in OPEN and is_like(work, referral, other)
    )


async def perhaps_the_same(work: Work, referral: Referral) -> tuple[str, ...]:
    """Name others' open requests for the same help with the same phone that the actor may read.

    Whoever shares a phone may be somebody to hide from: where one of the two has a concern, or
    says that others may read along, nothing is pointed at (Safety 5, 11).
    """
    if not await is_harmless(work, referral):
        return ()
    others = await referrals.same_phone(work.tx, referral)
    alike = [other for other in others if is_like(work, referral, other)]
    return tuple([other.reference for other in alike if await is_harmless(work, other)])


def is_like(work: Work, referral: Referral, other: Referral) -> bool:
    """Say whether a request is for the same kind of help, and the actor may read it."""
    kinds = {work.directory.service(each.service).type for each in (referral, other)}
    return len(kinds) == 1 and bool(parts_in(work.actor, other) - {By.PERSON})


async def is_harmless(work: Work, referral: Referral) -> bool:
    """Say whether nothing told in a request makes it dangerous to be found by its phone."""
    contact = await referrals.contact_of(work.tx, referral.id)
    told = referral.told
    safe = contact is not None and contact.safe_to_write
    return safe and not told.concerns_in_order and not told.refuses_authorities


async def merge(work: Work, request: Merge) -> Done:
    """End a case as a duplicate of another one that the actor may read.

    Where it only seems to be the same it is a no like any other: a colleague may have to look at
    it, and its person hears nothing of the other one.
    """
    referral = await referrals.by_reference(work.tx, request.reference)
    reason = DeclineReason.DUPLICATE
    if referral and request.into in await similar_to(work, referral):
        done = await declined(work, request.reference, reason, request.into)
        into = await referrals.by_reference(work.tx, request.into)
        if into is not None and done.outcome is DoneOutcome.DONE:
            await correspondence.pass_unread_to(work.tx, referral.id, into.id)
        return done
    if referral and request.into in await perhaps_the_same(work, referral):
        return await say_no(work, request.reference, reason, request.into)
    await work.note("merge", named(request.reference), allowed=False)
    return Done(DoneOutcome.NOT_FOUND)
