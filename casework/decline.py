"""Declining: a no with its reason, at once or once a colleague has looked at it.

Where an organisation wants it (`reviews_declines`), a no is a proposal that another member of the
team agrees to or gives back. The clock goes on, and nobody waits for a review without end: the
colleagues have as long as a team has to take a request, and never longer than the person should
wait for an answer. Then the no holds: the person hears it with other places and may object once,
and the supervisor may send it back. What nobody else can look at, or is late already, is said at
once; an emergency also where no colleague is on duty.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from casework.answer import alternatives
from casework.clocks import calendar_of, keep, limits_of, steps_of
from casework.colleagues import name_of
from casework.move import Moved, move, named
from casework.notes import add_note
from casework.tell import is_hidden, tell, tell_person
from casework.workplace import Work
from domain.access import Actor, MemberRole, Membership, may_review, parts_in
from domain.clocks import ANSWER_DUE, Step
from domain.notices import Declined, DeclineProposed, DeclineReviewed, SameAs
from domain.people import PersonId, Urgency
from domain.referrals import Action, By, DeclineReason, Proposal, Referral, Refused, decide
from domain.requests import Done, DoneOutcome
from domain.requests.team import AddNote, ReviewDecline
from domain.requests.working import Decline
from domain.working_time import later
from storage import clocks, members, referrals


async def decline(work: Work, request: Decline) -> Done:
    """Say no with a reason, or propose it to the colleagues."""
    return await say_no(work, request.reference, request.reason)


async def say_no(
    work: Work, reference: str, reason: DeclineReason, into: str | None = None
) -> Done:
    """Say no, at once or as a proposal; `into`: the request that goes on in the place of this."""
    referral = await referrals.by_reference(work.tx, reference, for_update=True)
    if referral is not None and await is_reviewed(work, referral):
        return await propose(work, referral, reason, into)
    return await declined(work, reference, reason, into)


async def declined(
    work: Work,
    reference: str,
    reason: DeclineReason,
    into: str | None = None,
    agreed: PersonId | None = None,
) -> Done:
    """Make the no; the person is offered other places at once, or told which request goes on."""
    moved = await move(
        work,
        reference,
        Action.DECLINE,
        reason=reason.value,
        decline_reason=reason,
        question=None,
        went_to=into,
        agreed=agreed,
    )
    if not isinstance(moved, Moved):
        return moved
    after = moved.after
    owner = work.organisation_of(after.team).name
    other = await referrals.by_reference(work.tx, into) if into else None
    if other is not None and other.person == after.person:
        await tell_person(work, after, SameAs(reference, other.reference))
    else:
        others = alternatives(work, after)
        told = await reason_told(work, after)
        await tell_person(work, after, Declined(reference, owner, told or reason, others))
    return moved.done


async def reason_told(work: Work, referral: Referral) -> DeclineReason | None:
    """Give the reason of a no as its person hears it.

    That there is a request already is said only of one of their own: whoever gives the number of
    somebody whom they look for must not learn that this person asks for help here (Safety 11).
    """
    if referral.decline_reason is not DeclineReason.DUPLICATE:
        return referral.decline_reason
    mine = await referrals.of_person(work.tx, referral.person)
    kind = work.directory.service(referral.service).type
    alike = (each for each in mine if work.directory.service(each.service).type is kind)
    own = any(each.id != referral.id for each in alike)
    return DeclineReason.DUPLICATE if own else DeclineReason.OTHER


# ---------------------------------------------------------------- a colleague looks at it first


async def is_reviewed(work: Work, referral: Referral) -> bool:
    """Say whether a colleague looks at a no of the actor before it holds."""
    if not work.organisation_of(referral.team).reviews_declines:
        return False
    parts = parts_in(work.actor, referral)
    if isinstance(decide(referral.state, Action.DECLINE, parts, referral.stands), Refused):
        return False
    if await is_late(work, referral):
        return False
    able = (await reviewers(work, referral)).values()
    return any(each.on_duty or referral.urgency is not Urgency.EMERGENCY for each in able)


async def is_late(work: Work, referral: Referral) -> bool:
    """Say whether the person should have an answer by now."""
    clock = await clocks.of(work.tx, referral.id)
    if clock is None:
        return False
    due = steps_of(work, referral, clock)
    passed = any(step in ANSWER_DUE and at <= work.now for step, at in due.items())
    return passed or Step.DECIDE_LIMIT in clock.done


async def reviewers(work: Work, referral: Referral) -> dict[PersonId, Membership]:
    """Name the holder's colleagues who may look at a no of theirs, on duty or not."""
    own = (referral.holder, referral.person)
    return {
        person: member
        for person, member in (await members.working_in(work.tx, referral.team)).items()
        if person not in own and not await is_hidden(work, person, referral)
    }


