"""Those in charge of a centre: its coordinators, behind them the administrators; supervisors."""

from __future__ import annotations

from collections.abc import Iterable

from casework.tell import tell
from casework.workplace import Work
from domain.access import MemberRole
from domain.notices import Notice
from domain.organisations import CentreId, OrganisationId, Team
from domain.people import PersonId
from storage import members


def coordinating_team(work: Work, centre: CentreId) -> Team | None:
    """Give the team with the narrowest area that coordinates for a centre."""
    teams = [each for each in teams_there(work, centre) if each.coordinates]
    return min(teams, key=lambda team: (team.area.breadth, team.id), default=None)


def teams_there(work: Work, centre: CentreId) -> list[Team]:
    """List the teams in whose area a centre lies."""
    return work.directory.teams_at(work.directory.centre(centre))


async def coordinators(work: Work, centre: CentreId) -> tuple[PersonId, ...]:
    """Give the coordinators of a centre; the administrators, if there are none."""
    team = coordinating_team(work, centre)
    found = await members.in_team(work.tx, team.id, MemberRole.COORDINATOR) if team else ()
    return found or await members.with_role(work.tx, MemberRole.ADMIN)


async def supervisors(
    work: Work, centre: CentreId, organisations: Iterable[OrganisationId]
) -> tuple[PersonId, ...]:
    """Give the supervisors of the teams that organisations have for a centre."""
    named = frozenset(organisations)
    found: dict[PersonId, None] = {}
    for team in teams_there(work, centre):
        if team.organisation in named and not team.coordinates and team.concern is None:
            found |= dict.fromkeys(await members.in_team(work.tx, team.id, MemberRole.SUPERVISOR))
    return tuple(found)


async def tell_all(
    work: Work, people: Iterable[PersonId], notice: Notice, subject: str, *, urgent: bool = False
) -> None:
    """Tell each of them once."""
    for person in dict.fromkeys(people):
        await tell(work, person, notice, subject, urgent=urgent)
