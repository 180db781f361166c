"""Coordinating: what could not be routed finds a team, and what nobody answers is taken back."""

from __future__ import annotations

from casework.answer import alternatives
from casework.cases import item
from casework.clocks import overdue_by_half
from casework.move import Moved, close_at_once, move, named
from casework.offers import is_covered, offer_of, owned_by, propose, tell_moved
from casework.tell import change_announcements, tell, tell_person
from casework.workplace import Work
from domain.access import MemberRole
from domain.notices import CaseWithdrawn, Revoked
from domain.organisations import Team
from domain.referrals import Action, By, OfferKind, Referral
from domain.requests import Done, DoneOutcome
from domain.requests.coordinating import (
    LateElsewhere,
    RevokeCase,
    RouteCase,
    TakeBack,
    TeamsThatMay,
    TeamThatMay,
)
from domain.requests.working import QueueItem
from domain.routing import Owner, coordinator_of, receiving
from storage import clocks, referrals

MOST = 1000


def coordinates(work: Work, referral: Referral) -> Team | None:
    """Give the coordinating team of a case if the actor is one of its coordinators."""
    service = work.directory.service(referral.service)
    team = coordinator_of(work.directory, service, referral.told, work.now)
    mine = {m.team for m in work.actor.memberships if m.role is MemberRole.COORDINATOR}
    return team if team is not None and team.id in mine else None


async def late_elsewhere(work: Work, request: LateElsewhere) -> tuple[QueueItem, ...]:
    """List what other teams leave without an answer in the actor's area, without identity.

    Those longest overdue come first; where the person is being asked about a new owner, there is
    nothing to take back meanwhile.
    """
    mine = [m.team for m in work.actor.memberships if m.role is MemberRole.COORDINATOR]
    timed = await clocks.late(work.tx, mine, MOST) if mine else {}
    found = []
    for referral in await referrals.by_ids(work.tx, tuple(timed)):
        team = coordinates(work, referral)
        if team is not None and team.id != referral.team and referral.offer is None:
            found.append(item(work, referral, timed[referral.id]))
    await work.note("read late cases", "", allowed=True, details=f"{len(found)} rows")
    return tuple(found)


async def take_back(work: Work, request: TakeBack) -> Done:
    """Take a case back that is overdue by half; the person is asked unless they named the taker."""
    referral = await referrals.by_reference(work.tx, request.reference)
    team = coordinates(work, referral) if referral else None
    if referral is None or team is None or team.id == referral.team:
        await work.note("take_back", named(request.reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    if not await overdue_by_half(work, referral):
        await work.note("take_back", request.reference, allowed=False, details="not overdue")
        return Done(DoneOutcome.REFUSED, referral.state)
    service = work.directory.service(referral.service)
    owner = receiving(work.directory, service, team, referral.told, work.now)
    if owner is None:
        return Done(DoneOutcome.REFUSED, referral.state)
    return await give(work, referral, Action.TAKE_BACK, OfferKind.TAKEN_BACK, owner)


async def give(
    work: Work, referral: Referral, action: Action, kind: OfferKind, owner: Owner
) -> Done:
    """Give a case to another owner: at once where consent covers it, else after a yes."""
    part = By.COORDINATOR
    if not await is_covered(work, referral, owner):
        offer = offer_of(work, referral, kind, owner, referral.service)
        asked = await propose(work, referral, action, offer, part)
        return asked.done if isinstance(asked, Moved) else asked
    at_once = action is not Action.ROUTE
    moved = await move(
        work, referral.reference, action, otherwise=at_once, part=part, **owned_by(owner)
    )
    if not isinstance(moved, Moved):
        return moved
    await tell_moved(work, moved)
    return moved.done


async def teams_that_may(work: Work, request: TeamsThatMay) -> tuple[TeamThatMay, ...]:
    """List the teams around the centre that may receive a case of the coordinator's own queue."""
    referral = await mine_to_route(work, request.reference)
    if referral is None:
        return ()
    service = work.directory.service(referral.service)
    around = [
        team
        for team in work.directory.teams_at(work.directory.centre(service.centre))
        if team.id != referral.team
        and receiving(work.directory, service, team, referral.told, work.now)
    ]
    around.sort(key=lambda team: (team.area.breadth, team.id))
    return tuple(
        TeamThatMay(team.id, team.name, work.organisation_of(team.id).name) for team in around
    )


async def mine_to_route(work: Work, reference: str) -> Referral | None:
    """Give a case that the actor coordinates and that lies in their own queue."""
    referral = await referrals.by_reference(work.tx, reference)
    team = coordinates(work, referral) if referral else None
    return referral if referral and team and team.id == referral.team else None


async def route_case(work: Work, request: RouteCase) -> Done:
    """Give a case that could not be routed to a team; the person is asked where that is due."""
    referral = await mine_to_route(work, request.reference)
    known = any(team.id == request.team for team in work.directory.teams)
    if referral is None or not known:
        await work.note("route", named(request.reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    service = work.directory.service(referral.service)
    team = work.directory.team(request.team)
    owner = receiving(work.directory, service, team, referral.told, work.now)
    if owner is None:
        return Done(DoneOutcome.REFUSED, referral.state)
    return await give(work, referral, Action.ROUTE, OfferKind.ROUTED, owner)


async def revoke_case(work: Work, request: RevokeCase) -> Done:
    """End a case; the person hears the reason and where else to ask."""
    referral = await referrals.by_reference(work.tx, request.reference)
    team = coordinates(work, referral) if referral else None
    if referral is None or team is None:
        await work.note("revoke", named(request.reference), allowed=False)
        return Done(DoneOutcome.NOT_FOUND)
    part = By.COORDINATOR
    moved = await move(work, request.reference, Action.REVOKE, request.reason, part=part)
    if not isinstance(moved, Moved):
        return moved
    if moved.before.holder not in (None, work.person):
        notice = CaseWithdrawn(request.reference)
        await tell(work, moved.before.holder, notice, request.reference)
    else:
        await change_announcements(work, moved.after, taken=False)
    organisation = work.organisation_of(team.id).name
    others = alternatives(work, referral)
    await tell_person(
        work, referral, Revoked(request.reference, organisation, request.reason, others)
    )
    await close_at_once(work, moved.after)
    return moved.done
