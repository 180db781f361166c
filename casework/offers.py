"""Offers: the person is asked about a new recipient, and what comes of yes, no and no reply.

Until the yes the old owner stays responsible and its moves stay open (Open referrals when the owner
changes). A yes to another centre or service ends this request and makes a linked new one.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from casework import clocks
from casework.move import Moved, close_at_once, move, move_by_system
from casework.refer import linked, reach_team
from casework.tell import change_announcements, tell, tell_person
from casework.workplace import Work
from domain.consent import Basis, Consent, covers_move_to, same_recipients
from domain.notices import ConsentAnswered, ConsentAsked, Redirected, Step, StepToPerson
from domain.people import AgeBand
from domain.referrals import Action, By, Offer, OfferKind, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.consenting import AnswerOffer, OfferAsked, OfferOf
from domain.routing import Owner, coordinator_of, receiving, route
from domain.services import ServiceId
from domain.working_time import later
from storage import correspondence, members, referrals


def offer_of(
    work: Work, referral: Referral, kind: OfferKind, owner: Owner, service: ServiceId
) -> Offer:
    """Make the question: it waits as long as the decide limit (Timers)."""
    limits, calendar = clocks.limits_of(work, referral), clocks.calendar_of(work, referral)
    until = later(work.now, limits.decide, 2, calendar)
    return Offer(kind, owner.team.id, service, owner.recipients, referral.stands, until)


async def propose(
    work: Work,
    referral: Referral,
    action: Action,
    offer: Offer,
    part: By | None = None,
) -> Moved | Done:
    """Ask the person, as a move of whoever acts."""
    other = action is Action.ROUTE  # the one row that leads to pending first
    moved = await move(work, referral.reference, action, otherwise=other, part=part, offer=offer)
    if isinstance(moved, Moved):
        await ask(work, moved.after)
    return moved


async def ask(work: Work, referral: Referral) -> None:
    """Tell the person who would receive the request, and ask."""
    asked = question_of(work, referral)
    if asked is not None:
        await tell_person(
            work,
            referral,
            ConsentAsked(
                referral.reference,
                asked.why,
                asked.owner,
                asked.organisation,
                asked.kind,
                asked.centre,
            ),
        )


def question_of(work: Work, referral: Referral) -> OfferAsked | None:
    """Give the question that waits for the person, with names."""
    offer = referral.offer
    if offer is None:
        return None
    organisation = work.organisation_of(offer.team)
    centre = work.directory.centre(work.directory.service(offer.service).centre)
    return OfferAsked(
        referral.reference,
        referral.version,
        offer.kind,
        work.organisation_of(referral.team).name,
        organisation.name,
        organisation.kind,
        centre.name,
    )


async def offer_asked(work: Work, request: OfferOf) -> OfferAsked | None:
    """Give the question that waits in one of the person's own requests."""
    referral = await referrals.by_reference(work.tx, request.reference)
    if referral is None or referral.person != work.person:
        return None
    return question_of(work, referral)


async def is_covered(work: Work, referral: Referral, owner: Owner) -> bool:
    """Say whether the person has named the new owner as one who receives (Invariant 4)."""
    given = await referrals.consents_of(work.tx, referral.id)
    return any(covers_move_to(each.recipients, owner.team.organisation) for each in given)


# ---------------------------------------------------------------- the answer


