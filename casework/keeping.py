"""Keeping: which services' entries an actor keeps current, and saving what they say of them."""

from __future__ import annotations

from dataclasses import replace

from casework.workplace import Work
from domain.access import MemberRole
from domain.centres import Centre
from domain.directory import Directory
from domain.freshness import today_in
from domain.organisations import CentreId, Team, TeamId
from domain.routing import keeper_of
from domain.services import Service
from storage import directory as stored


def keepers(work: Work, centre: CentreId) -> dict[Team, list[Service]]:
    """Give the teams that keep the entries of a centre, each with its services."""
    found: dict[Team, list[Service]] = {}
    for service in work.directory.services_of(centre):
        team = keeper_of(work.directory, service, work.now)
        if team is not None:
            found.setdefault(team, []).append(service)
    return found


def keeps(work: Work, team: Team, centre: Centre) -> bool:
    """Say whether the actor keeps what a team keeps here: one of its organisation with that area.

    An administrator keeps everything; the team is the coordinators' own where nobody else is found.
    """
    return any(
        membership.role is MemberRole.ADMIN
        or membership.team == team.id
        or (membership.organisation == team.organisation and reaches(work, membership.team, centre))
        for membership in work.actor.memberships
    )


def reaches(work: Work, team: TeamId, centre: Centre) -> bool:
    """Say whether a team's area has a centre in it; a team that is gone has none."""
    areas = (each.area for each in work.directory.teams if each.id == team)
    return any(area.covers(centre.id, centre.country) for area in areas)


def entries_kept(work: Work, centre: CentreId) -> dict[Team, list[Service]]:
    """Give those keepers of a centre whose entries the actor keeps."""
    at = work.directory.centre(centre)
    return {team: own for team, own in keepers(work, centre).items() if keeps(work, team, at)}


async def mark_verified(work: Work, centre: Centre, kept: dict[Team, list[Service]]) -> None:
    """Keep that somebody checked the entries today; the centre's own if nobody else keeps some."""
    today = today_in(centre.zone, work.now)
    services = tuple(
        replace(service, verified_on=today, verified_by=team.organisation)
        for team, own in kept.items()
        for service in own
    )
    centres: tuple[Centre, ...] = ()
    if len(kept) == len(keepers(work, centre.id)):
        by = next(iter(kept)).organisation
        centres = (replace(centre, verified_on=today, verified_by=by),)
    await stored.save(work.tx, Directory(services=services, centres=centres), {})
