"""Complaints: read by people outside of what they are about (Small ones; Safety 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from domain.access import RUNS
from domain.directory import Directory
from domain.organisations import CentreId, OrganisationId, Team, TeamId
from domain.people import PersonId

ComplaintId = NewType("ComplaintId", str)

OPEN_AT_ONCE = 3
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as it is stored; instants are aware UTC.

    `team`: whose list it is in. `centre` and `about`: the place and the organisation it is about,
    None where it is about neither. `person`: None if it is anonymous, or they were forgotten; an
    anonymous one knows no request and only its day. `words` and `answer`: personal data.
    """

    id: ComplaintId
    team: TeamId
    centre: CentreId | None
    about: OrganisationId | None
    person: PersonId | None
    words: str
    at: datetime
    read: datetime | None = None
    answer: str | None = None
    answered: datetime | None = None


def complaints_team(
    directory: Directory, centre: CentreId | None, owner: OrganisationId | None, at: datetime
) -> Team | None:
    """Give the team that hears complaints about a place and whoever owns the request.

    The narrowest of those set for the area whose organisation neither manages nor co-manages the
    centre nor owns the referral; None for the installation's outside contact. Without a place, a
    team that is there for everywhere.
    """
    involved = {owner}
    if centre is not None:
        for arrangement in directory.arrangements_at(centre, at):
            involved |= arrangement.with_role(*RUNS)
    fitting = [
        team
        for team in _there_for(directory, centre)
        if team.hears_complaints and team.organisation not in involved
    ]
    return min(fitting, key=lambda team: (team.area.breadth, team.id), default=None)


def _there_for(directory: Directory, centre: CentreId | None) -> list[Team]:
    if centre is not None:
        return directory.teams_at(directory.centre(centre))
    return [team for team in directory.teams if not team.area.centres and not team.area.countries]