async def answer_offer(work: Work, request: AnswerOffer) -> Done:
    """Take the person's yes or no to the question of that version; another one is TOO_LATE."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    if referral is None or referral.person != work.person:
        await work.note("answer offer", "", allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    if referral.offer is None or referral.version != request.version:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    if not request.yes:
        return await disagree(work, referral)
    owner = still_right(work, referral, referral.offer)
    if owner is None:
        await lapse(work, referral)
        return Done(DoneOutcome.TOO_LATE, referral.stands)
    if not same_recipients(owner.recipients, referral.offer.recipients):
        return await ask_anew(work, referral, referral.offer, owner)
    return await agree(work, referral, referral.offer, owner)


def still_right(work: Work, referral: Referral, offer: Offer) -> Owner | None:
    """Route again at the yes (Route twice); None if the offer holds no more."""
    service = work.directory.service(offer.service)
    if offer.kind in (OfferKind.TAKEN_BACK, OfferKind.ROUTED):
        team = work.directory.team(offer.team)
        if offer.kind is OfferKind.TAKEN_BACK:
            further = coordinator_of(work.directory, service, referral.told, work.now)
            if further is None or further.id != offer.team:
                return None
        return receiving(work.directory, service, team, referral.told, work.now)
    found = route(work.directory, service, referral.told, work.now)
    return found if isinstance(found, Owner) and found.team.id == offer.team else None


async def ask_anew(work: Work, referral: Referral, offer: Offer, owner: Owner) -> Done:
    """Ask again where other recipients would be named by now."""
    again = replace(offer_of(work, referral, offer.kind, owner, offer.service), before=offer.before)
    if await referrals.update(work.tx, referral, replace(referral, offer=again)):
        await ask(work, replace(referral, offer=again, version=referral.version + 1))
    return Done(DoneOutcome.TOO_LATE, referral.state)


async def agree(work: Work, referral: Referral, offer: Offer, owner: Owner) -> Done:
    """Move the case to its new owner, or end it with a linked new one; all in one transaction."""
    consent = Consent(
        work.person,
        owner.recipients,
        Basis.ASSENT if referral.age is AgeBand.CHILD else Basis.CONSENT,
        work.language,
        work.now,
    )
    if offer.service != referral.service:
        return await redirect(work, referral, offer, owner, consent)
    await referrals.add_consent(work.tx, referral.id, consent)
    moved = await move(work, referral.reference, Action.AGREE, **owned_by(owner))
    if not isinstance(moved, Moved):
        return moved
    await tell_moved(work, moved)
    return moved.done


def owned_by(owner: Owner) -> dict[str, Any]:
    """Give what changes in a case with its owner; what its holder wrote stays behind."""
    return {
        "team": owner.team.id,
        "holder": None,
        "why": owner.why,
        "may_share": owner.may_share,
        "question": None,
        "answer": None,
        "instructions": None,
        "address_to_read": False,
    }


async def tell_moved(work: Work, moved: Moved) -> None:
    """Tell the person, those who had the case and those who have it now."""
    after = moved.after
    organisation = work.organisation_of(after.team).name
    await tell_left(work, moved.before, ConsentAnswered(after.reference, True, organisation))
    await tell_person(work, after, StepToPerson(after.reference, Step.MOVED, organisation))
    await reach_team(work, after, alert=False)


async def tell_left(work: Work, before: Referral, notice: ConsentAnswered) -> None:
    """Tell the one who held the case, else change what was announced to the team."""
    if before.holder is not None:
        await tell(work, before.holder, notice, before.reference)
    else:
        await change_announcements(work, before, taken=False, moved=True)


async def redirect(
    work: Work, referral: Referral, offer: Offer, owner: Owner, consent: Consent
) -> Done:
    """End this request and make a linked one for the other place."""
    new = await linked(work, referral, offer.service, owner, consent)
    moved = await move(
        work, referral.reference, Action.AGREE, otherwise=True, went_to=new.reference
    )
    if not isinstance(moved, Moved):
        return moved
    organisation = work.organisation_of(new.team).name
    centre = work.directory.centre(work.directory.service(new.service).centre).name
    await tell_left(work, moved.before, ConsentAnswered(referral.reference, True, organisation))
    await tell_person(
        work, new, Redirected(referral.reference, new.reference, organisation, centre)
    )
    await reach_team(work, new, alert=owner.alert)
    await correspondence.pass_unread_to(work.tx, referral.id, new.id)
    await close_at_once(work, moved.after)
    return moved.done


async def disagree(work: Work, referral: Referral) -> Done:
    """Leave the case with whoever had it, as it was."""
    moved = await move(work, referral.reference, Action.DISAGREE, proposal=referral.proposal)
    if not isinstance(moved, Moved):
        return moved
    await tell_stays(work, moved.after, yes=False)
    return moved.done


async def lapse(work: Work, referral: Referral) -> None:
    """End a question without a yes: the case is as it was, flagged to whoever has it."""
    moved = await move_by_system(work, referral, Action.DISAGREE, proposal=referral.proposal)
    if moved is not None:
        await tell_stays(work, moved.after, yes=None)


async def tell_stays(work: Work, referral: Referral, *, yes: bool | None) -> None:
    """Tell both sides that the case stays where it is."""
    organisation = work.organisation_of(referral.team).name
    notice = ConsentAnswered(referral.reference, yes, organisation)
    told = [referral.holder] if referral.holder else await members.on_duty(work.tx, referral.team)
    for person in told:
        await tell(work, person, notice, referral.reference)
    await tell_person(work, referral, StepToPerson(referral.reference, Step.STAYS, organisation))
