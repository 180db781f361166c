"""Freshness: keepers are asked by message whether an entry is still right; one tap answers."""

from __future__ import annotations

from casework.keeping import entries_kept, mark_verified
from casework.tell import replace_announcements, tell
from casework.workplace import Work
from domain.access import MemberRole
from domain.centres import Centre
from domain.freshness import NextStep, Verified, is_daytime, is_due, next_step, today_in, verified
from domain.notices import EntryChecked, NobodyChecks, StillRight
from domain.organisations import CentreId, Team
from domain.requests import Done, DoneOutcome
from domain.requests.keeping import ConfirmEntry
from domain.routing import keeper_of
from storage import checks, members
from storage.checks import Asked

PEOPLE_ASKED = 3
OPEN_PER_TEAM = 3


async def confirm_entry(work: Work, request: ConfirmEntry) -> Done:
    """Note that what the actor keeps of a centre is right today; again, it changes nothing."""
    if not work.directory.has_centre(request.centre):
        return Done(DoneOutcome.NOT_FOUND)
    kept = entries_kept(work, request.centre)
    await work.note("confirm entry", request.centre, allowed=bool(kept))
    if not kept:
        return Done(DoneOutcome.REFUSED)
    centre = work.directory.centre(request.centre)
    await mark_verified(work, centre, kept)
    for team in kept:
        await checks.answered(work.tx, centre.id, team.id)
    await replace_announcements(
        work, subject_of(centre.id), lambda mine: EntryChecked(centre.id, centre.name, mine)
    )
    return Done(DoneOutcome.DONE)


def subject_of(centre: CentreId) -> str:
    """Name what a question about an entry is about, for the outbox."""
    return f"check:{centre}"


async def ask_keepers(work: Work) -> int:
    """Ask about the entries whose time has come, the oldest first; give how many.

    A team has at most three open questions, so that nobody with forty cases gets forty more.
    """
    asked = await checks.all_asked(work.tx)
    open_for: dict[str, int] = {}
    for (_, team), last in asked.items():
        open_for[team] = open_for.get(team, 0) + (next_step(last.asked, last.times, work.now) is NextStep.WAIT)
    done = 0
    for centre, team in due(work):
        last = asked.get((centre.id, team.id))
        step = next_step(last.asked if last else None, last.times if last else 0, work.now)
        if step is NextStep.WAIT or open_for.get(team.id, 0) >= OPEN_PER_TEAM:
            continue
        if await ask_or_escalate(work, centre, team, step, last):
            open_for[team.id] = open_for.get(team.id, 0) + 1
            done += 1
    return done


def due(work: Work) -> list[tuple[Centre, Team]]:
    """List centres with a team whose rhythm asks for a check, those never checked first."""
    found: dict[tuple[CentreId, str], tuple[Verified, Centre, Team]] = {}
    for service, centre in work.directory.open_services():
        entry = verified(centre, service)
        today = today_in(centre.zone, work.now)
        if not is_daytime(centre.zone, work.now) or not might_be_due(work, entry, centre):
            continue
        team = keeper_of(work.directory, service, work.now)
        if team is None:
            continue
        keeper = work.directory.organisation(team.organisation)
        if is_due(entry, keeper, today):
            found.setdefault((centre.id, team.id), (entry, centre, team))
    ordered = sorted(found.values(), key=lambda each: (each[0].on is not None, each[0].on, each[1].id))
    return [(centre, team) for _, centre, team in ordered]