async def propose(work: Work, referral: Referral, reason: DeclineReason, into: str | None) -> Done:
    """Keep a no as a proposal, and ask the colleagues; the same one again changes nothing."""
    limits, calendar = limits_of(work, referral), calendar_of(work, referral)
    until = later(work.now, limits.acknowledge, 2, calendar)
    proposal, known = Proposal(work.person, reason, until, into), referral.proposal
    done = Done(DoneOutcome.DONE, referral.state)
    if known is not None and structs.replace(known, until=until) == proposal:
        return done
    after = structs.replace(referral, proposal=proposal)
    if not await referrals.update(work.tx, referral, after):
        return Done(DoneOutcome.TOO_LATE, referral.state)
    clock = await clocks.of(work.tx, referral.id)
    if clock is not None:
        await keep(work, after, replace(clock, done=clock.done - {Step.REVIEW}))
    await work.note("propose decline", referral.reference, allowed=True)
    await ask_colleagues(work, after)
    return done


async def ask_colleagues(work: Work, referral: Referral) -> None:
    """Ask those on duty to look at a no; where nobody is, the supervisors, else everybody."""
    able = await reviewers(work, referral)
    on_duty = [person for person, member in able.items() if member.on_duty]
    watching = [p for p, member in able.items() if member.role is MemberRole.SUPERVISOR]
    by = referral.proposal.by if referral.proposal else work.person
    notice = DeclineProposed(referral.reference, await name_of(work, by))
    for person in on_duty or watching or able:
        await tell(work, person, notice, referral.reference)


async def review(work: Work, request: ReviewDecline) -> Done:
    """Agree to a colleague's no, or give it back with a word; only to the one that was seen."""
    referral = await referrals.by_reference(work.tx, request.reference, for_update=True)
    if referral is None or not parts_in(work.actor, referral) - {By.PERSON}:
        await work.note("review decline", named(request.reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    proposal = referral.proposal
    if proposal is None or proposal.reason is not request.reason:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    if not may_review(work.actor, referral):
        await work.note("review decline", referral.reference, allowed=False)
        return Done(DoneOutcome.REFUSED, referral.state)
    answer = "yes" if request.yes else "no"
    await work.note("review decline", referral.reference, allowed=True, details=answer)
    if request.yes:
        done = await decide_so(work, referral, work.person)
    else:
        done = await give_back(work, referral, request.words)
    if done.outcome is DoneOutcome.DONE:
        notice = DeclineReviewed(referral.reference, await name_of(work, work.person), request.yes)
        await tell(work, proposal.by, notice, referral.reference)
    return done


async def decide_so(work: Work, referral: Referral, agreed: PersonId | None) -> Done:
    """Let a proposal be the decision of the one who made it, as far as it is theirs by now."""
    proposal = referral.proposal
    if proposal is None:
        return Done(DoneOutcome.TOO_LATE, referral.state)
    theirs = await members.memberships_of(work.tx, proposal.by)
    decides = replace(work, actor=Actor(proposal.by, theirs))
    reference = referral.reference
    return await declined(decides, reference, proposal.reason, proposal.into, agreed)


async def give_back(work: Work, referral: Referral, words: str) -> Done:
    """Leave the case with its holder; the words are a note for the team."""
    if words:
        await add_note(work, AddNote(referral.reference, words))
    if not await referrals.update(work.tx, referral, structs.replace(referral, proposal=None)):
        return Done(DoneOutcome.TOO_LATE, referral.state)
    return Done(DoneOutcome.DONE, referral.state)


async def hold(work: Work, referral: Referral) -> bool:
    """Let a no hold at which nobody has looked in time; False if there is none to hold."""
    proposal = referral.proposal
    if proposal is None:
        return False
    if (await decide_so(work, referral, None)).outcome is not DoneOutcome.DONE:
        return False
    notice = DeclineReviewed(referral.reference, "", None)
    await tell(work, proposal.by, notice, referral.reference)
    return True
