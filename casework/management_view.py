"""Who runs a centre, as whoever may change it sees it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from casework.coordinators import teams_there
from casework.hand_over import is_staffed, queue_of, waiting
from casework.look_up.managing import fact
from casework.manage import endable
from casework.refer import name
from casework.workplace import Work
from domain.access import Sight, may_manage
from domain.agreements import Agreement
from domain.centres import Centre
from domain.entering import day_at, open_plan
from domain.handover import Check
from domain.management import Arrangement
from domain.organisations import OrganisationId
from domain.requests.looking_up import HandoverFact
from domain.requests.managing import (
    Candidate,
    Endable,
    Management,
    OrganisationsNamed,
    ToManage,
)
from domain.services import ServiceType
from domain.succession import former_of, managers

FEW = 8


async def to_manage(work: Work, request: ToManage) -> Management | None:
    """Show who runs a centre, what is planned, and who may be named."""
    key = request.centre
    if not work.directory.has_centre(key) or not may_manage(work.actor, work.directory, key):
        return None
    centre = work.directory.centre(key)
    now = former_of(work.directory, key, work.now)
    plan = open_plan(work.directory, key)
    return Management(
        centre,
        work.now.astimezone(ZoneInfo(centre.zone)).date(),
        fact(work, now, Sight.FULL) if now else None,
        tuple(sorted(managers(now.model))) if now else (),
        near(work, centre, now),
        matrix(work, centre, now),
        await plan_of(work, centre),
        plan is not None and waiting(work.directory, plan) is not None,
        tuple(to_end(centre, each) for each in endable(work, key)),
    )


def to_end(centre: Centre, agreement: Agreement) -> Endable:
    """Describe an agreement that may end early, with its last day at the centre (Dates)."""
    end = agreement.period.end
    last = day_at(centre, end.at - timedelta(seconds=1)) if end else None
    return Endable(agreement.id, agreement.name, agreement.kind, last)


def near(work: Work, centre: Centre, now: Arrangement | None) -> tuple[Candidate, ...]:
    """List the organisations with a part in the centre, then those with a team there."""
    parties = [party.organisation for party in now.all_parties] if now else []
    authority = [centre.authority] if centre.authority else []
    teams = [
        team
        for team in teams_there(work, centre.id)
        if team.concern is None and not team.coordinates
    ]
    close = sorted(teams, key=lambda team: (team.area.breadth, team.id))
    found = dict.fromkeys([*parties, *authority, *(team.organisation for team in close)])
    return tuple(candidate(work, centre, each) for each in list(found)[:FEW])


def candidate(work: Work, centre: Centre, key: OrganisationId) -> Candidate:
    """Describe an organisation that may be named."""
    organisation = work.directory.organisation(key)
    queue = queue_of(work, centre.id, key) is not None
    return Candidate(key, organisation.name, organisation.kind, queue)


def matrix(work: Work, centre: Centre, now: Arrangement | None) -> tuple[ServiceType, ...]:
    """List the services whose cell can be written: an agreement of the arrangement holds them."""
    if now is None or now.agreement is None or not work.directory.in_force(now.agreement, work.now):
        return ()
    return tuple(dict.fromkeys(each.type for each in work.directory.services_of(centre.id)))


async def plan_of(work: Work, centre: Centre) -> HandoverFact | None:
    """Describe the open plan; that the new team has people is looked up."""
    plan = open_plan(work.directory, centre.id)
    if plan is None:
        return None
    met = plan.done - {Check.QUEUE_STAFFED}
    met |= {Check.QUEUE_STAFFED} if await is_staffed(work, plan) else frozenset()
    return HandoverFact(
        name(work, plan.successor),
        plan.stage,
        plan.effective,
        tuple(check for check in Check if check in met),
        tuple(check for check in Check if check not in met),
    )


async def organisations_named(work: Work, request: OrganisationsNamed) -> tuple[Candidate, ...]:
    """Find organisations by name, for those who may name one for the centre."""
    if await to_manage(work, ToManage(request.centre)) is None:
        return ()
    centre = work.directory.centre(request.centre)
    words = request.text.casefold().strip()
    called = [
        each
        for each in work.directory.organisations
        if any(words in known.casefold() for known in (each.name, *each.aliases))
    ]
    exact = [each for each in called if words in {n.casefold() for n in (each.name, *each.aliases)}]
    return tuple(candidate(work, centre, each.id) for each in (exact or called)[:FEW])
