"""Reminding: what is due is told, each step once, from the caseworker up to the coordinator.

Half of a limit: holder or team. The limit: supervisors and the person. One and a half: coordinator,
and the person is offered other places. A step and its notices are one transaction (Timers).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace

from casework import clocks
from casework.answer import alternatives
from casework.decline import ask_colleagues, hold
from casework.feedback import close_old
from casework.move import move_by_system
from casework.offers import lapse
from casework.tell import announce, is_hidden, tell_member, tell_person
from casework.topics import tell_due
from casework.workplace import Work
from domain.access import MemberRole
from domain.clocks import ANSWER_DUE, Step, strongest
from domain.notices import Late, NoAnswerYet, Pressing, QuestionOver, Reminder
from domain.people import PersonId, Urgency
from domain.referrals import Action, Referral, ReferralId, State
from domain.routing import coordinator_of
from storage import clocks as stored
from storage import members, referrals

PER_ROUND = 100
LATE: dict[Step, Late] = {
    Step.TAKE_LIMIT: Late.NOT_TAKEN,
    Step.DECIDE_LIMIT: Late.NOT_DECIDED,
    Step.TAKE_LATE: Late.BY_HALF,
    Step.DECIDE_LATE: Late.BY_HALF,
    Step.PROMISE: Late.PROMISE_OVER,
}
WORST_FIRST = (Step.DECIDE_LATE, Step.TAKE_LATE, Step.PROMISE, Step.DECIDE_LIMIT, Step.TAKE_LIMIT)


async def remind(work: Work) -> int:
    """Do what is due for up to `PER_ROUND` referrals, the longest due first; give how many."""
    due = await stored.due_by(work.tx, work.now, PER_ROUND)
    for each in due:
        await remind_of(work, each)
    return len(due)


async def remind_of(work: Work, key: ReferralId) -> None:
    """Do what is due for one referral; another process may have done it in between."""
    referral = await referrals.by_id(work.tx, key, for_update=True)
    clock = await stored.of(work.tx, key)
    if referral is None or clock is None:
        return
    when = clocks.steps_of(work, referral, clock)
    due = {step for step, at in when.items() if at <= work.now}
    clock = replace(clock, done=clock.done | due)
    await clocks.keep(work, referral, clock)
    if due & ANSWER_DUE and await hold(work, referral):
        return
    for step in sorted(strongest(due - {Step.REVIEW})):
        if step in BY_SYSTEM:
            await BY_SYSTEM[step](work, referral)
        else:
            await press(work, referral, step)
    late = [step for step in WORST_FIRST if step in due]
    if late:
        await tell_late(work, referral, late[0])


async def press(work: Work, referral: Referral, step: Step) -> None:
    """Remind whoever can still make an answer of it."""
    await tell_due(work, referral, step)
    match step:
        case Step.TAKE_HALF:
            await remind_team(work, referral, Pressing.NOT_TAKEN)
        case Step.DECIDE_HALF if referral.proposal is not None:
            await ask_colleagues(work, referral)
        case Step.DECIDE_HALF:
            await remind_holder(work, referral, Pressing.DECIDE_SOON)
        case Step.TAKE_LIMIT | Step.DECIDE_LIMIT:
            await remind_supervisors(work, referral, Pressing.OVERDUE)
        case Step.TAKE_LATE | Step.DECIDE_LATE if referral.state is State.UNROUTABLE:
            await remind_administrators(work, referral)
        case Step.TAKE_LATE | Step.DECIDE_LATE:
            await remind_coordinators(work, referral, Pressing.NO_ANSWER)
        case Step.PROMISE:
            await remind_coordinators(work, referral, Pressing.PROMISE_OVER)
        case Step.CLOSE:
            await remind_holder(work, referral, Pressing.NOT_CLOSED)
            await remind_supervisors(work, referral, Pressing.NOT_CLOSED)


async def end_question(work: Work, referral: Referral) -> None:
    """Give a case whose question waited long enough back to its holder, or to the queue."""
    gone = referral.holder is None
    moved = await move_by_system(
        work, referral, Action.ANSWER, otherwise=gone, proposal=referral.proposal
    )
    if moved is None:
        return
    await remind_holder(work, moved.after, Pressing.QUESTION_OVER)
    organisation = work.organisation_of(referral.team).name
    await tell_person(work, moved.after, QuestionOver(referral.reference, organisation))


# ---------------------------------------------------------------- the person


async def tell_late(work: Work, referral: Referral, step: Step) -> None:
    """Tell the person that there is no answer yet, who was told, and what they can do."""
    late = LATE[step]
    further = coordinator_of(
        work.directory, work.directory.service(referral.service), referral.told, work.now
    )
    notice = NoAnswerYet(
        referral.reference,
        work.organisation_of(referral.team).name,
        late,
        work.organisation_of(further.id).name if further else "",
        alternatives(work, referral) if late in (Late.BY_HALF, Late.PROMISE_OVER) else (),
    )
    await tell_person(work, referral, notice)


# ---------------------------------------------------------------- those who can answer


async def remind_holder(work: Work, referral: Referral, what: Pressing) -> None:
    """Remind the one who holds the case; the team, if that is nobody."""
    if referral.holder is None:
        await remind_team(work, referral, what)
    else:
        await remind_each(work, referral, what, [referral.holder])


async def remind_team(work: Work, referral: Referral, what: Pressing) -> None:
    """Remind those on duty; where nobody is, the supervisors, and else whoever stands behind."""
    urgent = referral.urgency is Urgency.EMERGENCY
    if not await announce(work, referral, reminder(work, referral, what), urgent=urgent):
        await remind_supervisors(work, referral, what)


async def remind_supervisors(work: Work, referral: Referral, what: Pressing) -> None:
    """Remind the team's supervisors, on duty or not; without one, the coordinators."""
    if referral.state is State.UNROUTABLE:
        return await remind_administrators(work, referral)
    watching = await members.in_team(work.tx, referral.team, MemberRole.SUPERVISOR)
    away = {referral.holder} if what is Pressing.HOLDER_AWAY else set()
    seeing = [each for each in watching if not await is_hidden(work, each, referral)]
    seeing = [each for each in seeing if each not in away]
    if seeing:
        return await remind_each(work, referral, what, seeing)
    return await remind_coordinators(
        work, referral, Pressing.HELD_BY_NOBODY if away else Pressing.OVERDUE_UNWATCHED
    )


