"""Redirecting: the holder of a case proposes another place, or its new owner after a handover."""

from __future__ import annotations

from casework.answer import alternatives
from casework.move import Moved, named
from casework.offers import offer_of, propose
from casework.workplace import Work
from domain.access import parts_in
from domain.referrals import Action, By, OfferKind, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.coordinating import OfferMove, OtherPlace, OtherPlaces, RedirectCase
from domain.routing import Owner, route
from domain.services import ServiceId
from storage import referrals


async def held(work: Work, reference: str) -> Referral | None:
    """Give a case that the actor holds."""
    referral = await referrals.by_reference(work.tx, reference)
    mine = referral is not None and By.HOLDER in parts_in(work.actor, referral)
    return referral if mine else None


async def other_places(work: Work, request: OtherPlaces) -> tuple[OtherPlace, ...]:
    """List the nearest other places whose owner could receive this person's request."""
    referral = await held(work, request.reference)
    if referral is None:
        return ()
    return tuple(
        OtherPlace(key, centre, work.organisation_of(owner.team.id).name)
        for key, centre in alternatives(work, referral)
        if (owner := owner_for(work, referral, key)) is not None
    )


def owner_for(work: Work, referral: Referral, service: ServiceId) -> Owner | None:
    """Give who would receive this person's request for a service; None if nobody safe would."""
    if not work.directory.has_service(service):
        return None
    found = route(work.directory, work.directory.service(service), referral.told, work.now)
    return found if isinstance(found, Owner) else None


async def redirect_case(work: Work, request: RedirectCase) -> Done:
    """Propose another place; nothing changes before the person's yes."""
    return await proposed(
        work, request.reference, Action.REDIRECT, OfferKind.REDIRECT, request.service
    )


async def offer_move(work: Work, request: OfferMove) -> Done:
    """Propose the organisation that answers for this place by now, after a change of manager."""
    return await proposed(work, request.reference, Action.OFFER_MOVE, OfferKind.NEW_OWNER, None)


async def proposed(
    work: Work, reference: str, action: Action, kind: OfferKind, service: ServiceId | None
) -> Done:
    """Make a proposal to the person of a case that the actor holds."""
    referral = await held(work, reference)
    if referral is None:
        await work.note(action.value, named(reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    wanted = service or referral.service
    owner = owner_for(work, referral, wanted)
    if owner is None or (wanted == referral.service and owner.team.id == referral.team):
        return Done(DoneOutcome.REFUSED, referral.state)
    asked = await propose(work, referral, action, offer_of(work, referral, kind, owner, wanted))
    return asked.done if isinstance(asked, Moved) else asked
