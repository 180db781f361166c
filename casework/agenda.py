"""The agenda of a committee: made of what may be told, sent once before each meeting (D2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from casework.agreement_ends import WATCHED
from casework.capacity import places_of
from casework.coordinators import coordinators, supervisors, tell_all
from casework.documents import key_of
from casework.figures import count
from casework.workplace import Work
from domain.agenda import (
    AGREEMENTS_WITHIN,
    Agenda,
    Ending,
    Occupied,
    TeamOnAgenda,
    due_meeting,
    for_committee,
    may_see_agenda,
    months_between,
    occupied,
    sitting,
    teams_answering,
    works_elsewhere,
)
from domain.centres import Centre
from domain.directory import is_listed
from domain.documents import AGENDAS
from domain.figures import Month, months_told
from domain.filings import RHYTHMS
from domain.management_notices import AgendaPage, AgendaReady
from domain.organisations import CentreId, Team
from domain.requests.agendas import AgendaOf, AgendaTold, CommitteeSeen, CommitteesSeen
from storage import dated_steps

SENT = "agenda"


# ---------------------------------------------------------------- sent before each meeting


async def send_next(work: Work) -> bool:
    """Send the agenda of one meeting that is near, in one transaction; False if none is due."""
    for centre, meeting in near(work):
        subject = f"committee {centre.id} {meeting:%Y-%m-%d}"
        if SENT in await dated_steps.steps_of(work.tx, subject):
            continue
        await dated_steps.note(work.tx, subject, SENT, work.now)
        await send(work, centre)
        return True
    return False


def near(work: Work) -> Iterator[tuple[Centre, date]]:
    """Walk over the committees that meet within the days before which an agenda is sent."""
    filed = work.directory.filed(RHYTHMS)
    for rhythm in sorted(filed, key=str):
        alike = filed.at(rhythm)
        first = work.directory.centre(alike[0])
        if (meeting := due_meeting(first, local(work, first))) is not None:
            yield from ((work.directory.centre(each), meeting) for each in alike)


async def send(work: Work, centre: Centre) -> None:
    """Tell those who go there, first in a message, then as a page to print."""
    on_it = sitting(work.directory, centre.id, work.now)
    people = {
        *await coordinators(work, centre.id),
        *await supervisors(work, centre.id, on_it),
    }
    agenda = await made(work, centre)
    subject = f"committee {centre.id}"
    for notice in (
        AgendaReady(agenda),
        AgendaPage(centre.name, agenda.meeting, document_of(centre.id)),
    ):
        await tell_all(work, sorted(people), notice, subject)


# ---------------------------------------------------------------- asked for


def seen_committees(work: Work) -> list[Centre]:
    """List the centres whose committee's agenda the actor may see, by name."""
    found = [
        each
        for each in work.directory.centres
        if each.committee and may_see_agenda(work.actor, work.directory, each.id, work.now)
    ]
    return sorted(found, key=lambda each: each.name)


async def committees_seen(work: Work, request: CommitteesSeen) -> tuple[CommitteeSeen, ...]:
    """Name the centres whose committee's agenda the actor may see."""
    return tuple(CommitteeSeen(each.id, each.name) for each in seen_committees(work))


async def agenda_of(work: Work, request: AgendaOf) -> AgendaTold | None:
    """Make an agenda for one who may see it; audited."""
    centre = next((each for each in seen_committees(work) if each.id == request.centre), None)
    await work.note("read agenda", centre.id if centre else "", allowed=centre is not None)
    return AgendaTold(await made(work, centre), document_of(centre.id)) if centre else None


async def agenda_to_print(work: Work, key: str) -> Agenda | None:
    """Make the agenda whose document has this key, for one who may see it now; audited."""
    centre = next((each for each in seen_committees(work) if key_of(each.id) == key), None)
    await work.note("export agenda", centre.id if centre else "", allowed=centre is not None)
    return await made(work, centre) if centre else None


def document_of(centre: CentreId) -> str:
    """Name the document that is made of a centre's agenda."""
    return f"{AGENDAS}{key_of(centre)}"


# ---------------------------------------------------------------- made


async def made(work: Work, centre: Centre) -> Agenda:
    """Make the agenda of a centre's committee as it stands now; the right was checked."""
    committee = centre.committee
    months = months_told(work.now)[: months_between(committee.rhythm if committee else "")]
    teams = sorted(
        teams_answering(work.directory, centre.id, work.now), key=lambda team: (team.name, team.id)
    )
    return Agenda(
        centre.id,
        centre.name,
        centre.zone,
        committee.name if committee else "",
        committee.next_from(local(work, centre).date()) if committee else None,
        tuple([await team_on(work, team, centre, months) for team in teams]),
        await occupancy(work, centre),
        endings(work, centre),
    )


async def team_on(
    work: Work, team: Team, centre: Centre, months: tuple[Month, ...]
) -> TeamOnAgenda:
    """Tell how one team answered in these months, as its figures tell it."""
    told = [for_committee(month, await count(work, team, month)) for month in months]
    elsewhere = works_elsewhere(work.directory, team, centre.id)
    name = work.organisation_of(team.id).name
    return TeamOnAgenda(team.name, name, elsewhere, tuple(told))


async def occupancy(work: Work, centre: Centre) -> tuple[Occupied, ...]:
    """Tell how many places are taken, where somebody counted and the count still holds."""
    listed = [each for each in work.directory.services_of(centre.id) if is_listed(each)]
    known = await places_of(work, listed)
    found = []
    for service in listed:
        now = known[service.id].numbers if service.id in known else None
        if now is not None and now.free is not None:
            taken = occupied(now.places, now.blocked + now.held, now.free)
            found.append(Occupied(service.type, now.places, taken, now.updated))
    return tuple(found)


def endings(work: Work, centre: Centre) -> tuple[Ending, ...]:
    """List the agreements for a centre that end soon, the nearest first."""
    until = work.now + AGREEMENTS_WITHIN
    zone = ZoneInfo(centre.zone)
    found = [
        Ending(each.name, (each.period.end.at - timedelta(seconds=1)).astimezone(zone).date())
        for each in work.directory.agreements_at(centre)
        if each.kind in WATCHED
        and each.period.end is not None
        and each.period.holds(work.now)
        and each.period.end.at <= until
    ]
    return tuple(sorted(found, key=lambda each: (each.last_day, each.agreement)))


def local(work: Work, centre: Centre) -> datetime:
    """Give the time that it is at a centre."""
    return work.now.astimezone(ZoneInfo(centre.zone))
