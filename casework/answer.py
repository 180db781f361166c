"""Answering: what a caseworker does with a case, each step told to the person."""

from __future__ import annotations

from itertools import islice

from casework.move import Moved, move
from casework.open_referrals import let_go
from casework.refer import reach_team
from casework.tell import change_announcements, safe_to_write, tell_person
from casework.workplace import Work
from domain.access import Sight, sees, sight_of
from domain.centres import AddressRule
from domain.notices import HelpPromised, QuestionForPerson, Step, StepToPerson
from domain.organisations import CentreId
from domain.referrals import Action, DeclineReason, Outcome, Referral
from domain.requests import Done
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    CannotAfterAll,
    Finish,
    PutBack,
    Take,
)
from domain.routing import Owner, route
from domain.services import Admission, ServiceId
from storage import directory as stored_directory
from storage import referrals

ALTERNATIVES = 3


async def take(work: Work, request: Take) -> Done:
    """Take a case: exactly one wins, the others' announcements change."""
    moved = await move(work, request.reference, Action.CLAIM, holder=work.person)
    if not isinstance(moved, Moved):
        return moved
    await change_announcements(work, moved.after, taken=True)
    await step(work, moved.after, Step.TAKEN)
    return moved.done


async def accept(work: Work, request: Accept) -> Done:
    """Promise help with instructions; an undisclosed address goes along if that is wanted."""
    before = await referrals.by_reference(work.tx, request.reference)
    address = await undisclosed(work, before) if before and request.send_address else None
    moved = await move(
        work,
        request.reference,
        Action.ACCEPT,
        instructions=request.instructions,
        question=None,
        address_to_read=address is not None and not await safe_to_write(work, before),
    )
    if not isinstance(moved, Moved):
        return moved
    centre = centre_of(work, moved.after)
    notice = HelpPromised(
        request.reference,
        work.organisation_of(moved.after.team).name,
        request.instructions,
        address or "",
        work.directory.centre(centre).name,
    )
    await tell_person(work, moved.after, notice)
    if address:
        await work.note("address sent", request.reference, allowed=True)
    return moved.done


async def undisclosed(work: Work, referral: Referral) -> str | None:
    """Give an undisclosed address to its case's holder from a party to the centre (Address)."""
    centre = work.directory.centre(centre_of(work, referral))
    if centre.address_rule is not AddressRule.AFTER_ACCEPTANCE or referral.holder != work.person:
        return None
    in_force = work.directory.arrangements_at(centre.id, work.now)
    if not sees(sight_of(work.actor, work.directory, centre.id, in_force), Sight.PARTY):
        return None
    kept = await stored_directory.undisclosed_address(work.tx, centre.id)
    return kept.address if kept else None


def alternatives(work: Work, referral: Referral) -> tuple[tuple[ServiceId, str], ...]:
    """Name the nearest other places whose owner could receive this person's request."""
    here = work.directory.service(referral.service)
    centre = work.directory.centre(here.centre)
    near = (
        service
        for _, service in work.directory.near(centre, here.type)
        if service.centre != centre.id and service.admission is not Admission.NO_REFERRALS
    )
    safe = (
        (service.id, work.directory.centre(service.centre).name)
        for service in islice(near, 3 * ALTERNATIVES)
        if isinstance(route(work.directory, service, referral.told, work.now), Owner)
    )
    return tuple(islice(safe, ALTERNATIVES))


async def ask_person(work: Work, request: AskPerson) -> Done:
    """Ask the person a question through the bot; the clock waits."""
    moved = await move(work, request.reference, Action.ASK, question=request.question, answer=None)
    if not isinstance(moved, Moved):
        return moved
    organisation = work.organisation_of(moved.after.team).name
    notice = QuestionForPerson(request.reference, organisation, request.question)
    await tell_person(work, moved.after, notice)
    return moved.done


async def put_back(work: Work, request: PutBack) -> Done:
    """Give a case back to the queue; the team hears of it again."""
    moved = await move(work, request.reference, Action.PUT_BACK, holder=None, question=None)
    if not isinstance(moved, Moved):
        return moved
    await step(work, moved.after, Step.PUT_BACK)
    await reach_team(work, moved.after, alert=False)
    return moved.done


async def arrived(work: Work, request: Arrived) -> Done:
    """Note that the person came."""
    moved = await move(work, request.reference, Action.ARRIVED)
    if isinstance(moved, Moved):
        await step(work, moved.after, Step.ARRIVED)
        return moved.done
    return moved


async def finish(work: Work, request: Finish) -> Done:
    """Finish with an outcome; somebody who was expected and did not come is a no-show."""
    no_show = request.outcome is Outcome.NO_SHOW
    action = Action.DID_NOT_COME if no_show else Action.FINISH
    reason = request.outcome.value
    moved = await move(work, request.reference, action, reason=reason, outcome=request.outcome)
    if not isinstance(moved, Moved):
        return moved
    await step(work, moved.after, Step.FINISHED, request.outcome)
    return moved.done


async def cannot_after_all(work: Work, request: CannotAfterAll) -> Done:
    """Take a promise back, with a reason; the case is open again with its holder."""
    reason = request.reason.value
    moved = await move(
        work, request.reference, Action.CANNOT_AFTER_ALL, reason=reason, instructions=None
    )
    if not isinstance(moved, Moved):
        return moved
    await step(work, moved.after, Step.CANNOT_AFTER_ALL, reason=request.reason)
    gone = await let_go(work, moved.after)
    return gone.done if gone else moved.done


async def step(
    work: Work,
    referral: Referral,
    what: Step,
    outcome: Outcome | None = None,
    reason: DeclineReason | None = None,
) -> None:
    """Tell the person a step."""
    organisation = work.organisation_of(referral.team).name
    notice = StepToPerson(referral.reference, what, organisation, outcome, reason)
    await tell_person(work, referral, notice)


def centre_of(work: Work, referral: Referral) -> CentreId:
    """Give the centre that a referral is for."""
    return work.directory.service(referral.service).centre
