"""Afterwards: objection, sending back, reopening, what the person says, and the end."""

from __future__ import annotations

from casework.decline import reviewers
from casework.move import Moved, move, move_by_system, named
from casework.open_referrals import let_go
from casework.refer import reach_team
from casework.tell import tell, tell_person
from casework.workplace import Work
from domain.access import parts_in
from domain.clocks import STAYS_OPEN
from domain.notices import SentBack, Step, StepToPerson
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import Action, Referral, State
from domain.requests import Done, DoneOutcome
from domain.requests.afterwards import ObjectTo, Reopen, SayOutcome, SendBack
from storage import members, outcomes, referrals


async def object_to(work: Work, request: ObjectTo) -> Done:
    """Take the person's objection, once: the case waits again, and not for the one who declined."""
    referral = await own(work, request.reference, "object")
    if referral is None:
        return Done(DoneOutcome.NOT_FOUND)
    if referral.objected:
        return Done(DoneOutcome.REFUSED, referral.state)
    if over(work, referral):
        return Done(DoneOutcome.TOO_LATE, referral.state)
    moved = await move(
        work,
        request.reference,
        Action.OBJECT,
        objected=True,
        barred=referral.holder,
        agreed=await also_barred(work, referral),
        holder=None,
        decline_reason=None,
        went_to=None,
    )
    if not isinstance(moved, Moved):
        return moved
    await reach_team(work, moved.after, alert=False)
    return moved.done


async def also_barred(work: Work, referral: Referral) -> PersonId | None:
    """Bar who agreed to a no as well, as long as somebody else of the team is left to decide."""
    left = set(await reviewers(work, referral)) - {referral.agreed}
    return referral.agreed if left else None


def over(work: Work, referral: Referral) -> bool:
    """Say whether the days have passed in which an end can be undone, clockwork or not."""
    stays = STAYS_OPEN.get(referral.state)
    ended = referral.changed
    return stays is not None and ended is not None and work.now >= ended + stays


async def own(work: Work, reference: str, action: str) -> Referral | None:
    """Give the actor's own request; every attempt at another's is audited."""
    referral = await referrals.by_reference(work.tx, reference, for_update=True)
    if referral is not None and referral.person == work.person:
        return referral
    await work.note(action, named(reference), allowed=False)
    return None


async def say_outcome(work: Work, request: SayOutcome) -> Done:
    """Keep what the person says of the help; it counts for the team that answered."""
    referral = await own(work, request.reference, "say outcome")
    if referral is None:
        return Done(DoneOutcome.NOT_FOUND)
    if referral.state not in (State.DONE, State.CLOSED) or referral.outcome is None:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    await outcomes.keep(work.tx, referral.id, referral.team, request.said, work.now)
    await work.note("say outcome", request.reference, allowed=True)
    return Done(DoneOutcome.DONE, referral.state)


async def reopen(work: Work, request: Reopen) -> Done:
    """Open a request again: with whoever held it, or in the queue where they are not on duty."""
    referral = await referrals.by_reference(work.tx, request.reference)
    if referral is not None and over(work, referral) and parts_in(work.actor, referral):
        return Done(DoneOutcome.TOO_LATE, referral.state)
    moved = await move(work, request.reference, Action.REOPEN, outcome=None, instructions=None)
    if not isinstance(moved, Moved):
        return moved
    after = moved.after
    if gone := await let_go(work, after):
        return gone.done
    if after.holder is not None and not await is_there(work, after.holder, after.team):
        back = await move_by_system(work, after, Action.PUT_BACK, holder=None)
        if back is not None:
            await reach_team(work, back.after, alert=False)
            return back.done
    by_person = after.person == work.person
    if by_person and after.holder is not None:
        await tell(work, after.holder, SentBack(after.reference, True), after.reference)
    if not by_person:
        await tell_step(work, after, Step.REOPENED)
    return moved.done


async def is_there(work: Work, person: PersonId, team: TeamId) -> bool:
    """Say whether somebody of a team is at work: whoever acts is, the others while on duty."""
    return person == work.person or person in await members.on_duty(work.tx, team)


async def send_back(work: Work, request: SendBack) -> Done:
    """Have a declined case decided again, by who declined or, while they are away, by oneself."""
    referral = await referrals.by_reference(work.tx, request.reference)
    had_it = referral.holder if referral else None
    stays = referral and had_it and await is_there(work, had_it, referral.team)
    holder = had_it if stays else work.person
    moved = await move(
        work,
        request.reference,
        Action.SEND_BACK,
        holder=holder,
        decline_reason=None,
        agreed=None,
    )
    if not isinstance(moved, Moved):
        return moved
    if holder and holder != work.person:
        await tell(work, holder, SentBack(request.reference, False), request.reference)
    await tell_step(work, moved.after, Step.SENT_BACK)
    return moved.done


async def tell_step(work: Work, referral: Referral, what: Step) -> None:
    """Tell the person a step."""
    organisation = work.organisation_of(referral.team).name
    await tell_person(work, referral, StepToPerson(referral.reference, what, organisation))
