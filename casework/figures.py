"""Figures: by role and area, in aggregate; a look at them is audited."""

from __future__ import annotations

from dataclasses import replace

from casework.clocks import calendar_at
from casework.documents import key_of
from casework.workplace import Work
from domain.courses import Course
from domain.deadlines import limits_for
from domain.documents import FIGURES, PICTURES
from domain.figures import Figures, Month, Voices, figures, may_see_figures, months_told
from domain.organisations import Team
from domain.requests.figures import FiguresOf, MeasuredTeam, TeamFigures, TeamsMeasured
from domain.working_time import later
from storage import feedback, outcomes
from storage import figures as counted

MOST_TEAMS = 60


def seen_teams(work: Work) -> list[Team]:
    """List the teams whose figures the actor may see, one's own first, at most 60."""
    own = {membership.team for membership in work.actor.memberships}
    found = [t for t in work.directory.teams if may_see_figures(work.actor, work.directory, t)]
    found.sort(key=lambda team: (team.id not in own, team.name))
    return found[:MOST_TEAMS]


async def teams_measured(work: Work, request: TeamsMeasured) -> tuple[MeasuredTeam, ...]:
    """Name the teams whose figures the actor may see."""
    return tuple(named(work, team) for team in seen_teams(work))


def named(work: Work, team: Team) -> MeasuredTeam:
    """Give a team with the name of its organisation."""
    return MeasuredTeam(team.id, team.name, work.organisation_of(team.id).name)


async def figures_of(work: Work, request: FiguresOf) -> TeamFigures | None:
    """Count one team and month; None for a team that is not the actor's to see."""
    team = next((each for each in seen_teams(work) if each.id == request.team), None)
    await work.note("read figures", team.id if team else "", allowed=team is not None)
    if team is None:
        return None
    months = months_told(work.now)
    month = next((each for each in months if str(each) == request.month), months[0])
    return await told_of(work, team, month, months)


async def told_of(work: Work, team: Team, month: Month, months: tuple[Month, ...]) -> TeamFigures:
    """Tell the figures of a team and month."""
    return TeamFigures(
        named(work, team),
        month,
        months,
        await count(work, team, month),
        f"{FIGURES}{key_of(team.id)}",
        f"{PICTURES}{key_of(team.id)}{month.digits}",
    )


async def figures_to_draw(work: Work, key: str) -> TeamFigures | None:
    """Count what a picture shows, by the key of a team and the digits of a month; audited."""
    months = months_told(work.now)
    team = next((each for each in seen_teams(work) if key.startswith(key_of(each.id))), None)
    wanted = key.removeprefix(key_of(team.id)) if team else ""
    month = next((each for each in months if each.digits == wanted), None)
    allowed = team is not None and month is not None
    await work.note("export figures", team.id if team else "", allowed=allowed)
    return await told_of(work, team, month, months) if team and month else None


async def count(work: Work, team: Team, month: Month) -> Figures:
    """Count one team and month as they may be told."""
    courses = await counted.courses(work.tx, team.id, month.start, month.end)
    voices = Voices(
        await outcomes.counted(work.tx, [team.id], month.start, month.end),
        await feedback.counted(work.tx, team.id, str(month)),
    )
    return figures([timed(work, team, each) for each in courses], work.now, voices)


def timed(work: Work, team: Team, course: Course) -> Course:
    """Say when a request was to be decided, by the clock that ran for it (Timers)."""
    limits = limits_for(course.urgency, work.organisation_of(team.id).limits)
    calendar = calendar_at(work, team, course.service)
    due = later(course.received, limits.decide, 2, calendar)
    return replace(course, due=due, paused_at_most=limits.question_waits)
