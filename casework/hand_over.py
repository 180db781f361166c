"""Handing over at the instant: the checklist is checked again and confirms the arrangements.

One plan is one step of one transaction: confirmed, or postponed with all as it was (A3, Handover).
"""

from __future__ import annotations

from dataclasses import replace

from casework.coordinators import coordinators, supervisors, teams_there, tell_all
from casework.present_facts import with_present_facts
from casework.refer import name
from casework.workplace import Work
from domain.access import QUEUE_ROLES
from domain.directory import Directory
from domain.handover import Check, Handover, Stage, is_open, unmet
from domain.management import Arrangement
from domain.management_notices import HandedOver, HandoverPostponed
from domain.organisations import CentreId, OrganisationId, Team
from domain.routing import narrowest
from domain.succession import begun_with, former_of, in_the_way, managers
from storage import directory, members


async def hand_over_next(work: Work) -> bool:
    """Carry out the plan whose instant came first; False if none is due."""
    if not due(work):
        return False
    now = await with_present_facts(work)
    for plan in due(now)[:1]:
        await carry_out(now, plan)
    return True


def due(work: Work) -> list[Handover]:
    """List the open plans whose instant has come, the earliest first."""
    found = [
        (plan.effective, plan.centre, plan)
        for plan in work.directory.handovers
        if is_open(plan) and plan.effective is not None and plan.effective <= work.now
    ]
    return [plan for _, _, plan in sorted(found, key=lambda row: row[:2])]


async def carry_out(work: Work, plan: Handover) -> None:
    """Confirm what waits for the plan; postpone it if anything is missing or in the way."""
    new = waiting(work.directory, plan)
    missing = await unmet_now(work, plan, new)
    if new is None or missing or blocked(work, new):
        await postpone(work, plan, new, missing)
    else:
        await confirm(work, plan, new)


async def unmet_now(work: Work, plan: Handover, new: Arrangement | None) -> tuple[Check, ...]:
    """Check the list again; nothing is to be checked where nobody completed the plan."""
    if new is None:
        return ()
    return unmet(plan, staffed=await is_staffed(work, plan), agreed=agreed(work, new))


def blocked(work: Work, new: Arrangement) -> bool:
    """Say whether another arrangement was written for that time meanwhile."""
    start = new.period.start
    return start is None or in_the_way(work.directory, new.centre, start.at) is not None


async def confirm(work: Work, plan: Handover, new: Arrangement) -> None:
    """End the former arrangement and let the new one hold from the instant on."""
    former = former_of(work.directory, plan.centre, work.now)
    completed = replace(plan, stage=Stage.COMPLETED, done=frozenset(Check))
    facts = Directory(arrangements=begun_with(former, new), handovers=(completed,))
    await directory.save(work.tx, facts)
    await work.note("handover completed", plan.centre, allowed=True)
    await tell_done(work, plan, former)


async def tell_done(work: Work, plan: Handover, former: Arrangement | None) -> None:
    """Tell coordinators and the supervisors of both sides."""
    before = managers(former.model) if former else frozenset()
    sides = await supervisors(work, plan.centre, (*before, plan.successor))
    notice = HandedOver(
        plan.centre,
        work.directory.centre(plan.centre).name,
        names_of(work, former),
        name(work, plan.successor),
    )
    people = (*await coordinators(work, plan.centre), *sides)
    await tell_all(work, people, notice, f"handover {plan.centre}")


async def postpone(
    work: Work, plan: Handover, new: Arrangement | None, missing: tuple[Check, ...]
) -> None:
    """Leave everything as if nothing had been written, and alert the coordinators."""
    if new is not None:
        await directory.remove(work.tx, "arrangements", [new.id])
    after = replace(plan, stage=Stage.POSTPONED, effective=None)
    await directory.save(work.tx, Directory(handovers=(after,)))
    await work.note("handover postponed", plan.centre, allowed=True)
    notice = HandoverPostponed(
        plan.centre,
        work.directory.centre(plan.centre).name,
        names_of(work, former_of(work.directory, plan.centre, work.now)),
        name(work, plan.successor),
        missing,
    )
    people = await coordinators(work, plan.centre)
    await tell_all(work, people, notice, f"handover {plan.centre}", urgent=True)


def waiting(known: Directory, plan: Handover) -> Arrangement | None:
    """Give the provisional arrangement that waits for a plan's instant."""
    found = [
        each
        for each in known.arrangements_of(plan.centre)
        if each.provisional and plan.successor in managers(each.model)
    ]
    return found[-1] if found else None


def agreed(work: Work, new: Arrangement) -> bool | None:
    """Say whether the agreement that an arrangement names is in force; None if it names none."""
    if new.agreement is None or new.period.start is None:
        return None
    return work.directory.in_force(new.agreement, new.period.start.at)


async def is_staffed(work: Work, plan: Handover) -> bool:
    """Say whether the successor's team for the centre has people who work its queue (A3)."""
    team = queue_of(work, plan.centre, plan.successor)
    if team is None:
        return False
    found = [await members.in_team(work.tx, team.id, role) for role in sorted(QUEUE_ROLES)]
    return any(found)


def queue_of(work: Work, centre: CentreId, organisation: OrganisationId) -> Team | None:
    """Give the one team of an organisation that would receive a centre's requests."""
    team = narrowest(
        each
        for each in teams_there(work, centre)
        if each.organisation == organisation and not each.coordinates and each.concern is None
    )
    return team if isinstance(team, Team) else None


def names_of(work: Work, arrangement: Arrangement | None) -> str:
    """Name who runs a centre by an arrangement."""
    run_by = managers(arrangement.model) if arrangement else frozenset()
    return ", ".join(sorted(name(work, each) for each in run_by))
