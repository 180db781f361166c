"""Enrolling: invitations, membership of a team, duty, and the way to the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.absence import keep
from casework.codes import invitation_code, link_code
from casework.workplace import Work
from domain.access import QUEUE_ROLES, MemberRole, Membership
from domain.cannot_go_on import CannotGoOn
from domain.directory import Directory
from domain.organisations import Area, CentreId, Organisation, OrganisationId, Team, TeamId
from domain.requests import Done, DoneOutcome
from domain.requests.working import (
    DeskAddress,
    DeskLink,
    GoOnDuty,
    Join,
    Joined,
    JoinOutcome,
    Overstepped,
)
from storage import directory as stored_directory
from storage import habits, members, sessions
from storage.database import Transaction

INVITATION_HOLDS = timedelta(days=7)
LINK_HOLDS = timedelta(minutes=10)

# The area of a team whose members only look things up: no case is routed to it.
NOWHERE = Area(centres=frozenset({CentreId("nowhere")}))


class CannotInvite(CannotGoOn):
    """An invitation cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation. `made_team`: the team was made for it."""

    code: str
    organisation: Organisation
    team: Team
    made_team: bool


async def invite(
    tx: Transaction,
    directory: Directory,
    role: MemberRole,
    organisation_name: str,
    team_name: str | None,
    now: datetime,
    *,
    employed_by_state: bool = False,
) -> Invited:
    """Make a one-time invitation to a team; makes the team if the organisation has none.

    `employed_by_state`: for staff of an authority who work in another's queue (A2, D5).

    Raises CannotInvite for an unknown organisation or team, with the names that exist.
    """
    organisation = organisation_named(directory, organisation_name)
    team = team_for(directory, organisation, role, team_name)
    made = team is None
    if team is None:
        team = new_team(directory, organisation, role, team_name)
        await stored_directory.save(tx, Directory(teams=(team,)), {})
    code = invitation_code()
    expires = now + INVITATION_HOLDS
    await members.invite(tx, code, team.id, role, expires, employed_by_state=employed_by_state)
    return Invited(code, organisation, team, made)


def organisation_named(directory: Directory, wanted: str) -> Organisation:
    """Find an organisation by its name, without regard to case."""
    said = wanted.strip().casefold()
    exact = [o for o in directory.organisations if o.name.casefold() == said]
    part = [o for o in directory.organisations if said and said in o.name.casefold()]
    found = exact or part
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(o.name for o in (found or directory.organisations))[:40])
    if not names:
        raise CannotInvite(
            "There is no organisation yet. Import a directory first: "
            "passerelle directory import FILE"
        )
    problem = "Several organisations fit" if found else "There is no organisation called"
    raise CannotInvite(f"{problem} {wanted!r}. Known: {names}")


def team_for(
    directory: Directory, organisation: Organisation, role: MemberRole, name: str | None
) -> Team | None:
    """Find the team: the one named, else the only one that fits the role; None to make one."""
    coordinates = role is MemberRole.COORDINATOR
    works = role in QUEUE_ROLES
    teams = [t for t in directory.teams_of(organisation.id) if not works or t.area != NOWHERE]
    fitting = [
        t
        for t in teams
        if t.coordinates == coordinates and t.area != NOWHERE and not t.hears_complaints
    ]
    fitting = fitting or [t for t in teams if not works]
    if name is not None:
        named = [t for t in teams if t.name.casefold() == name.strip().casefold()]
        return named[0] if named else None
    plain = [t for t in fitting if t.concern is None]
    if len(plain) > 1:
        names = ", ".join(sorted(t.name for t in plain))
        raise CannotInvite(
            f"{organisation.name} has several teams; name one with --team. Known: {names}"
        )
    return plain[0] if plain else None


def new_team(
    directory: Directory, organisation: Organisation, role: MemberRole, name: str | None
) -> Team:
    """Make a team whose area are the countries in which the organisation works.

    The first of those who work no queue get one without an area: a request that came to it would
    find nobody.
    """
    coordinates = role is MemberRole.COORDINATOR
    works = role in QUEUE_ROLES
    named = name or ("Coordination" if coordinates else "Team" if works else "Staff")
    slug = "-".join(named.casefold().split())
    slug = slug if works else f"{slug}/looks-up"
    area = Area(countries=frozenset(countries_of(directory, organisation.id)))
    area = area if works else NOWHERE
    return Team(
        TeamId(f"{organisation.id}/{slug}"),
        organisation.id,
        named,
        area,
        coordinates=coordinates,
    )


def countries_of(directory: Directory, organisation: OrganisationId) -> set[str]:
    """List the countries in which an organisation is at work; all that are known if in none."""
    provided = {s.centre for s in directory.services if s.provider == organisation}
    managed = {
        a.centre
        for a in directory.arrangements
        if any(p.organisation == organisation for p in a.all_parties)
    }
    responsible = {c.id for c in directory.centres if c.authority == organisation}
    everywhere = {centre.id for centre in directory.centres}
    here = provided | managed | responsible
    return {directory.centre(centre).country for centre in here or everywhere}


async def join(work: Work, request: Join) -> Joined:
    """Use an invitation: whoever opens it belongs to that team from now on."""
    used = await members.use_invitation(work.tx, request.code.strip(), work.person, work.now)
    if isinstance(used, str):
        await work.note("join", "", allowed=False, details=used)
        return Joined(JoinOutcome(used))
    team = work.directory.team(used.team)
    membership = Membership(
        used.team, team.organisation, used.role, employed_by_state=used.employed_by_state
    )
    await members.enrol(work.tx, work.person, membership, work.now)
    await work.note("join", used.team, allowed=True, details=used.role.value)
    organisation = work.directory.organisation(team.organisation)
    return Joined(JoinOutcome.JOINED, organisation.name, team.name, used.role)


async def go_on_duty(work: Work, request: GoOnDuty) -> Done:
    """Start or end duty; explicit, not presence."""
    if not work.actor.works_cases:
        await work.note("duty", "", allowed=False)
        return Done(DoneOutcome.REFUSED)
    await members.set_duty(work.tx, work.person, request.on_duty)
    known = await habits.of(work.tx, work.person)
    if request.on_duty and known.away_until is not None:
        await keep(work, work.person, replace(known, away_until=None))
    await work.note("duty", "", allowed=True, details="on" if request.on_duty else "off")
    return Done(DoneOutcome.DONE)


async def desk_link(work: Work, request: DeskLink) -> DeskAddress:
    """Make a one-time link to the desk for somebody who has a queue."""
    if not work.actor.works_cases or work.desk is None:
        await work.note("desk link", "", allowed=False)
        return DeskAddress()
    code = link_code()
    await sessions.add_link(work.tx, code, work.person, work.now + LINK_HOLDS)
    await work.note("desk link", "", allowed=True)
    return DeskAddress(f"{work.desk}/desk/enter/{code}")


async def overstepped(work: Work, request: Overstepped) -> Done:
    """Write down that somebody tried what is only for staff."""
    await work.note(request.what, "", allowed=False, details="not enrolled")
    return Done(DoneOutcome.REFUSED)