async def remind_coordinators(work: Work, referral: Referral, what: Pressing) -> None:
    """Remind the coordinators of the area; behind them stand the administrators."""
    service = work.directory.service(referral.service)
    team = coordinator_of(work.directory, service, referral.told, work.now)
    told = await members.in_team(work.tx, team.id, MemberRole.COORDINATOR) if team else ()
    seeing = [each for each in told if not await is_hidden(work, each, referral)]
    if not seeing:
        return await remind_administrators(work, referral)
    return await remind_each(work, referral, what, seeing)


async def remind_administrators(work: Work, referral: Referral) -> None:
    """Alert those who stand behind the coordinators; they learn of no more than that it waits."""
    admins = await members.with_role(work.tx, MemberRole.ADMIN)
    await remind_each(work, referral, Pressing.NOBODY_ANSWERS, admins)


async def remind_each(
    work: Work, referral: Referral, what: Pressing, people: Collection[PersonId]
) -> None:
    """Send a reminder to each of those named."""
    notice = reminder(work, referral, what)
    urgent = referral.urgency is Urgency.EMERGENCY
    for person in people:
        await tell_member(work, person, referral, notice, urgent=urgent)


def reminder(work: Work, referral: Referral, what: Pressing) -> Reminder:
    """Describe what presses, without identity and without the person's circumstances."""
    service = work.directory.service(referral.service)
    return Reminder(
        referral.reference,
        what,
        work.organisation_of(referral.team).name,
        service.type,
        referral.urgency,
        taken=referral.holder is not None,
    )


BY_SYSTEM: dict[Step, Callable[[Work, Referral], Awaitable[None]]] = {
    Step.QUESTION: end_question,
    Step.CONSENT: lapse,
    Step.END: close_old,
}
