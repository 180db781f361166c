"""Freshness: keepers are asked by message whether an entry is still right; one tap answers."""

from __future__ import annotations

from datetime import timedelta

from casework.keeping import entries_kept, mark_verified
from casework.tell import replace_announcements, tell
from casework.workplace import Work
from domain.centres import Centre
from domain.directory import is_listed
from domain.filings import CHECKED
from domain.freshness import (
    ASKED_AT_MOST,
    NextStep,
    Verified,
    is_daytime,
    is_due,
    next_step,
    shortest_rhythm,
    today_in,
    verified,
)
from domain.notices import EntryChecked, NobodyChecks, Notice, StillRight
from domain.organisations import CentreId, Team, TeamId
from domain.people import Told
from domain.requests import Done, DoneOutcome
from domain.requests.keeping import ConfirmEntry
from domain.routing import coordinator_of, keeper_of
from domain.services import Service
from storage import checks, members
from storage.checks import Asked

PEOPLE_ASKED = 3
OPEN_PER_TEAM = 3
PER_ROUND = 200
ROUND = timedelta(minutes=10)


async def confirm_entry(work: Work, request: ConfirmEntry) -> Done:
    """Note that what the actor keeps of a centre is right today; again, it changes nothing."""
    known = work.directory.has_centre(request.centre)
    centre = work.directory.centre(request.centre) if known else None
    kept = entries_kept(work, centre) if centre else ()
    await work.note("confirm entry", request.centre if known else "", allowed=bool(kept))
    if centre is None or not kept:
        return Done(DoneOutcome.NOT_FOUND)
    await mark_verified(work, centre, kept)
    await settle(work, centre, kept)
    return Done(DoneOutcome.DONE)


async def settle(work: Work, centre: Centre, kept: tuple[Service, ...]) -> None:
    """End the open questions about the entries, for everybody who was asked."""
    for team in {keeper_of(work.directory, each, work.now) for each in kept}:
        if team is not None:
            await checks.answered(work.tx, centre.id, team.id)

    def changed(mine: bool) -> Notice:
        return EntryChecked(centre.id, centre.name, mine)

    await replace_announcements(work, subject_of(centre.id), changed)


def subject_of(centre: CentreId) -> str:
    """Name what a question about an entry is about, for the outbox."""
    return f"check:{centre}"


async def ask_keepers(work: Work) -> int:
    """Ask about entries whose time has come, the oldest first; give how many.

    A team has at most three open questions, so that nobody with forty cases gets forty more.
    """
    on_duty = await members.teams_on_duty(work.tx)
    asked = await checks.all_asked(work.tx)
    open_of: dict[TeamId, int] = {}
    for (_, team_id), last in asked.items():
        open_of[team_id] = open_of.get(team_id, 0) + (last.times <= ASKED_AT_MOST)
    done = 0
    for centre, team, service in due(work, on_duty):
        before = asked.get((centre.id, team.id))
        step = next_step(before.asked, before.times, work.now) if before else NextStep.ASK
        if step is NextStep.WAIT or (before is None and open_of.get(team.id, 0) >= OPEN_PER_TEAM):
            continue
        if await ask(work, centre, team, service, step, before):
            done += 1
            open_of[team.id] = open_of.get(team.id, 0) + (before is None)
    return done


def due(work: Work, on_duty: frozenset[TeamId]) -> list[tuple[Centre, Team, Service]]:
    """List what a keeper's rhythm asks to be checked now, by day there, never checked first."""
    found: dict[tuple[CentreId, TeamId], tuple[Verified, Centre, Team, Service]] = {}
    for key in of_this_round(work, old_enough(work, on_duty)):
        centre = work.directory.centre(key)
        for service in work.directory.services_of(centre.id):
            team = keeper_of(work.directory, service, work.now) if is_listed(service) else None
            if team is None:
                continue
            entry = verified(centre, service)
            keeper = work.directory.organisation(team.organisation)
            if is_due(entry, keeper, today_in(centre.zone, work.now)):
                found.setdefault((centre.id, team.id), (entry, centre, team, service))
    rows = sorted(found.values(), key=lambda row: (row[0].on is not None, row[0].on, row[1].id))
    return [(centre, team, service) for _, centre, team, service in rows]


def old_enough(work: Work, on_duty: frozenset[TeamId]) -> list[CentreId]:
    """List the centres that might be due, by what is cheap to see, where somebody is on duty."""
    areas = [team.area for team in work.directory.teams if team.id in on_duty]
    named = frozenset[CentreId]().union(*(area.centres for area in areas))
    soonest = shortest_rhythm(work.directory.organisations)
    filed = work.directory.filed(CHECKED)
    found: list[CentreId] = []
    for zone, country in sorted(filed):
        whole = any(area.is_all_of(country) for area in areas)
        if not (whole or named) or not is_daytime(zone, work.now):
            continue
        last = today_in(zone, work.now) - soonest
        found += [
            key for on, key in filed.at((zone, country)) if on <= last and (whole or key in named)
        ]
    return found


def of_this_round(work: Work, centres: list[CentreId]) -> list[CentreId]:
    """Take some centres a round, others the next: the keepers of all would hold up everybody."""
    rounds = -(-len(centres) // PER_ROUND) or 1
    turn = int(work.now.timestamp() // ROUND.total_seconds()) % rounds
    return centres[turn::rounds]


async def ask(
    work: Work, centre: Centre, team: Team, service: Service, step: NextStep, before: Asked | None
) -> bool:
    """Ask a team, or tell the coordinators that it does not answer; say if anybody was told."""
    on = verified(centre, service).on
    notice: Notice = StillRight(centre.id, centre.name, centre.city, centre.country, on)
    reached: Team | None = team
    if step is NextStep.TELL_COORDINATOR:
        owner = work.directory.organisation(team.organisation).name
        notice = NobodyChecks(centre.id, centre.name, owner, on)
        reached = coordinator_of(work.directory, service, Told(), work.now)
    people = await members.keeping(work.tx, reached.id, PEOPLE_ASKED) if reached else ()
    if not people and step is NextStep.ASK:
        return False
    for person in people:
        await tell(work, person, notice, subject_of(centre.id))
    times = before.times if before and before.times <= ASKED_AT_MOST else 0
    await checks.note_asked(work.tx, centre.id, team.id, work.now, times + 1)
    return True
