"""The agenda of a committee: who gets it, when, and what stands in it; never a single case (D2).

What is counted is the same that `/stats` tells, a team in a complete month, so that no small
number can be computed from the two together. A team that also works elsewhere is told whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.access import Actor, MemberRole, Membership, in_area
from domain.centres import Centre
from domain.directory import Directory
from domain.figures import Figures, Month, lies_in
from domain.filings import centres_in
from domain.management import Role
from domain.organisations import Area, CentreId, OrganisationId, Team
from domain.quality import SMALLEST_SHOWN
from domain.rhythm import rhythm_of
from domain.services import ServiceType

SENT_BEFORE = timedelta(days=5)
SENT_FROM = time(8)
"""Of the centre's day: nobody is woken by an agenda."""
AGREEMENTS_WITHIN = timedelta(days=90)
MOST_MONTHS = 6
SITS = (Role.MANAGER, Role.CO_MANAGER, Role.OVERSIGHT, Role.AUTHORITY)
"""Organisations in these roles sit on a centre's committee."""
ANSWERS_THERE = (Role.MANAGER, Role.CO_MANAGER, Role.COMPLEMENTARY)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a committee is told of one team and month: no languages, times or persons' words."""

    month: Month
    figures: Figures


def for_committee(month: Month, told: Figures) -> Counted:
    """Leave out what no committee asks for."""
    return Counted(month, replace(told, languages={}, times={}, outcomes={}, feedback={}))


@dataclass(frozen=True, slots=True)
class TeamOnAgenda:
    """A team that answers for the centre. `elsewhere`: it does so for other places as well."""

    team: str
    organisation: str
    elsewhere: bool
    months: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Occupied:
    """The places of a service as they were last counted, at the aware `counted`.

    `occupied`: None while that is under 5 people. Places out of use count as neither.
    """

    service: ServiceType
    places: int
    occupied: int | None
    counted: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement that ends soon, by its last day in the centre's zone."""

    agreement: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a committee is given before it meets; `meeting` None if its day is not recorded.

    `zone`: IANA, of the centre.
    """

    centre: CentreId
    name: str
    zone: str
    committee: str
    meeting: date | None
    teams: tuple[TeamOnAgenda, ...]
    places: tuple[Occupied, ...]
    endings: tuple[Ending, ...]


# ---------------------------------------------------------------- when


def due_meeting(centre: Centre, local: datetime) -> date | None:
    """Give the next meeting of a centre's committee if its agenda is due at `local`, its time."""
    today = local.date()
    meeting = centre.committee.next_from(today) if centre.committee else None
    if meeting is None or local.time() < SENT_FROM:
        return None
    return meeting if meeting - today <= SENT_BEFORE else None


def months_between(rhythm: str) -> int:
    """Say how many complete months a committee looks back on, at most six."""
    read = rhythm_of(rhythm)
    return min(max(read.months if read else 1, 1), MOST_MONTHS)


# ---------------------------------------------------------------- who


def may_see_agenda(actor: Actor, directory: Directory, centre: CentreId, at: datetime) -> bool:
    """Say whether an actor may see the agenda of a centre's committee.

    Supervisors for that centre of the organisations on its committee, the coordinators of its
    area, administrators. Specialists' teams take no part in it.
    """
    if directory.centre(centre).committee is None:
        return False
    on_it = sitting(directory, centre, at)
    return any(_sits(each, directory, centre, on_it) for each in actor.memberships)


def _sits(
    member: Membership, directory: Directory, centre: CentreId, on_it: frozenset[OrganisationId]
) -> bool:
    if member.role is MemberRole.ADMIN:
        return True
    if directory.team(member.team).concern or not in_area(member, directory, centre):
        return False
    if member.role is MemberRole.COORDINATOR:
        return True
    return member.role is MemberRole.SUPERVISOR and member.organisation in on_it


def sitting(directory: Directory, centre: CentreId, at: datetime) -> frozenset[OrganisationId]:
    """Name the organisations that sit on a centre's committee at `at`."""
    authority = directory.centre(centre).authority
    found = {authority} if authority else set()
    for arrangement in directory.arrangements_at(centre, at):
        found |= arrangement.with_role(*SITS)
    return frozenset(found)


# ---------------------------------------------------------------- what


def teams_answering(directory: Directory, centre: CentreId, at: datetime) -> Iterator[Team]:
    """List the teams of a country that answer requests for a centre.

    Neither specialists nor coordination; nor a team for more countries, whose figures would say
    nothing of this one.
    """
    answering: set[OrganisationId] = set()
    for arrangement in directory.arrangements_at(centre, at):
        answering |= arrangement.with_role(*ANSWERS_THERE)
        answering |= {
            cell.organisation
            for cell in directory.responsibilities_of(centre)
            if cell.arrangement == arrangement.id
        }
    place = directory.centre(centre)
    here = Area(countries=frozenset({place.country}))
    for team in directory.teams_at(place):
        apart = team.concern is not None or team.coordinates or team.hears_complaints
        if team.organisation not in answering or apart:
            continue
        if lies_in(team.area, here, directory):
            yield team


def works_elsewhere(directory: Directory, team: Team, centre: CentreId) -> bool:
    """Say whether a team also answers for other places, of which its figures then tell as well."""
    return any(each != centre for each in centres_in(directory, team.area))


def occupied(places: int, blocked: int, free: int) -> int | None:
    """Give how many places are taken; None while that tells of fewer than 5 people."""
    taken = places - blocked - free
    return taken if taken >= SMALLEST_SHOWN else None
