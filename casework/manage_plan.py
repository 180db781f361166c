"""Managing a handover plan: planned, checked off, completed with an instant, or postponed."""

from __future__ import annotations

from dataclasses import replace

from casework.hand_over import agreed, is_staffed, waiting
from casework.manage import REFUSED, SAVED, allowed, enter
from casework.present_facts import with_present_facts
from casework.workplace import Work
from domain.directory import Directory
from domain.entering import agreement_for, open_plan, overlap
from domain.handover import Check, Handover, Stage, unmet
from domain.periods import start_of_day
from domain.requests.managing import (
    CompletePlan,
    Managed,
    ManageOutcome,
    PlanHandover,
    PostponePlan,
    TickCheck,
)
from domain.succession import followed_by, former_of, iom_of, managers, model_of
from storage import directory


async def plan_handover(work: Work, request: PlanHandover) -> Managed:
    """Plan it; the successor is named in consent if its day is near (Handover)."""
    if not await allowed(work, request.centre, "plan handover", request.successor):
        return REFUSED
    return await enter(work, "plan handover", request, request.successor)


async def tick_check(work: Work, request: TickCheck) -> Managed:
    """Note that a check is met; that the new team has people is looked up, never ticked."""
    if not await allowed(work, request.centre, "check handover"):
        return REFUSED
    work = await with_present_facts(work)
    plan = open_plan(work.directory, request.centre)
    if plan is None:
        return REFUSED
    if request.check is Check.QUEUE_STAFFED and not await is_staffed(work, plan):
        return Managed(ManageOutcome.QUEUE_EMPTY)
    after = replace(plan, stage=Stage.IN_PROGRESS, done=plan.done | {request.check})
    await directory.save(work.tx, Directory(handovers=(after,)))
    await work.note("check handover", request.centre, allowed=True, details=request.check.value)
    return SAVED


async def complete_plan(work: Work, request: CompletePlan) -> Managed:
    """Write the plan's arrangement as provisional; it is confirmed at its instant."""
    if not await allowed(work, request.centre, "complete handover"):
        return REFUSED
    work = await with_present_facts(work)
    plan = open_plan(work.directory, request.centre)
    if plan is None:
        return REFUSED
    centre = work.directory.centre(request.centre)
    at = start_of_day(request.day, centre.zone)
    former = former_of(work.directory, centre.id, at)
    successor = work.directory.organisation(plan.successor)
    model = model_of(successor, iom_of(former, work.directory))
    if at <= work.now or model is None:
        return REFUSED
    if (clash := overlap(work.directory, centre, at, former)) is not None:
        return clash
    before = sorted(managers(former.model) - {plan.successor}) if former else []
    supports = before[0] if before and request.supports else None
    new = followed_by(former, centre.id, model, at, supports=supports)
    new = replace(new, agreement=agreement_for(work.directory, new, at), provisional=True)
    missing = unmet(plan, staffed=await is_staffed(work, plan), agreed=agreed(work, new))
    if Check.QUEUE_STAFFED in missing:
        return Managed(ManageOutcome.QUEUE_EMPTY)
    if missing:
        return Managed(ManageOutcome.CHECKS_OPEN, open=missing)
    await forget_waiting(work, plan)
    after = replace(plan, stage=Stage.IN_PROGRESS, effective=at)
    await directory.save(work.tx, Directory(arrangements=(new,), handovers=(after,)))
    await work.note("complete handover", request.centre, allowed=True, details=new.id)
    return SAVED


async def postpone_plan(work: Work, request: PostponePlan) -> Managed:
    """Postpone the open plan; what waited for it is gone."""
    if not await allowed(work, request.centre, "postpone handover"):
        return REFUSED
    work = await with_present_facts(work)
    plan = open_plan(work.directory, request.centre)
    if plan is None:
        return REFUSED
    await forget_waiting(work, plan)
    after = replace(plan, stage=Stage.POSTPONED, effective=None)
    await directory.save(work.tx, Directory(handovers=(after,)))
    await work.note("postpone handover", request.centre, allowed=True)
    return SAVED


async def forget_waiting(work: Work, plan: Handover) -> None:
    """Take out the arrangement that waits for a plan."""
    new = waiting(work.directory, plan)
    if new is not None:
        await directory.remove(work.tx, "arrangements", [new.id])
