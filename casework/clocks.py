"""Clocks: started with a referral, moved on by its moves, asked whether it is overdue."""

from __future__ import annotations

from datetime import datetime

from casework.workplace import Work
from domain.clocks import UNDECIDED, Clock, Step, after_move, is_overdue_by_half, started, steps
from domain.deadlines import Limits, limits_for
from domain.organisations import Team
from domain.referrals import Action, Referral
from domain.routing import coordinator_of
from domain.services import ServiceId
from domain.working_time import WorkingCalendar
from storage import clocks


def limits_of(work: Work, referral: Referral) -> Limits:
    """Give the limits that hold for a referral: those of the organisation that owns it."""
    return limits_for(referral.urgency, work.organisation_of(referral.team).limits)


def calendar_of(work: Work, referral: Referral) -> WorkingCalendar:
    """Give the working time of the team that owns a referral; by default that of the centre."""
    return calendar_at(work, work.directory.team(referral.team), referral.service)


def calendar_at(work: Work, team: Team, service: ServiceId) -> WorkingCalendar:
    """Give the working time of a team for a service; UTC's where the service is gone by now."""
    if not work.directory.has_service(service):
        return WorkingCalendar(team.zone or "UTC", "", team.hours)
    centre = work.directory.centre(work.directory.service(service).centre)
    return WorkingCalendar(team.zone or centre.zone, centre.country, team.hours)


async def start(work: Work, referral: Referral) -> Clock:
    """Start the clock of a new referral; its promise is what the person is told."""
    clock = started(referral, limits_of(work, referral), calendar_of(work, referral))
    await keep(work, referral, clock)
    return clock


async def go_on(work: Work, before: Referral, after: Referral, action: Action) -> None:
    """Move the clock on with a move of its referral."""
    clock = await clocks.of(work.tx, before.id)
    if clock is not None:
        limits = limits_of(work, after)
        await keep(work, after, after_move(clock, before, after, action, limits, work.now))


async def keep(work: Work, referral: Referral, clock: Clock) -> None:
    """Keep a clock with the time of its next step."""
    late = referral.stands in UNDECIDED and is_overdue_by_half(clock)
    service = work.directory.service(referral.service)
    team = coordinator_of(work.directory, service, referral.told, work.now)
    await clocks.keep(
        work.tx,
        clock,
        next_due(work, referral, clock),
        late=late,
        watched_by=team.id if team else None,
    )


def next_due(work: Work, referral: Referral, clock: Clock) -> datetime | None:
    """Say when the next step is due, None once there is none."""
    return min(steps_of(work, referral, clock).values(), default=None)


def steps_of(work: Work, referral: Referral, clock: Clock) -> dict[Step, datetime]:
    """Say when each step is due that is not done yet."""
    return steps(
        clock,
        referral.stands,
        limits_of(work, referral),
        calendar_of(work, referral),
        referral.offer.until if referral.offer else None,
        referral.changed,
        referral.proposal.until if referral.proposal else None,
    )


async def overdue_by_half(work: Work, referral: Referral) -> bool:
    """Say whether the coordinator may take a case back: half a limit over time (Timers)."""
    clock = await clocks.of(work.tx, referral.id)
    return clock is not None and is_overdue_by_half(clock)
